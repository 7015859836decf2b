"""The long parts: the dry run, the writing in batches that commit for themselves, taking back. See services.jobs."""

import gc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Conflict, DomainError
from accounts.refusals import explained
from services.jobs.registry import Running
from services.workbooks import actions, books, checking, returning, writing
from services.workbooks.models import GOOD, ImportedRow, Outcome, Workbook
from services.workbooks.units import Asked, Book, Unit

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
    )


@uncollected()
def accept(job: Running) -> None:
    """The good rows in batches, each committed with the place it reached; or all rows in one transaction.

    While a batch is written the one after it is planned.
    """
    with job.batch() as kept:
        workbook = _workbook(job)
        book = books.get(workbook.book)
        reached = kept.get("reached", 0)
    units = _units(workbook, book)
    total = sum(len(unit.rows) for unit in units)
    whole = workbook.mode == Workbook.Mode.ALL
    planned: list[list[Unit]] = []
    while reached < len(units):
        with job.batch() as kept:
            counts = Counter(kept.get("written", {}))
            until = len(units) if whole else reached + checking.AT_ONCE
            while reached < min(until, len(units)):
                some, following = units[reached:][: checking.AT_ONCE], units[reached + checking.AT_ONCE :]
                asked = _asked(job, workbook)
                told, planned = writing.write(workbook, book, some, asked, planned, following[: checking.AT_ONCE])
                reached, counts = reached + len(some), counts + told
                if whole:
                    _refuse_faults(told)
                    job.advance(sum(len(unit.rows) for unit in units[:reached]), total)
            kept["reached"], kept["written"] = reached, dict(counts)
        job.advance(sum(len(unit.rows) for unit in units[:reached]), total)
    with job.batch() as kept:
        written = kept.get("written", {})
        actions.keep_written(workbook, written=written, receipt=writing.receipt_of(workbook, written))


def _units(workbook: Workbook, book: Book) -> list[Unit]:
    """In the order of the file; what the dry run found elsewhere is not asked for again."""
    units = checking.units_of(workbook, book, checking.table_of(workbook, book))
    skipped = set(workbook.skipped)
    return [unit for unit in units if unit.first.line not in skipped]


def _refuse_faults(told: Counter) -> None:
    if set(told) - set(GOOD):
        raise Conflict("workbook.changed", _("核对之后登记的情况变了，有的行不再能导入。一行也没有导入，请重新核对。"))


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
