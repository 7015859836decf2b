"""Where a reader of the feed stands, as an opaque text that holds within one epoch."""

import base64
import binascii
import datetime as dt
import json

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.errors import Gone, Malformed
from services.feed.reading import START, Position

ZERO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def epoch() -> str:
    """Which history this is; another one after a restore."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feed_current_epoch()")
        return cursor.fetchone()[0]


def encoded(position: Position) -> str:
    parts = [epoch(), (position.at - ZERO) // MICROSECOND, position.source, position.id]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def decoded(cursor: str | None) -> Position:
    """The beginning without a cursor. Malformed for one that we did not make, Gone for one of another epoch."""
    if cursor is None:
        return START
    try:
        own, micros, source, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not (isinstance(own, str) and {type(micros), type(source), type(key)} == {int} and 0 <= key < 2**63):
            raise ValueError
        position = Position(ZERO + micros * MICROSECOND, source, key)
    except (ValueError, TypeError, OverflowError, binascii.Error):
        raise Malformed("cursor.invalid", _("续读标记无效。请原样使用上一次答复里的 cursor。"), "cursor") from None
    if own != epoch():
        detail = _("数据库恢复过，这个续读标记已经失效。请清空副本，不带 cursor 从头重新读取。")
        raise Gone("cursor.epoch_over", detail, "cursor")
    return position
