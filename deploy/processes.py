"""What the embedded servers and the demo need of the operating system: users, signals, death with the parent."""

import ctypes
import os
import pwd
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

CLEAN_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C"}  # no secret of ours goes to a server

_PR_SET_PDEATHSIG, _PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE = 1, 28, 47, 2
_NO_SETUID_FIXUP = 1 << 2  # without it access(2), which initdb asks, would not count the capability
_CAP_DAC_OVERRIDE, _CAPABILITY_VERSION = 1, 0x20080522
_libc = ctypes.CDLL(None, use_errno=True)


def die_with_parent(death_signal: int, parent: int) -> None:
    """The kernel sends the signal when `parent` dies, also by kill -9 (Linux only)."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), death_signal)


def become(user: pwd.struct_passwd | None, *, needs: Iterable[Path], death_signal: int) -> Callable[[], None]:
    """A `preexec_fn`: take the user's identity (None: keep ours) and die with the parent.

    Where the user cannot pass a directory above `needs` or run it (a clone in /root), it keeps the one capability to.
    """
    parent = os.getpid()
    keep = bool(user) and not all(_passable(path) for path in needs)

    def preexec() -> None:
        if user:
            if keep:
                _libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)
            if keep:
                _keep_access()
        die_with_parent(death_signal, parent)  # after setuid, which would clear it

    return preexec


def _passable(path: Path) -> bool:
    return all(above.stat().st_mode & 0o001 for above in path.resolve().parents) and (
        path.is_dir() or path.stat().st_mode & 0o005 == 0o005
    )


def _keep_access() -> None:
    header, mask = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0), 1 << _CAP_DAC_OVERRIDE
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable
    if _libc.capset(header, data) or _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0):
        raise OSError(ctypes.get_errno(), "capset")


def working_in(directory: Path) -> list[int]:
    """The processes whose working directory this is."""
    import psutil  # here because it is slow to load and needed after a crash only

    found = []
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.cwd() == str(directory) and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process.pid)
    return found


def stop(process: subprocess.Popen, signals: Iterable[int], patience: float = 30.0) -> int:
    """Sends one signal after the other until the process has ended; its exit code."""
    for number in signals:
        if process.poll() is None:
            process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(patience)
    return process.wait() if process.poll() is None else process.returncode
