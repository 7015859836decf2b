"""Where a reader of the feed stands, as an opaque text that holds within one epoch and for what was asked: who asks for
more than he was told until then (another street, another class, further rights) would miss what lies before."""

import base64
import binascii
import datetime as dt
import hashlib
import json

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.errors import Gone, Malformed
from accounts.grants import readable
from accounts.roles import is_granted
from accounts.scoping import DISTRICT, scope_required
from services.feed.granting import PEOPLE
from services.feed.reading import START, Position

ZERO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
LONGEST = 500  # characters
MARK = 4  # hexadecimal digits of each right


def epoch() -> str:
    """Which history this is; another one after a restore."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feed_current_epoch()")
        return cursor.fetchone()[0]


def encoded(position: Position, what: str = "") -> str:
    """For the scope in force; `what` is the class that the reader narrowed to ("": all)."""
    place = [(position.at - ZERO) // MICROSECOND, position.source, position.id]
    parts = [epoch(), *place, scope_required().area, what, _rights()]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def decoded(cursor: str | None, what: str = "") -> Position:
    """The beginning without a cursor. Malformed for one that we did not make, or made for another street or class;
    Gone for one of another epoch, or from before the reader was given further rights."""
    if cursor is None:
        return START
    try:
        own, micros, source, key, area, told, rights = json.loads(_bytes(cursor))
        texts, numbers = {type(text) for text in (own, area, told, rights)}, {type(n) for n in (micros, source, key)}
        if (texts, numbers) != ({str}, {int}) or not 0 <= key < 2**63:
            raise ValueError
        position = Position(ZERO + micros * MICROSECOND, source, key)
    except (ValueError, TypeError, OverflowError, binascii.Error):
        raise Malformed("cursor.invalid", _("续读标记无效。请原样使用上一次答复里的 cursor。"), "cursor") from None
    if own != epoch():
        detail = _("数据库恢复过，这个续读标记已经失效。请清空副本，不带 cursor 从头重新读取。")
        raise Gone("cursor.epoch_over", detail, "cursor")
    if area not in (DISTRICT, scope_required().area) or told not in ("", what):
        detail = _("这个续读标记是为别的街道或类别给出的，在这里会漏掉变更。请用当时的 X-Street 和 what，或从头读取。")
        raise Malformed("cursor.for_others", detail, "cursor")
    if not _within(rights):
        detail = _("得到这个续读标记之后增加了读取权限，以前的记录还没有读到。请清空副本，不带 cursor 从头重新读取。")
        raise Gone("cursor.rights_grew", detail, "cursor")
    return position


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _rights() -> str:
    """What of the feed may be read, in short; "" for everything."""
    scope = scope_required()
    if scope.grants is None:
        return ""
    names = [*readable(scope.grants), *([PEOPLE] if is_granted(scope, PEOPLE) else [])]
    return "".join(sorted(hashlib.sha256(name.encode()).hexdigest()[:MARK] for name in names)) or "-"


def _within(told: str) -> bool:
    """Whether nothing may be read that was not told."""
    return not told or (bool(now := _rights()) and _marks(now) <= _marks(told))


def _marks(rights: str) -> set[str]:
    return {rights[at : at + MARK] for at in range(0, len(rights), MARK)} - {"-"}
