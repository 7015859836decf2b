"""How many requests in a minute (or another window), for all server processes together: one atomic count in Redis.

The window begins with the first request. The header fields are those of draft-ietf-httpapi-ratelimit-headers.
"""

import math
from dataclasses import dataclass

from accounts.clients import store

WINDOW = 60  # seconds
TAKE = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}
"""


@dataclass(frozen=True)
class Quota:
    """`used` of `limit` requests, this one included; `reset`: seconds until the count begins anew."""

    limit: int
    used: int
    reset: int

    @property
    def exceeded(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        left = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={WINDOW}',
            "RateLimit": f'"minute";r={left};t={self.reset}',
        }


GIVE_BACK = "if tonumber(redis.call('GET', KEYS[1]) or 0) > 0 then redis.call('DECR', KEYS[1]) end"


def take(who: str, limit: int, window: float | None = None) -> Quota | None:
    """Counts one request of `who`; None when Redis is away: then nobody is limited."""
    milliseconds = int((window or WINDOW) * 1000)
    answer = store.ask(lambda redis: redis.eval(TAKE, 1, f"taizhang:limit:{who}", milliseconds))
    return answer and Quota(limit=limit, used=answer[0], reset=max(1, math.ceil(answer[1] / 1000)))


def give_back(who: str) -> None:
    """What was taken last was no use of it."""
    store.ask(lambda redis: redis.eval(GIVE_BACK, 1, f"taizhang:limit:{who}"))
