"""The course of a case: what stands of it in the ledger, also what other streets recorded before it was handed over."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from operator import attrgetter
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from accounts.scoping import scope_required


class Taken(NamedTuple):
    """An entry of a case; a move when it has `to_status`. `place` is its key, or that of the first of its line."""

    case: UUID
    id: int
    street: str
    code: str
    detail: str
    happened_on: dt.date
    to_status: str
    for_month: dt.date | None
    by: int | None
    place: int


def courses(cases: Collection[UUID]) -> Mapping[UUID, list[Taken]]:
    """By case, in the order in which the steps were taken; cases that the scope in force may see."""
    scope_required()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ledger_of_cases(%s)", [list(cases)])
        rows = sorted((Taken(*row) for row in cursor.fetchall()), key=attrgetter("place"))
    found: defaultdict[UUID, list[Taken]] = defaultdict(list)
    for row in rows:
        found[row.case].append(row)
    return found


def course(case: UUID) -> list[Taken]:
    return courses([case])[case]
