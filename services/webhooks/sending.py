"""One request to a receiver, within a limit of time whatever it does. Knows nothing of the database."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache

from django.conf import settings

from services.webhooks.addresses import Refused, Target, resolve

LIMIT = 15.0  # seconds for all of it: name, connection, request, the head of the answer
LONGEST_PAUSE = 24 * 3600  # seconds that a receiver may ask for


@dataclass(frozen=True)
class Answer:
    """`status` of HTTP (0: none came, and `error` says why); `pause` in seconds, when the receiver asks for one."""

    status: int = 0
    error: str = ""
    pause: int = 0

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


@cache
def _context(authorities: str) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=authorities or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def post(target: Target, body: bytes, headers: Mapping[str, str], *, limit: float = LIMIT) -> Answer:
    """Sends `body` and reads the head of the answer; its content is of no interest and stays unread. Redirects are
    answers like others. Never raises for a fault of the receiver or of the way to it."""
    deadline = time.monotonic() + limit
    try:
        with _connected(target, deadline) as connection:
            answer = _asked(connection, target, body, headers)
            return answer if time.monotonic() < deadline else Answer(error="receiver.timeout")
    except Refused as refused:
        return Answer(error=refused.args[0])
    except TimeoutError:
        return Answer(error="receiver.timeout")
    except ssl.SSLCertVerificationError:  # not trusted, over, of another name
        return Answer(error="receiver.certificate")
    except (OSError, http.client.HTTPException, ValueError):
        late = time.monotonic() >= deadline
        return Answer(error="receiver.timeout" if late else "receiver.unreachable")


@contextmanager
def _connected(target: Target, deadline: float) -> Iterator[socket.socket]:
    """A socket to a checked address, cut at the deadline however slowly the other side speaks."""
    line = _first(resolve(target), target.port, deadline)
    if target.secure:
        context = _context(settings.WEBHOOK_CA_FILE)
        line = context.wrap_socket(line, server_hostname=target.host, do_handshake_on_connect=False)
    cut = threading.Timer(max(deadline - time.monotonic(), 0), _shut, [line])
    cut.daemon = True
    cut.start()
    try:
        if isinstance(line, ssl.SSLSocket):
            line.do_handshake()
        yield line
    finally:
        cut.cancel()
        line.close()


def _shut(line: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # not TLS's own farewell, which would wait


def _first(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """A connection to the first address that takes one."""
    for number, address in enumerate(addresses, 1):
        left = deadline - time.monotonic()
        if left <= 0:
            break
        try:
            return socket.create_connection((address, port), timeout=left)
        except OSError:
            if number == len(addresses):
                raise
    raise TimeoutError


def _asked(connection: socket.socket, target: Target, body: bytes, headers: Mapping[str, str]) -> Answer:
    # With a socket of its own the client of the standard library connects nowhere by itself.
    client = http.client.HTTPConnection(target.host, target.port)
    client.sock = connection
    fixed = {"Host": target.name, "Content-Type": "application/json", "Connection": "close", "User-Agent": "Taizhang"}
    client.request("POST", target.path, body, {**fixed, **headers})
    answer = client.getresponse()
    return Answer(answer.status, pause=_pause(answer.getheader("Retry-After", "")))


def _pause(text: str) -> int:
    """Seconds or a date, as HTTP has it; 0 when it cannot be read."""
    with suppress(ValueError, TypeError, OverflowError):
        seconds = float(text) if text.isdigit() else parsedate_to_datetime(text).timestamp() - time.time()
        return int(min(max(seconds, 0), LONGEST_PAUSE))
    return 0
