"""One reading to be compared, and the entries by which two of them differ."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db import connection

from accounts.scoping import DISTRICT, scope_required
from reporting import forms
from reporting.catalogue import Indicator
from reporting.periods import Period
from reporting.selection import area, member, selection, source, where
from reporting.units import Counting

SUBJECT = (
    "coalesce(coalesce(c.stands_for, e.person_id)::text, e.household_id::text, e.organisation_id::text, e.id::text)"
)
VALUES = {Counting.QUANTITY: "e.quantity", Counting.AMOUNT: "coalesce(e.amount, 0)"}


@dataclass(frozen=True)
class Side:
    """A reading of one indicator: `area` is a street's code or "district", `known_at` settled."""

    indicator: Indicator
    period: Period
    area: str
    known_at: dt.datetime
    basis: str = "then"

    def counted(self, *, by_subject: bool) -> forms.Query:
        """Rows of (entry, key of the record as text, value): the entries that the figure counts."""
        counting = self.indicator.unit.counting
        key = member(counting) if counting.is_distinct or not by_subject else SUBJECT
        parts = [where(selection(self.indicator), counting)]
        parts += [f"{area(counting, self.basis)} = %(street)s"] * (self.area != DISTRICT)
        sql = (
            f"SELECT e.id, ({key})::text AS key, {VALUES.get(counting, '1')} AS value"
            f" FROM {source(self.basis)} WHERE {' AND '.join(parts)}"
        )
        return sql, forms.parameters(self.known_at, self.indicator.span.within(self.period)) | {"street": self.area}

    def steps_to(self, other: "Side") -> Iterator[tuple[str, "Side"]]:
        """The readings in between: (what changes, the reading after it), without steps that change nothing."""
        here = self
        changes: list[tuple[str, dict[str, Any]]] = [
            ("knowledge", {"known_at": other.known_at}),
            ("definition", {"indicator": other.indicator}),
            ("scope", {"area": other.area, "basis": other.basis}),
            ("year", {"period": other.period}),
        ]
        for what, values in changes:
            there = replace(here, **values)
            if there != here:
                yield what, there
                here = there


class Difference(NamedTuple):
    """An entry that only one of two readings counts for `key`; `elsewhere`: the other counts it for another key."""

    gained: bool
    entry: int
    key: str
    value: Any
    elsewhere: bool


def differences(before: Side, after: Side, *, by_subject: bool) -> list[Difference]:
    """Of persons, households and organisations the entries of those who are in one reading only."""
    one, found = forms.named(before.counted(by_subject=by_subject), "before")
    other, more = forms.named(after.counted(by_subject=by_subject), "after")
    same = "key" if before.indicator.unit.counting.is_distinct else "id"
    # Windows instead of anti-joins: they take the same time whatever PostgreSQL expects of the two readings.
    sql = f"""
        SELECT later, id, key, value, in_both FROM (
          SELECT b.*, count(*) OVER (PARTITION BY id) > 1 AS in_both,
                 bool_and(later) OVER (PARTITION BY {same}) = bool_or(later) OVER (PARTITION BY {same}) AS alone
            FROM (SELECT false AS later, one.* FROM ({one}) one
                  UNION ALL SELECT true, other.* FROM ({other}) other) b) compared
         WHERE alone ORDER BY id, later"""
    scope_required()
    with connection.cursor() as cursor:
        cursor.execute(sql, found | more)
        return [Difference(*row) for row in cursor.fetchall()]
