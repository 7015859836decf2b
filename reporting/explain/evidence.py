"""Why an entry counts at one moment and not at another: the reason, the entry that brought it about, and when."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from accounts.scoping import DISTRICT
from reporting.catalogue import Nature
from reporting.explain.buckets import Bucket
from reporting.explain.sides import Side
from services.ledger.models import MERGED


@dataclass(frozen=True, slots=True)
class Lineage:
    """What became of an entry (reporting.sql.LINEAGE)."""

    id: int
    root: int
    street: str
    happened_on: dt.date
    recorded_at: dt.datetime
    voided_at: dt.datetime | None
    ancestor: int | None
    ancestor_street: str | None
    ancestor_on: dt.date | None
    heir: int | None
    heir_street: str | None
    heir_on: dt.date | None
    mark: int | None
    ended_by: int | None
    reopened_by: int | None
    goes_on: bool
    comes_from: bool


@dataclass(frozen=True, slots=True)
class Reason:
    """`cause` is the key of the entry that brought the change about, recorded at `moment`."""

    bucket: Bucket
    cause: int | None
    moment: dt.datetime


def lineages(ids: Iterable[int], first: dt.datetime, second: dt.datetime) -> dict[int, Lineage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_lineage(%s, %s, %s)", [list(ids), first, second])
        return {row[0]: Lineage(*row) for row in cursor.fetchall()}


def _merges(first: dt.datetime, second: dt.datetime) -> list[tuple[int, tuple[str, str]]]:
    """(entry that merged or undid it, the two persons), the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT x.id, e.person_id::text, e.into_id::text FROM ledger_entry e"
            " JOIN ledger_entry x ON x.id = e.id OR x.voids_id = e.id"
            " WHERE e.code = %s AND x.recorded_at > %s AND x.recorded_at <= %s ORDER BY x.recorded_at DESC",
            [MERGED, first, second],
        )
        return [(cause, (person, into)) for cause, person, into in cursor.fetchall()]


class Evidence:
    """The reasons for which entries came and went between two moments of one figure."""

    def __init__(self, before: Side, after: Side, ids: Iterable[int]) -> None:
        self.before, self.after = before, after
        self.of = lineages(ids, before.known_at, after.known_at)
        ends = {end for one in self.of.values() for end in (one.ended_by, one.reopened_by) if end is not None}
        self.of |= lineages(ends - self.of.keys(), before.known_at, after.known_at)
        self.first_day = timezone.localdate(before.known_at)
        self.merges = _merges(before.known_at, after.known_at)

    def why_gone(self, entry: int) -> Reason:
        """An entry that counted at the first moment and does not at the second."""
        one = self.of[entry]
        if one.voided_at is not None and one.voided_at <= self.after.known_at:
            return self._voided(one)
        if one.ended_by is None:
            return Reason(Bucket.CORRECTION, None, one.recorded_at)
        end = self.of[one.ended_by]
        reason = self._arrived(end)
        return Reason(Bucket.STREET, end.id, reason.moment) if one.goes_on else reason

    def why_come(self, entry: int) -> Reason:
        """An entry that counts at the second moment and did not at the first."""
        one = self.of[entry]
        if one.recorded_at > self.before.known_at:
            return self._arrived(one)
        if one.reopened_by is None:
            return Reason(Bucket.CORRECTION, None, one.recorded_at)
        return self._voided(self.of[one.reopened_by])

    def merge_of(self, person: str) -> int | None:
        """The last merge (or the mark that undid one) that touched this person in between, where it can be seen."""
        return next((cause for cause, touched in self.merges if person in touched), None)

    def _voided(self, one: Lineage) -> Reason:
        """What stands in its place decides, and without anything it was withdrawn."""
        moment = one.voided_at or one.recorded_at
        if one.heir is None:
            return Reason(Bucket.WITHDRAWAL, one.mark, moment)
        return Reason(self._replaced(one.street, one.heir_street, one.happened_on, one.heir_on), one.heir, moment)

    def _arrived(self, one: Lineage) -> Reason:
        if one.ancestor is not None:
            bucket = self._replaced(one.ancestor_street, one.street, one.ancestor_on, one.happened_on)
        elif one.comes_from:
            bucket = Bucket.STREET
        else:
            bucket = Bucket.LATE if one.happened_on < self.first_day else Bucket.NEW
        return Reason(bucket, one.id, one.recorded_at)

    def _replaced(self, street: str | None, by_street: str | None, on: dt.date | None, by_on: dt.date | None) -> Bucket:
        if self.before.area != DISTRICT and street != by_street:
            return Bucket.STREET
        if self._within(on) != self._within(by_on):
            return Bucket.YEAR
        return Bucket.CORRECTION

    def _within(self, day: dt.date | None) -> bool:
        period = self.before.indicator.span.within(self.before.period)
        if day is None or day >= period.after:
            return False
        return self.before.indicator.nature == Nature.STOCK or day >= period.first


def decisive(gone: list[Reason], come: list[Reason]) -> Reason:
    """Of several: the last to go, else the first to come."""
    latest: Callable[[Reason], tuple] = lambda reason: (reason.moment, reason.cause or 0)  # noqa: E731
    return max(gone, key=latest) if gone else min(come, key=latest)
