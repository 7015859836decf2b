"""Guesses at passwords are limited, at the sign-in page and over REST alike: so many failures in so long a time.

A try is counted before the password is looked at, so that many at once are no more, and given back when it was right.
When Redis is away nobody is limited (accounts.clients.store).
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from rest_framework.throttling import BaseThrottle

from accounts.clients import limits

WINDOW = 600  # seconds; whoever failed too often waits until they are over
OF_BOTH, OF_ADDRESS, OF_ACCOUNT = 5, 30, 50  # failures of an account from one address; of an address; of an account


def _counted(request: Any, username: Any) -> Iterator[tuple[str, int]]:
    """Whose failures count, with how many there may be. The name may be an ID number, so its digest stands for it."""
    account = hashlib.sha256(str(username).casefold().encode(errors="replace")).hexdigest()[:32]
    address = BaseThrottle().get_ident(request)
    yield f"guess:{account}:{address}", OF_BOTH
    yield f"guess:{address}", OF_ADDRESS
    yield f"guess:{account}", OF_ACCOUNT


def wait(request: Any, username: Any) -> int:
    """Counts a try; 0 when it may be made, else the seconds to wait."""
    quotas = [limits.take(who, most, WINDOW) for who, most in _counted(request, username)]
    return max((quota.reset for quota in quotas if quota and quota.exceeded), default=0)


def was_right(request: Any, username: Any) -> None:
    for who, _most in _counted(request, username):
        limits.give_back(who)


class GuessThrottle(BaseThrottle):
    """REST's way of asking `wait`."""

    seconds = 0

    def allow_request(self, request: Any, view: Any) -> bool:
        username = request.data.get("username") if isinstance(request.data, dict) else ""
        self.seconds = wait(request, username)
        return not self.seconds

    def wait(self) -> int:
        return self.seconds
