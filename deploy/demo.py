"""`make demo`: everything on this machine, one address, Ctrl-C ends it."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from deploy import embedded, processes
from deploy.servers import BASE_DIR

HOST = "127.0.0.1"
PATIENCE = 120.0  # seconds until the first answer of the web server


class Ended(Exception):
    """Somebody asked for the end, or a part of the demo died; args[0] is the exit code."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.demo")
    parser.add_argument("--with-parent", action="store_true", help="end when the parent process (make) is killed")
    options = parser.parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    if options.with_parent:
        processes.die_with_parent(signal.SIGTERM, os.getppid())
    port = int(os.environ.get("PORT") or 8000)
    _refuse_taken(port)
    os.environ.setdefault("PUBLIC_URL", f"http://{HOST}:{port}")
    children: dict[str, subprocess.Popen] = {}
    try:
        embedded.ensure()
        _prepare()
        children |= _start(port)
        _await_health(port, children)
        print(f"\nTaizhang 台账: http://{HOST}:{port}/\n", flush=True)
        _manage("demo_users")
        _manage("sandbox_client")
        print("\nCtrl-C 停止 / stops everything.", flush=True)
        while True:
            _refuse_dead(children)
            embedded.ensure_again()
            time.sleep(0.5)
    except Ended as end:
        return end.args[0]
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        _stop(children)


def _end(number: int, _frame: FrameType | None) -> None:
    raise Ended(0 if number == signal.SIGINT else 128 + number)


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            sys.exit(f"Port {port} cannot be had ({error.strerror}). Another one: PORT={port + 1} make demo")


def _prepare() -> None:
    _manage("migrate", "--verbosity", "0")
    _manage("load_district", "--if-empty")


def _manage(command: str, *arguments: str) -> None:
    """A management command in a process of its own, its output shown; its failure ends the demo."""
    process = _popen(["manage.py", command, *arguments], {})
    try:
        code = process.wait()
    except Ended:
        processes.stop(process, (signal.SIGTERM, signal.SIGKILL), patience=10.0)
        raise
    if code:
        print(f"manage.py {command} failed (exit code {code}).", file=sys.stderr)
        raise Ended(code)


def _start(port: int) -> dict[str, subprocess.Popen]:
    schedule = str(embedded.var_dir() / "run" / "beat")
    gunicorn = f"-m gunicorn deploy.wsgi:application --bind {HOST}:{port} --workers 2 --threads 4"
    gunicorn += " --log-level warning --graceful-timeout 10 --no-control-socket"
    worker = (
        "-m celery -A deploy.celery --quiet worker --concurrency 1 --loglevel WARNING --without-gossip --without-mingle"
    )
    beat = "-m celery -A deploy.celery --quiet beat --loglevel WARNING --pidfile="
    quiet = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}  # "you are root": the demo may be
    return {
        "web": _popen(gunicorn.split(), {}),
        "worker": _popen(worker.split(), quiet),
        "beat": _popen([*beat.split(), "--schedule", schedule], quiet),
    }


def _popen(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen:
    """In a session of its own: Ctrl-C of the terminal reaches us alone, and we stop the children in order."""
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_with_us(),
    )


def _with_us() -> Callable[[], None]:
    parent = os.getpid()
    return lambda: processes.die_with_parent(signal.SIGTERM, parent)


def _await_health(port: int, children: dict[str, subprocess.Popen]) -> None:
    deadline = time.monotonic() + PATIENCE
    status: object = "no answer"
    while time.monotonic() < deadline:
        _refuse_dead(children)
        with suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(HOST, port, timeout=10)
            connection.request("GET", "/health/live")
            status = connection.getresponse().status
            connection.close()
            if status == 200:
                return
        time.sleep(0.2)
    print(f"http://{HOST}:{port}/health/live: {status} after {PATIENCE:.0f} seconds.", file=sys.stderr)
    raise Ended(1)


def _refuse_dead(children: dict[str, subprocess.Popen]) -> None:
    for name, process in children.items():
        if (code := process.poll()) is not None:
            print(f"The {name} process ended by itself (exit code {code}); the rest stops.", file=sys.stderr)
            raise Ended(code if code > 0 else 1)


def _stop(children: dict[str, subprocess.Popen]) -> None:
    """Together first, then by force who has not ended after 20 seconds."""
    for process in children.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + 20
    for process in children.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        if process.poll() is None:
            process.kill()
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
