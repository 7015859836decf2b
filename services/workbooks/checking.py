"""A workbook read and compared with the records, in full: for the dry run, and again when it is written."""

import datetime as dt
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from services.cases.kinds import Status
from services.cases.models import Case
from services.cases.sealed import SealedText
from services.jobs.registry import Running
from services.sheets.reading import read_sheet
from services.workbooks import tables
from services.workbooks.columns import Column
from services.workbooks.models import ImportedRow, Outcome, Workbook
from services.workbooks.spellings import GUIDE, LEGEND
from services.workbooks.tables import Table
from services.workbooks.units import Asked, Book, Unit

MOST_FINDINGS = 300  # shown on the page; the workbook that goes back has all


def workbook_of(job: Running) -> Workbook:
    return Workbook.objects.visible_to(job.user).get(pk=job.args["workbook"])


def asked_of(job: Running, workbook: Workbook, *, dry: bool = False) -> Asked:
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


def table_of(workbook: Workbook, book: Book) -> Table:
    sheet = read_sheet(workbook.filename, workbook.file)
    return tables.table_of(sheet, book.columns, workbook.mapping)


def units_of(workbook: Workbook, book: Book, table: Table) -> list[Unit]:
    rows = tables.read_rows(table, book.columns, workbook.mapping)
    return book.units(rows)


def plan(book: Book, units: Sequence[Unit], asked: Asked, told: Callable[[int], None] = lambda done: None) -> None:
    """Decides every unit, so many at a time."""
    done = 0
    for some in batches(book, units):
        leave_imported(some)
        book.plan(some, asked)
        done += sum(len(unit.rows) for unit in some)
        told(done)


def batches(book: Book, units: Sequence[Unit]) -> Iterable[list[Unit]]:
    return (list(units[at : at + book.at_once]) for at in range(0, len(units), book.at_once))


def leave_imported(units: Sequence[Unit]) -> None:
    """A row that was imported before and holds the same is left alone, whatever was done with its case meanwhile."""
    keys = [unit.key for unit in units if unit.key and unit.is_open]
    rows = ImportedRow.objects.filter(key__any=keys, undone="").order_by("pk")
    known = {bytes(row.key): row for row in rows}
    if not known:
        return
    cases = [row.case_id for row in known.values() if row.case_id]
    void = Case.objects.filter(pk__any=cases, status__in=(Status.ANNULLED, Status.WITHDRAWN))
    gone = set(void.values_list("pk", flat=True))
    for unit in units:
        row = known.get(unit.key)
        if row and unit.is_open and bytes(row.digest) == unit.digest and row.case_id not in gone:
            unit.outcome = Outcome.SAME


def counts_of(units: Sequence[Unit], asked: Asked) -> dict[str, int]:
    """Outcome -> rows; and how many people would be registered."""
    counts: Counter = Counter()
    for unit in units:
        counts[str(unit.outcome)] += len(unit.rows)
    fresh = {person.pk for person in asked.fresh.values()}
    new = {unit.person.pk for unit in units if unit.outcome == Outcome.NEW and unit.person} & fresh
    return {**counts, "new_people": len(new)}


def told_of(book: Book, unit: Unit) -> list[tuple[int, str, str, str, bool]]:
    """What is to be told of a unit: (line, column key, code, sentence, is a note)."""
    found = [(row.line, one.column, one.code, one.detail, one.note) for row in unit.rows for one in row.found]
    columns: dict[str, Column] = {column.key: column for column in book.columns}
    for key, old, new in unit.changes if unit.outcome == Outcome.CHANGED else ():
        found.append((unit.first.line, key, "value.changed", _change(columns[key], old, new), True))
    return found


def _change(column: Column, old: Any, new: Any) -> str:
    if isinstance(column.field, SealedText):
        return _("有改动。这一列加密保存，内容不在这里显示。")
    return _("原：%(old)s；现：%(new)s") % {"old": shown(column, old), "new": shown(column, new)}


def findings_of(book: Book, units: Sequence[Unit]) -> list[list[Any]]:
    """The first of them for the page, faults before notes: [line, heading, code, sentence, is a note]."""
    headings = {column.key: column.heading for column in book.columns}
    told = [one for unit in units for one in told_of(book, unit)]
    told.sort(key=lambda one: (one[4], one[0]))
    return [[line, headings.get(key, ""), code, text, note] for line, key, code, text, note in told[:MOST_FINDINGS]]


def about_the_file(table: Table) -> list[list[Any]]:
    """What is to be told of the file as a whole, as `findings_of` has it."""
    others = [name for name in table.sheet.others if name not in (LEGEND, GUIDE, str(_("说明")))]
    if not others:
        return []
    detail = _("只读取了工作表“%(read)s”。没有读取：%(others)s。这些表里也有要导入的，请各另存为一个文件上传。")
    told = detail % {"read": table.sheet.name, "others": _("、").join(others)}
    return [[table.head, "", "file.other_sheets", told, True]]


def shown(column: Column, value: Any) -> str:
    """An old or new value in words, as the workbook would have it."""
    if value is None or value == "":
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if column.choices:
        return str(dict(column.choices).get(value, value))
    return f"{value:%Y-%m}" if column.type == "month" and isinstance(value, dt.date) else str(value)
