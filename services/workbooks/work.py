"""The long parts: the dry run, the writing in batches that commit for themselves, taking back. See services.jobs."""

from collections import Counter

from django.utils.translation import gettext as _

from accounts.errors import Conflict
from services.jobs.registry import Running
from services.workbooks import actions, books, checking, foreseeing, returning, writing
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
    """The good rows in batches, each committed with the place it reached; or all rows in one transaction.

    While a batch is written the one after it is planned.
    """
    with job.batch() as kept:
        workbook = checking.workbook_of(job)
        book = books.get(workbook.book)
        reached = kept.get("reached", 0)
    units = _units(workbook, book)
    total = sum(len(unit.rows) for unit in units)
    whole = workbook.mode == Workbook.Mode.ALL
    planned: list[list[Unit]] = []
    while reached < len(units):
        with job.batch() as kept:
            counts = Counter(kept.get("written", {}))
            until = len(units) if whole else reached + book.at_once
            while reached < min(until, len(units)):
                some, following = (units[at:][: book.at_once] for at in (reached, reached + book.at_once))
                asked = checking.asked_of(job, workbook)
                told, planned = writing.write(workbook, book, some, asked, planned, following)
                reached, counts = reached + len(some), counts + told
                if whole:
                    _refuse_faults(told)
                    job.advance(sum(len(unit.rows) for unit in units[:reached]), total)
            kept["reached"], kept["written"] = reached, dict(counts)
        job.advance(sum(len(unit.rows) for unit in units[:reached]), total)
    with job.batch() as kept:
        written = kept.get("written", {})
        receipt = writing.receipt_of(workbook, written)
        actions.keep_written(workbook, written=written, receipt=receipt, moved=job.moved)


def _units(workbook: Workbook, book: Book) -> list[Unit]:
    """In the order of the file; what the dry run found elsewhere is not asked for again."""
    units = checking.units_of(workbook, book, checking.table_of(workbook, book))
    skipped = set(workbook.skipped)
    return [unit for unit in units if unit.first.line not in skipped]


def _refuse_faults(told: Counter) -> None:
    if set(told) - set(GOOD):
        raise Conflict("workbook.changed", _("核对之后登记的情况变了，有的行不再能导入。一行也没有导入，请重新核对。"))
