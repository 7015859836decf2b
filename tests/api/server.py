"""A server in processes of its own, on the database that is pointed at: what a vendor talks to, and what can be killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds until it answers


class Server:
    """`with Server(log) as server:` - gunicorn as the demo starts it; all that it says goes to the file `log`."""

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
        options = f"--bind 127.0.0.1:{self.port} --workers 1 --threads {self.threads} --no-control-socket"
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
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL for the whole of it, in the middle of whatever it does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
