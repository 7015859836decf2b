"""Taking back what a workbook brought, as voids in the ledger: together where it can be, else row by row."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from services.cases import together
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
    told = together.take_back(
        rows,
        lambda some: book.undo_many(some, asked, reason),
        lambda row: book.undo(row, asked, reason),
    )
    why: dict[str, list[int]] = defaultdict(list)
    for key, stays in told.items():
        why[stays or "done"].append(key)
    for undone, keys in why.items():
        actions.keep_rows(keys, undone)
