"""The embedded PostgreSQL and Redis, for a machine that has nothing but Python.

`ensure()` starts what the environment does not name and fills the environment in: DATABASE_URL, DATABASE_OWNER_URL,
REDIS_URL, and beside the embedded database (never beside another one) the secrets of `var/secrets/`.

How long they live: every process that uses a server holds a shared lock on `var/run/NAME.users`. The kernel drops it
even after kill -9, and programs that the process starts do not inherit it. Each server has a guard as its parent
(`python -m deploy.embedded guard NAME`) which waits until it gets that lock for itself alone and then stops the
server. Who calls `ensure()` meanwhile waits for the lock and starts the server again. The guard holds
`var/run/NAME.guard` for as long as it lives and writes `ready` or `failed: why` into it. If the guard itself is
killed, the kernel stops the server.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import processes
from deploy.servers import BASE_DIR, Failed, Postgres, Redis, Server

LINGER = 2.0  # seconds that a server outlives its last user, so that commands in a row need not start it anew


def var_dir() -> Path:
    return Path(os.environ.get("TAIZHANG_VAR") or BASE_DIR / "var").resolve()


def guard(server: Server) -> int:
    """Starts the server, keeps it while anybody uses it, stops it. Goes on in a child, so that the caller need not."""
    mark = os.open(server.run / f"{server.name}.guard", os.O_RDWR | os.O_CREAT, 0o600)
    if not _lock(mark, fcntl.LOCK_EX, patience=1.0):
        return 0  # somebody else guards it
    if os.fork():
        return 0
    asked = []
    signal.signal(signal.SIGTERM, lambda *_: asked.append(True))
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    process = None
    try:
        process = server.start()
        server.bootstrap()
        _write(mark, "ready")
        users = _await_last_user(server, lambda: bool(asked) or process.poll() is not None)
        _write(mark, "")
    except Exception as error:
        users = None
        _write(mark, f"failed: {error}" if isinstance(error, Failed) else f"failed: {error!r}; see {server.log}")
    if process:
        processes.stop(process, server.stop_signals)
    if server.sockets.parent != server.run:
        shutil.rmtree(server.sockets, ignore_errors=True)
    os.close(mark)  # first this lock, then the other: who waits for it must find no guard
    if users is not None:
        os.close(users)
    return 0


def _await_last_user(server: Server, ended: Callable[[], bool]) -> int | None:
    """The users' lock, held exclusively once nobody has used the server for LINGER seconds; None if it ended before."""
    users = os.open(server.run / f"{server.name}.users", os.O_RDWR | os.O_CREAT, 0o600)
    free_since: float | None = None
    while not ended():
        if _lock(users, fcntl.LOCK_EX):
            free_since = free_since or time.monotonic()
            if time.monotonic() - free_since >= LINGER:
                return users
            fcntl.flock(users, fcntl.LOCK_UN)
        else:
            free_since = None
        time.sleep(0.25)
    os.close(users)
    return None


def _lock(descriptor: int, kind: int, patience: float = 0.0) -> bool:
    deadline = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(0.01)


def _write(descriptor: int, text: str) -> None:
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, text.encode(), 0)


_held: dict[str, int] = {}


def ensure(*, start: bool = True) -> None:
    """Fills the environment in and starts the embedded servers that it names. `start=False` only fills it in."""
    var = var_dir()
    servers: list[Server] = [Postgres(var), Redis(var)]
    wanted = [server for server in servers if _is_embedded(server)]
    if not wanted:
        return
    try:
        _use(var, wanted, start)
    except PermissionError as error:
        raise SystemExit(
            f"{error.filename}: no permission. Who made {var}? Be that user, or set TAIZHANG_VAR."
        ) from None
    except Failed as error:
        raise SystemExit(str(error)) from None


def ensure_again() -> None:
    """For who stays: starts again what this process uses and somebody has stopped or killed."""
    var = var_dir()
    if any(not _guard_says(server)[0] for server in (Postgres(var), Redis(var)) if server.name in _held):
        ensure()


