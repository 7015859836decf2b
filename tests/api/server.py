"""A server in processes of its own, on the database pointed at: what a vendor talks to, what can be killed."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

BASE_DIR = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds until it answers
OPTIONS = "--workers 1 --worker-class gthread --preload --limit-request-line 0 --no-control-socket --timeout 60"


class Server:
    """`with Server(log) as server:` - gunicorn, in a master process and a worker; all that it says goes to `log`."""

    def __init__(self, log: Path, *, threads: int = 4) -> None:
        self.log, self.threads = log, threads
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def start(self) -> None:
        options = f"--bind 127.0.0.1:{self.port} --threads {self.threads} {OPTIONS}"
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "deploy.wsgi:application", *options.split()],
                cwd=BASE_DIR,
                env=dict(os.environ),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.await_answer()

    def await_answer(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.02)

    def kill(self) -> None:
        """SIGKILL for the whole of it, in the middle of whatever it does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_worker(self) -> None:
        """SIGKILL for the process that answers; the master starts another."""
        for worker in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):
                worker.kill()

    def request(self, method: str, path: str, headers: dict[str, str], body: Any = None) -> tuple[int, dict, bytes]:
        """Status, headers (names in lower case) and body of an answer; OSError or HTTPException when it broke off."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, path, sent, {"Content-Type": "application/json", **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def _answers(self) -> bool:
        try:
            return self.request("GET", "/health/live", {})[0] == 200
        except (OSError, http.client.HTTPException):
            return False
