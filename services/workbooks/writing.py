"""Writes planned rows and what each of them became, in one savepoint; when the database refuses, in halves."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from django.db import DatabaseError, transaction

from accounts.errors import DomainError
from accounts.refusals import explained
from services.ledger import bulk
from services.workbooks import checking
from services.workbooks.models import ImportedRow, Outcome, Workbook
from services.workbooks.units import WRITTEN, Asked, Book, Unit


def write(
    workbook: Workbook, book: Book, units: Sequence[Unit], asked: Asked, planned: list[Unit] | None = None
) -> Counter:
    """Outcome -> rows. `planned`: what `plan` made of these units before."""
    try:
        return _attempt(workbook, book, units, asked, planned)
    except (DomainError, DatabaseError) as error:
        _refuse_faults(error)
    return _in_halves(workbook, book, units, asked)


def _attempt(
    workbook: Workbook, book: Book, units: Sequence[Unit], asked: Asked, planned: list[Unit] | None = None
) -> Counter:
    """All of them or none."""
    with transaction.atomic():
        done = planned or plan(book, units, asked)
        book.write(done, asked)
        _keep(workbook, done)
        bulk.ask_keys()
    counts: Counter = Counter()
    for unit in done:
        counts[str(unit.outcome)] += len(unit.rows)
    return counts


def _in_halves(workbook: Workbook, book: Book, units: Sequence[Unit], asked: Asked) -> Counter:
    """Until the row that is refused stands alone."""
    if len(units) == 1:
        return Counter({str(Outcome.CONFLICT): len(units[0].rows)})
    counts: Counter = Counter()
    for part in (units[: len(units) // 2], units[len(units) // 2 :]):
        try:
            counts += _attempt(workbook, book, part, asked)
        except (DomainError, DatabaseError) as error:
            _refuse_faults(error)
            counts += _in_halves(workbook, book, part, asked)
    return counts


def _refuse_faults(error: Exception) -> None:
    """Only what a rule or a constraint says is about the rows."""
    if isinstance(error, DatabaseError) and explained(error) is None:
        raise error


def plan(book: Book, units: Sequence[Unit], asked: Asked) -> list[Unit]:
    """A plan of copies, as if nothing had been planned before: it may have to be made again."""
    again = [Unit([row.copy() for row in unit.rows], unit.outcome, key=unit.key, digest=unit.digest) for unit in units]
    checking.leave_imported(again)
    book.plan(again, replace(asked, fresh={}, claims={}, heads=set()))
    return again


def _keep(workbook: Workbook, units: Sequence[Unit]) -> None:
    """What each row became, in the transaction of what it became."""
    if not (written := [unit for unit in units if unit.outcome in WRITTEN]):
        return
    about = [unit.case or unit.person for unit in written]
    befores = [unit.before for unit in written]
    bulk.copy_columns(
        ImportedRow,
        {
            "line": [unit.first.line for unit in written],
            "workbook_id": workbook.pk,
            "street_id": [one.street_id for one in about],
            "book": workbook.book,
            "outcome": [str(unit.outcome) for unit in written],
            "key": [unit.key for unit in written],
            "digest": [unit.digest for unit in written],
            "case_id": [unit.case and unit.case.id for unit in written],
            "person_id": [None if unit.case else unit.person.id for unit in written],
            "entry_id": [unit.entry for unit in written],
            "version": [one.version for one in about],
            "before": [None if old is None else json.dumps(old, ensure_ascii=False) for old in befores],
            "undone": "",
        },
    )


def receipt_of(workbook: Workbook, written: dict[str, int]) -> str:
    """A hash over the file and over what became of every row of it."""
    digest = hashlib.sha256(f"{workbook.pk}|{workbook.sha256}|{sorted(written.items())}".encode())
    rows = ImportedRow.objects.filter(workbook=workbook).order_by("line")
    for values in rows.values_list("line", "outcome", "case", "entry", "version").iterator():
        digest.update(f"\n{values}".encode())
    return digest.hexdigest()
