"""The long parts: the dry run, the writing in batches that commit for themselves, taking back. See services.jobs."""

from collections import Counter
from functools import partial

from django.utils.translation import gettext as _

from accounts.errors import Conflict
from services.jobs.registry import Running
from services.workbooks import actions, books, checking, foreseeing, returning, writing
from services.workbooks.ahead import Ahead, parts
from services.workbooks.models import GOOD, Outcome, Workbook
from services.workbooks.units import Book, Unit


@checking.uncollected()
def check(job: Running) -> None:
    """What every row is; nothing is written but the findings."""
    workbook = checking.workbook_of(job)
    book = books.get(workbook.book)
    table = checking.table_of(workbook, book)
    units = checking.units_of(workbook, book, table)
    total, asked = len(table.lines), checking.asked_of(job, workbook, dry=True)
    checking.plan(book, units, asked, lambda done: job.advance(done, total))
    actions.keep_check(
        workbook,
        counts=checking.counts_of(units, asked),
        findings=[*checking.about_the_file(table), *checking.findings_of(book, units)],
        skipped=[u.first.line for u in units if u.outcome == Outcome.ELSEWHERE],
        marked=returning.marked(workbook, book, table, units),
        moved=foreseeing.would_move(workbook, book, units, checking.asked_of(job, workbook)),  # last: it plans again
    )


@checking.uncollected()
def accept(job: Running) -> None:
    """The good rows in batches, each committed with the place it reached; or all rows in one transaction."""
    with job.batch() as kept:
        workbook = checking.workbook_of(job)
        book = books.get(workbook.book)
        reached = kept.get("reached", 0)
    units = _units(workbook, book)
    if reached < len(units):
        write = _write_together if workbook.mode == Workbook.Mode.ALL else _write_in_batches
        write(job, workbook, book, units, reached)
    with job.batch() as kept:
        written = kept.get("written", {})
        receipt = writing.receipt_of(workbook, written)
        actions.keep_written(workbook, written=written, receipt=receipt, moved=job.moved)


def _write_in_batches(job: Running, workbook: Workbook, book: Book, units: list[Unit], reached: int) -> None:
    """While a batch is written the one after it is planned."""
    with Ahead() as ahead:
        for some, following in parts(units[reached:], book.at_once):
            with job.batch() as kept:
                asked, planned = checking.asked_of(job, workbook), ahead.take()
                if following and book.looks_ahead:
                    ahead.begin(partial(writing.plan, book, following, asked))
                counts = Counter(kept.get("written", {})) + writing.write(workbook, book, some, asked, planned)
                reached += len(some)
                kept["reached"], kept["written"] = reached, dict(counts)
            _advance(job, units, reached)


def _write_together(job: Running, workbook: Workbook, book: Book, units: list[Unit], reached: int) -> None:
    with job.batch() as kept:
        counts: Counter = Counter()
        for some in checking.batches(book, units):
            told = writing.write(workbook, book, some, checking.asked_of(job, workbook))
            if set(told) - set(GOOD):
                raise Conflict(
                    "workbook.changed", _("核对之后登记的情况变了，有的行不再能导入。一行也没有导入，请重新核对。")
                )
            reached, counts = reached + len(some), counts + told
            _advance(job, units, reached)
        kept["reached"], kept["written"] = reached, dict(counts)


def _advance(job: Running, units: list[Unit], reached: int) -> None:
    job.advance(sum(len(unit.rows) for unit in units[:reached]), sum(len(unit.rows) for unit in units))


def _units(workbook: Workbook, book: Book) -> list[Unit]:
    """In the order of the file; what the dry run found elsewhere is not asked for again."""
    units = checking.units_of(workbook, book, checking.table_of(workbook, book))
    skipped = set(workbook.skipped)
    return [unit for unit in units if unit.first.line not in skipped]
