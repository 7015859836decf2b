"""A city system that receives events: it verifies with the reference library of the specification and notes what came.

It can be made to misbehave in every way that a network knows. What it noted before it failed to answer counts as seen,
as with a real one.
"""

import json
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

FAULTS = ("500", "503", "redirect", "closed", "closed after", "slow", "slow after", "half")


@dataclass
class Receiver:
    """`seen`: (webhook-id, body) in the order of first arrival; `requests`: every request with its headers."""

    secrets: list[str] = field(default_factory=list)
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[dict[str, str]] = field(default_factory=list)
    refused: int = 0
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)  # given in turn before those of `faults`
    denied: str = "?"  # what is in a body that is answered with 500
    faults: float = 0.0  # the share of requests that meet one
    sleep: float = 1.0  # seconds of the slow ones
    chance: random.Random = field(default_factory=lambda: random.Random(7))
    lock: threading.Lock = field(default_factory=threading.Lock)
    url: str = ""

    @property
    def keys(self) -> list[Any]:
        """The keys of the events in the order of first arrival."""
        return [body["data"]["key"] for body in self.seen.values()]

    def verified(self, headers: dict[str, str], body: bytes) -> bool:
        for secret in self.secrets:
            try:
                Webhook(secret).verify(body, headers)
                return True
            except WebhookVerificationError:
                continue
        return False

    def note(self, headers: dict[str, str], body: bytes) -> None:
        with self.lock:
            self.seen.setdefault(headers["webhook-id"], json.loads(body))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    receiver: Receiver

    def do_POST(self) -> None:
        receiver, headers = self.receiver, {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers["content-length"]))
        with receiver.lock:
            receiver.requests.append(headers)
            faulty = receiver.chance.random() < receiver.faults
            fault = receiver.chance.choice(FAULTS) if faulty else ""
            answer = receiver.answers.pop(0) if receiver.answers else (204, {})
            answer = (500, {}) if receiver.denied.encode() in body else answer
        if not receiver.verified(headers, body):
            receiver.refused += 1
            return self._answer(401)
        if "after" in fault or (not fault and answer[0] < 300):
            receiver.note(headers, body)
        self._misbehave(fault) if fault else self._answer(*answer)

    def _misbehave(self, fault: str) -> None:
        if fault.startswith("slow"):
            time.sleep(self.receiver.sleep)
        if fault.isdigit():
            return self._answer(int(fault))
        if fault == "redirect":
            return self._answer(307, {"Location": self.receiver.url})
        if fault == "half":
            self.wfile.write(b"HTTP/1.1 2")
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, status: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": "0", **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads, request_queue_size = True, 64

    def handle_error(self, *args: object) -> None:
        """The sender went away, as senders under test do."""


@contextmanager
def receiving(**options: Any) -> Iterator[Receiver]:
    """A receiver that listens on this machine."""
    receiver = Receiver(**options)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"receiver": receiver}))
    receiver.url = f"http://127.0.0.1:{server.server_port}/hooks"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
