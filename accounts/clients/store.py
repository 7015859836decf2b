"""Redis, asked so that its absence stops nobody: then there is no answer, and the log says so."""

import logging
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)
PATIENCE = 0.25  # seconds that a request waits for Redis
AGAIN = 5.0  # seconds after a failure before it is asked again
_away: dict[str, float] = {}


@lru_cache
def _redis(url: str) -> Redis:
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return Redis.from_url(url, decode_responses=True, retry=Retry(NoBackoff(), 0), **patience)


def ask(question: Callable[[Redis], Any]) -> Any:
    """What `question(redis)` gives; None when Redis is away, and for AGAIN seconds after that."""
    url = settings.REDIS_URL
    if _away.get(url, 0.0) > time.monotonic():
        return None
    try:
        return question(_redis(url))
    except (RedisError, OSError) as error:
        _away[url] = time.monotonic() + AGAIN
        logger.warning("Redis is away (%s): requests are neither limited nor counted", type(error).__name__)
        return None
