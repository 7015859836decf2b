"""The long parts: the dry run, the writing in batches that commit for themselves, taking back. See services.jobs."""

import datetime as dt
import gc
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import watching
from accounts.errors import Conflict, DomainError
from accounts.refusals import explained
from services.jobs.registry import Running
from services.ledger import bulk
from services.workbooks import actions, books, checking, returning
from services.workbooks.models import GOOD, ImportedRow, Outcome, Workbook
from services.workbooks.units import Asked, Book, Unit

WRITTEN = (Outcome.NEW, Outcome.CHANGED)
ROW = "workbook_id street_id book line outcome key digest case_id entry_id version before undone"
UNDONE_AT_ONCE = 100


def _workbook(job: Running) -> Workbook:
    return Workbook.objects.visible_to(job.user).get(pk=job.args["workbook"])


def _asked(job: Running, workbook: Workbook, *, dry: bool = False) -> Asked:
    create = dry or workbook.create_people
    return Asked(job.user, workbook.street_id, timezone.localdate(), dry, create)


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles, which walks over every row again and again and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@uncollected()
def check(job: Running) -> None:
    """What every row is; nothing is written but the findings."""
    workbook = _workbook(job)
    book = books.get(workbook.book)
    table = checking.table_of(workbook, book)
    units = checking.units_of(workbook, book, table)
    total, asked = len(table.lines), _asked(job, workbook, dry=True)
    checking.plan(book, units, asked, lambda done: job.advance(done, total))
    actions.keep_check(
        workbook,
        counts=checking.counts_of(units, asked),
        findings=checking.findings_of(book, units),
        skipped=[u.first.line for u in units if u.outcome == Outcome.ELSEWHERE],
        marked=returning.marked(workbook, book, table, units),
        moved=_would_move(workbook, book, units, _asked(job, workbook)),  # last: it plans the rows once more
    )


def _would_move(workbook: Workbook, book: Book, units: Sequence[Unit], asked: Asked) -> list[dict[str, Any]]:
    """The published figures that these rows would change: what reaches into published years is written, looked at and
    taken back."""
    day = watching.frozen_before()
    good = [unit for unit in units if day and unit.outcome in WRITTEN and _reaches(unit, day)]
    if not good:
        return []
    asked.create_people = True  # as will most likely be decided
    with transaction.atomic():
        ask = watching.watch()
        for some in checking.batches([Unit(unit.rows, key=unit.key, digest=unit.digest) for unit in good]):
            _write(workbook, book, some, asked)
        found = ask()
        transaction.set_rollback(True)
    return watching.moved_by(found)


def _reaches(unit: Unit, day: dt.date) -> bool:
    days = [value for row in unit.rows for value in row.values.values()]
    days += [value for change in unit.changes for value in change[1:]]
    return any(isinstance(value, dt.date) and value < day for value in days)


@uncollected()
def accept(job: Running) -> None:
    """The good rows in batches, each committed with the place it reached; or all rows in one transaction."""
    with job.batch() as kept:
        workbook = _workbook(job)
        book = books.get(workbook.book)
        reached = kept.get("reached", 0)
    units = _units(workbook, book)
    total = sum(len(unit.rows) for unit in units)
    whole = workbook.mode == Workbook.Mode.ALL
    while reached < len(units):
        with job.batch() as kept:
            at = kept.get("reached", 0)
            counts = Counter(kept.get("written", {}))
            end = len(units) if whole else at + checking.AT_ONCE
            for some in checking.batches(units[at:end]):
                counts += _write(workbook, book, some, _asked(job, workbook))
                at += len(some)
                if whole:
                    _refuse_faults(some)
                    job.advance(sum(len(unit.rows) for unit in units[:at]), total)
            kept["reached"], kept["written"] = at, dict(counts)
        reached = at
        job.advance(sum(len(unit.rows) for unit in units[:reached]), total)
    with job.batch() as kept:
        written = kept.get("written", {})
        actions.keep_written(workbook, written=written, receipt=receipt_of(workbook, written), moved=job.moved)


