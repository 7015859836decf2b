"""Taking back what a workbook brought, as voids in the ledger: together where it can be, else row by row."""

from collections.abc import Sequence

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.refusals import explained
from services.jobs.registry import Running
from services.workbooks import actions, books, checking
from services.workbooks.models import ImportedRow
from services.workbooks.units import Asked, Book

AT_ONCE = 1000


def undo(job: Running) -> None:
    """What was written last first; what went on since stays, and its row says why."""
    with job.batch() as kept:
        workbook = checking.workbook_of(job)
        total = kept["total"] = kept.get("total") or ImportedRow.objects.filter(workbook=workbook).count()
    book, done = books.get(workbook.book), 0
    while True:
        with job.batch() as kept:
            before = kept.get("before_row")
            rows = ImportedRow.objects.filter(workbook=workbook, undone="").order_by("-pk")
            rows = rows.filter(pk__lt=before) if before else rows
            some = list(rows[: min(AT_ONCE, book.at_once)])
            _undo(book, some, checking.asked_of(job, workbook))
            if some:
                kept["before_row"] = some[-1].pk
            kept["done"] = done = kept.get("done", 0) + len(some)
        if not some:
            break
        job.advance(done, total)
    with job.batch():
        actions.keep_undone(workbook)


def _undo(book: Book, rows: Sequence[ImportedRow], asked: Asked) -> None:
    reason = str(_("撤销表格导入"))
    together = _together(book, rows, asked, reason)
    actions.keep_rows(together, "done")
    for row in rows:
        if row.pk not in together:
            actions.keep_rows([row.pk], _alone(book, row, asked, reason))


def _together(book: Book, rows: Sequence[ImportedRow], asked: Asked, reason: str) -> set[int]:
    """Keys of the rows that were taken back; none when one of them is refused."""
    try:
        with transaction.atomic():
            return book.undo_many(rows, asked, reason)
    except (DomainError, DatabaseError) as error:
        if isinstance(error, DatabaseError) and explained(error) is None:
            raise
        return set()


def _alone(book: Book, row: ImportedRow, asked: Asked, reason: str) -> str:
    """ "done", or why it could not be."""
    try:
        with transaction.atomic():
            book.undo(row, asked, reason)
    except DomainError as error:
        return str(error.detail)
    except DatabaseError as error:
        if (refusal := explained(error)) is None:
            raise
        return str(refusal.detail)
    return "done"