def _use(var: Path, wanted: list[Server], start: bool) -> None:
    for directory in (var, var / "run", var / "log", var / "static"):
        directory.mkdir(parents=True, exist_ok=True)
    with _exclusively(var / "run" / "start"):
        for server in wanted:
            if start and server.name not in _held:
                users = os.open(server.run / f"{server.name}.users", os.O_RDWR | os.O_CREAT, 0o600)
                fcntl.flock(users, fcntl.LOCK_SH)  # waits while a guard is stopping the server
                _held[server.name] = users
            if start:
                _call_guard(server)
        for server in wanted:
            if start:
                _await_ready(server)
            os.environ.update(server.urls())
        if any(server.name == "postgres" for server in wanted):
            _fill_in_secrets(var)
    os.environ.setdefault("STATIC_ROOT", str(var / "static"))


def _is_embedded(server: Server) -> bool:
    """Nothing else is named. (A child finds our own addresses in its environment.)"""
    named = {name: os.environ.get(name) or os.environ.get(f"{name}_FILE") for name in server.urls()}
    if all(value in (None, "", url) for value, url in zip(named.values(), server.urls().values(), strict=True)):
        return True
    if "DATABASE_OWNER_URL" in named and not named["DATABASE_URL"]:
        raise SystemExit("DATABASE_OWNER_URL is set without DATABASE_URL: set both or none")
    return False


def _fill_in_secrets(var: Path) -> None:
    folder = var / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, prefix in (("SECRET_KEY", ""), ("FIELD_KEYS", "1:"), ("INDEX_KEY", "")):
        if os.environ.get(name) or os.environ.get(f"{name}_FILE"):
            continue
        path = folder / name
        if not path.exists():
            with open(os.open(path.with_suffix(".new"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(prefix + secrets.token_hex(32))
                file.flush()
                os.fsync(file.fileno())
            path.with_suffix(".new").replace(path)
        os.environ[name] = path.read_text()
    os.environ.setdefault("ALLOW_SYNTHETIC_ID", "1")
    os.environ.setdefault("HTTPS", "0")


@contextmanager
def _exclusively(path: Path) -> Iterator[None]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _guard_says(server: Server) -> tuple[bool, str]:
    """Whether a guard lives, and what it wrote."""
    mark = os.open(server.run / f"{server.name}.guard", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        free = _lock(mark, fcntl.LOCK_SH)
        return not free, os.pread(mark, 100_000, 0).decode()
    finally:
        os.close(mark)


def _call_guard(server: Server) -> None:
    if _guard_says(server)[0]:
        return
    (server.run / f"{server.name}.guard").write_text("")
    done = subprocess.run(
        [sys.executable, "-m", "deploy.embedded", "guard", server.name],
        cwd=BASE_DIR,
        env={**os.environ, "TAIZHANG_VAR": str(server.var)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=(err := (server.var / "log" / "guard.log").open("ab")),
        start_new_session=True,
    )
    err.close()
    if done.returncode:
        raise Failed(f"The guard of {server.title} did not start: see {server.var / 'log' / 'guard.log'}")


def _await_ready(server: Server) -> None:
    calls = 1
    while True:
        lives, text = _guard_says(server)
        if lives and text == "ready" and server.accepts():
            return
        if not lives and (text or calls == 3):
            os.close(_held.pop(server.name))
            raise Failed(text.removeprefix("failed: ") or f"{server.title} does not stay up: see {server.log}")
        if not lives:  # the server or its guard has just been killed
            calls += 1
            _call_guard(server)
        time.sleep(0.02)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "guard":
        servers = {"postgres": Postgres, "redis": Redis}
        sys.exit(guard(servers[sys.argv[2]](var_dir())))
    sys.exit("usage: python -m deploy.embedded guard postgres|redis")