def _units(workbook: Workbook, book: Book) -> list[Unit]:
    """In the order of the file; what the dry run found elsewhere is not asked for again."""
    units = checking.units_of(workbook, book, checking.table_of(workbook, book))
    skipped = set(workbook.skipped)
    return [unit for unit in units if unit.first.line not in skipped]


def _refuse_faults(units: Sequence[Unit]) -> None:
    if any(unit.outcome not in GOOD for unit in units):
        raise Conflict("workbook.changed", _("核对之后登记的情况变了，有的行不再能导入。一行也没有导入，请重新核对。"))


def _write(workbook: Workbook, book: Book, units: list[Unit], asked: Asked) -> Counter:
    """Plans and writes together; when the database refuses, in halves, until the row that it refuses stands alone."""
    fresh = [Unit(unit.rows, unit.outcome, key=unit.key, digest=unit.digest) for unit in units]
    try:
        with transaction.atomic():
            checking.leave_imported(fresh)
            book.plan(fresh, asked)
            book.write(fresh, asked)
            _keep(workbook, fresh)
    except (DomainError, DatabaseError) as error:
        if isinstance(error, DatabaseError) and explained(error) is None:
            raise
        if len(units) > 1:
            half = len(units) // 2
            again = [Asked(asked.by, asked.street, asked.today, False, asked.create_people) for _ in range(2)]
            parts = zip((units[:half], units[half:]), again, strict=True)
            return sum((_write(workbook, book, part, one) for part, one in parts), Counter())
        units[0].outcome = Outcome.CONFLICT
        return Counter({str(Outcome.CONFLICT): len(units[0].rows)})
    for unit, done in zip(units, fresh, strict=True):
        unit.outcome = done.outcome
    counts: Counter = Counter()
    for unit in fresh:
        counts[str(unit.outcome)] += len(unit.rows)
    return counts


def _keep(workbook: Workbook, units: Sequence[Unit]) -> None:
    """What each row became, in the transaction of what it became."""
    written = [unit for unit in units if unit.outcome in WRITTEN]
    rows = (
        (
            workbook.pk,
            unit.case.street_id,
            workbook.book,
            unit.first.line,
            str(unit.outcome),
            unit.key,
            unit.digest,
            unit.case.pk,
            unit.entry,
            unit.case.version,
            None if unit.before is None else json.dumps(unit.before, ensure_ascii=False),
            "",
        )
        for unit in written
    )
    bulk.copy_rows(ImportedRow, ROW.split(), rows)


def undo(job: Running) -> None:
    """Row by row, the last first; what went on since stays, and its row says why."""
    with job.batch() as kept:
        workbook = _workbook(job)
        total = kept["total"] = kept.get("total") or ImportedRow.objects.filter(workbook=workbook).count()
    book, done = books.get(workbook.book), 0
    while True:
        with job.batch() as kept:
            before = kept.get("before")
            rows = ImportedRow.objects.filter(workbook=workbook, undone="").order_by("-line")
            rows = rows.filter(line__lt=before) if before else rows
            some = list(rows[:UNDONE_AT_ONCE])
            for row in some:
                actions.keep_row(row, _take_back(book, row, _asked(job, workbook)))
            if some:
                kept["before"] = some[-1].line
            kept["done"] = done = kept.get("done", 0) + len(some)
        if not some:
            break
        job.advance(done, total)
    with job.batch():
        actions.keep_undone(workbook)


def _take_back(book: Book, row: ImportedRow, asked: Asked) -> str:
    """ "done", or why it could not be."""
    try:
        with transaction.atomic():
            book.undo(row, asked, str(_("撤销表格导入")))
    except DomainError as error:
        return str(error.detail)
    except DatabaseError as error:
        if (refusal := explained(error)) is None:
            raise
        return str(refusal.detail)
    return "done"


def receipt_of(workbook: Workbook, written: dict[str, int]) -> str:
    """A hash over the file and over what became of every row of it."""
    digest = hashlib.sha256(f"{workbook.pk}|{workbook.sha256}|{sorted(written.items())}".encode())
    rows = ImportedRow.objects.filter(workbook=workbook).order_by("line")
    for values in rows.values_list("line", "outcome", "case", "entry", "version").iterator():
        digest.update(f"\n{values}".encode())
    return digest.hexdigest()
