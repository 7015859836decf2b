"""How long the server waits for what a request brings: who stalls or sends drop by drop holds no thread for ever.

Each piece has its time, which is the slowest rate, and the whole has one too. What Django reads goes through here, also
before anybody is signed in. The head of a request is the proxy's matter (deploy/nginx.conf), and so are servers which
do not tell their socket.
"""

import errno
import os
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from threading import Timer
from typing import Any, BinaryIO

from django.conf import settings

from accounts.receiving import AT_ONCE

FOR_ALL = 30  # times as long as for one piece
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def patient(application: Application) -> Application:
    """A WSGI application whose requests have so much time to come in."""

    def timed(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if (line := environ.get("gunicorn.socket")) is not None:
            environ["wsgi.input"] = Patient(environ["wsgi.input"], line)
        return application(environ, start_response)

    return timed


class Patient:
    """The body of a request, from `source`, which reads from `line`. TimeoutError when it comes too slowly."""

    def __init__(self, source: BinaryIO, line: socket.socket) -> None:
        self.source, self.line = source, line
        self.deadline = time.monotonic() + FOR_ALL * settings.BODY_SECONDS

    def read(self, size: int = -1) -> bytes:
        parts, left = [], size
        while left and (part := self._timed(self.source.read, min(left, AT_ONCE) if left > 0 else AT_ONCE)):
            parts.append(part)
            left -= len(part) if left > 0 else 0
        return b"".join(parts)

    def readline(self, size: int = AT_ONCE) -> bytes:
        return self._timed(self.source.readline, min(size, AT_ONCE) if size > 0 else AT_ONCE)

    def _timed(self, read: Callable[[int], bytes], size: int) -> bytes:
        """What comes in time. The line is shut for reading when the time is over: whoever waits for it wakes up."""
        over: list[bool] = []

        def end() -> None:
            over.append(True)
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RD)

        clock = Timer(max(min(settings.BODY_SECONDS, self.deadline - time.monotonic()), 0), end)
        clock.daemon = True
        clock.start()
        try:
            part = read(size)
        finally:
            clock.cancel()
        if over:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
        return part
