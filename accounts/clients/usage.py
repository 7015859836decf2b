"""What clients asked for, counted in Redis at each answer and written into the database once a minute."""

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any

from django.utils import timezone

from accounts.clients import store
from accounts.clients.models import Client, Use

KEPT = 3 * 24 * 3600  # seconds, in Redis
COUNT = """
if redis.call('HSETNX', KEYS[1], 'series', ARGV[1]) == 1 then redis.call('EXPIRE', KEYS[1], ARGV[2]) end
redis.call('HINCRBY', KEYS[1], ARGV[3] .. '|requests', 1)
if ARGV[4] ~= '' then redis.call('HINCRBY', KEYS[1], ARGV[3] .. '|' .. ARGV[4], 1) end
redis.call('HSET', KEYS[1], ARGV[3] .. '|last_at', ARGV[5])
"""


def _key(day: dt.date) -> str:
    return f"taizhang:use:{day}"


def operation_of(request: Any) -> str:
    """Method and path as it stands in the table of paths: never the key of a row."""
    match = request.resolver_match
    return f"{request.method} /{match.route if match else 'api/'}"[:120]


def note(client: Client, request: Any, status: int) -> None:
    """Counts one answer."""
    now = timezone.localtime()
    refusal = "limited" if status == 429 else "refused" if status >= 400 else ""
    who = f"{client.client_id}|{operation_of(request)}"
    values = (uuid.uuid4().hex, KEPT, who, refusal, int(now.timestamp()))
    store.ask(lambda redis: redis.eval(COUNT, 1, _key(now.date()), *values))


def rows() -> list[Use]:
    """What was counted so far, today and yesterday."""
    today = timezone.localdate()
    return [row for day in (today - dt.timedelta(days=1), today) for row in _rows(day)]


def _rows(day: dt.date) -> list[Use]:
    counted = store.ask(lambda redis: redis.hgetall(_key(day))) or {}
    series = counted.pop("series", "")
    values: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for name, value in counted.items():
        who, operation, what = name.split("|")
        values[who, operation][what] = int(value)
    known = Client.objects.filter(user__username__in={who for who, _operation in values}).select_related("user")
    clients = {client.client_id: client for client in known}
    return [
        Use(
            client=clients[who],
            day=day,
            operation=operation,
            series=series,
            requests=found.get("requests", 0),
            refused=found.get("refused", 0),
            limited=found.get("limited", 0),
            last_at=dt.datetime.fromtimestamp(found["last_at"], dt.UTC),
        )
        for (who, operation), found in values.items()
        if who in clients
    ]
