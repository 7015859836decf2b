"""What changed, in the order of recording: the ledger's entries and the changes of master data, put together.

Only what lies before the reading barrier is told, so that nothing can come in between later: a reader who goes on from
the position he was given misses nothing and meets nothing twice, whatever is being written meanwhile.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from accounts.models import User
from services.feed.models import Change, Operation
from services.ledger.models import Entry
from services.ledger.reading import settled_at

ENTRY = "entry"
# The sources, in the order in which they are told when they were recorded in the same microsecond.
ENTRIES, CHANGES, ALL = 0, 1, 2


class Position(NamedTuple):
    """A reader has everything up to here (source ALL: everything that was recorded until then)."""

    at: dt.datetime
    source: int
    id: int


START = Position(dt.datetime(1970, 1, 1, tzinfo=dt.UTC), ENTRIES, 0)


class Event(NamedTuple):
    """One change. `key` is of what changed: of a void the entry that was voided. `case` is the case of an entry, or the
    one that changed; `code` the entry's; `into` the record that a person was merged into ("" for none)."""

    position: Position
    what: str
    key: str
    operation: str
    version: int | None
    street: str
    case: str | None
    code: str
    into: str


class Page(NamedTuple):
    """Events, where to go on, and whether there is more already."""

    events: list[Event]
    position: Position
    more: bool


def barrier() -> Position:
    """Where everything has been told that nobody can still add to: what a reader has who starts now."""
    return Position(settled_at(), ALL, 0)


def changes_after(position: Position, limit: int, *, by: User | None, what: Iterable[str] = ()) -> Page:
    """At most `limit` events after `position` (START: from the beginning) within the scope in force; `what` narrows.

    A reader that has caught up is given the barrier itself to go on from: it does not walk twice over what others did.
    """
    what = set(what)
    upto = barrier()
    found: list[Event] = []
    if not what or ENTRY in what:
        found += [_of_entry(*row) for row in _entries(position, upto, by)[: limit + 1]]
    if not what or what - {ENTRY}:
        rows = _changes(position, upto, by)
        rows = rows.filter(what__in=what) if what else rows
        found += [_of_change(*row) for row in rows.values_list(*CHANGE)[: limit + 1]]
    found.sort(key=lambda event: event.position)
    if len(found) <= limit:
        return Page(found, max(position, upto), more=False)
    return Page(found[:limit], found[limit - 1].position, more=True)


def _after(rows: QuerySet, source: int, position: Position, barrier: Position) -> QuerySet:
    rows = rows.filter(recorded_at__gte=position.at, recorded_at__lte=barrier.at).order_by("recorded_at", "id")
    if source < position.source:
        return rows.exclude(recorded_at=position.at)
    return rows.exclude(recorded_at=position.at, id__lte=position.id) if source == position.source else rows


def _entries(position: Position, barrier: Position, by: User | None) -> Any:
    rows = _after(Entry.objects.visible_to(by), ENTRIES, position, barrier)
    return rows.values_list("recorded_at", "id", "street_id", "code", "case_id", "voids_id")


def _of_entry(at: dt.datetime, key: int, street: str, code: str, case: Any, voids: int | None) -> Event:
    operation = Operation.VOIDED if voids else Operation.CREATED
    case = case and str(case)
    return Event(Position(at, ENTRIES, key), ENTRY, str(voids or key), str(operation), None, street, case, code, "")


CHANGE = ("recorded_at", "id", "street_id", "what", "key", "operation", "version", "into_key")


def _changes(position: Position, barrier: Position, by: User | None) -> QuerySet:
    return _after(Change.objects.visible_to(by), CHANGES, position, barrier)


def _of_change(
    at: dt.datetime, key: int, street: str, what: str, of: str, operation: str, version: int | None, into: str
) -> Event:
    case = of if what == "case" else None
    return Event(Position(at, CHANGES, key), what, of, operation, version, street, case, "", into)
