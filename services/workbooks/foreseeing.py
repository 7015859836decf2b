"""What an import would change in published figures, told in the dry run: it is done, looked at, and taken back."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from accounts import watching
from services.workbooks import checking, writing
from services.workbooks.models import Workbook
from services.workbooks.units import WRITTEN, Asked, Book, Unit


def would_move(workbook: Workbook, book: Book, units: Sequence[Unit], asked: Asked) -> list[dict[str, Any]]:
    """Only rows that reach into published years are asked."""
    day = watching.frozen_before()
    good = [unit for unit in units if day and unit.outcome in WRITTEN and _reaches(unit, day)]
    if not good:
        return []
    asked.create_people = True  # as will most likely be decided
    with transaction.atomic():
        ask = watching.watch()
        for some in checking.batches(book, [Unit(unit.rows, key=unit.key, digest=unit.digest) for unit in good]):
            writing.write(workbook, book, some, asked)
        found = ask()
        transaction.set_rollback(True)
    return watching.moved_by(found)


def _reaches(unit: Unit, day: dt.date) -> bool:
    days = [value for row in unit.rows for value in row.values.values()]
    days += [value for change in unit.changes for value in change[1:]]
    return any(isinstance(value, dt.date) and value < day for value in days)
