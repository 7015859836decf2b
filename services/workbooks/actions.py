"""The only writers of workbooks: upload, map, check, accept, undo, forget; each long part is a job."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import Any, NoReturn

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed
from accounts.logs import without_numbers
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.sheets.reading import read_sheet
from services.workbooks import books, tables
from services.workbooks.columns import guess
from services.workbooks.models import ColumnMapping, ImportedRow, Workbook, sealed

RIGHT = "workbook.import"
S: Any = Workbook.State
CHECK, ACCEPT, UNDO = "workbook.check", "workbook.accept", "workbook.undo"


@transaction.atomic
def upload(*, by: User | None, book: str, street: str | None, filename: str, content: bytes) -> Workbook:
    """Keeps the file, sealed, with a first guess of what its headings mean. `street` None: the whole district, as
    always for what is the district's own.

    Errors: NotAllowed; Malformed at `file` (what it is, no headings, headings twice, no rows, too many).
    """
    of = books.get(book)
    require(scope_required(), RIGHT)
    require(scope_required(), of.right)
    street = None if of.whole else street
    sheet = read_sheet(filename, content)
    known = remembered(street, book)
    table = tables.table_of(sheet, of.columns, known)
    workbook = Workbook(
        street_id=street,
        book=book,
        filename=without_numbers(PurePath(filename.replace("\\", "/")).name[-150:]),
        sha256=hashlib.sha256(content).hexdigest(),
        headings=table.names,
        mapping=guess(table.names, of.columns, known),
        created_by=by,
    )
    workbook.content = sealed(content, "content", workbook.pk)
    workbook.save(force_insert=True)
    audit.record(by=by, action="workbook.uploaded", target=workbook, street=street, book=book, sha256=workbook.sha256)
    return workbook


def remembered(street: str | None, book: str) -> dict[str, str]:
    """What this street's headings were said to mean."""
    rows = ColumnMapping.objects.filter(street=street, book=book) if street else ColumnMapping.objects.none()
    return dict(rows.values_list("heading", "column"))


@transaction.atomic
def check(*, by: User | None, workbook: Workbook, mapping: dict[str, str] | None = None) -> Job:
    """Starts the dry run; `mapping` heading -> column key ("" for none) is remembered for the street.

    Errors: NotAllowed, Malformed (a column twice, a required one by none), Conflict (under way, or done with).
    """
    require(scope_required(), RIGHT)
    workbook = _locked(workbook, S.UPLOADED, S.CHECKED)
    mapping = workbook.mapping if mapping is None else mapping
    tables.refuse_mapping(books.get(workbook.book).columns, mapping)
    if workbook.street_id:
        for heading, column in mapping.items():
            ColumnMapping.objects.update_or_create(
                street_id=workbook.street_id, book=workbook.book, heading=heading[:100], defaults={"column": column}
            )
    return _start(by, workbook, CHECK, state=S.CHECKING, mapping=mapping)


def is_stopped(workbook: Workbook) -> bool:
    """Its job has failed or was cancelled: what it had not begun may be begun anew."""
    return workbook.job is not None and workbook.job.is_dead


def may_undo(workbook: Workbook) -> bool:
    return workbook.state == S.ACCEPTED or (workbook.state in (S.ACCEPTING, S.UNDOING) and is_stopped(workbook))


def _locked(workbook: Workbook, *states: str) -> Workbook:
    """The row, if it is in one of these states or its job died."""
    workbook = Workbook.objects.select_for_update(of=("self",)).select_related("job").get(pk=workbook.pk)
    if workbook.content is None:
        raise Conflict("workbook.forgotten", _("这个文件已经到期删除。请重新上传。"))
    if workbook.state not in states and not (S.CHECKED in states and is_stopped(workbook)):
        _refuse_state(workbook)
    return workbook


def _refuse_state(workbook: Workbook) -> NoReturn:
    detail = _("这个表格现在是“%(state)s”。请刷新页面查看。")
    raise Conflict("workbook.wrong_state", detail % {"state": workbook.get_state_display()})


def _start(by: User | None, workbook: Workbook, name: str, **changes: Any) -> Job:
    job = jobs.start(by=by, name=name, args={"workbook": str(workbook.pk)}, street=workbook.street_id)
    Workbook.objects.filter(pk=workbook.pk).update(job=job, **changes)
    return job


@transaction.atomic
def accept(*, by: User | None, workbook: Workbook, mode: str, create_people: bool) -> Job:
    """Starts the writing. Errors: NotAllowed, Conflict (not checked, or begun already), Malformed (all or nothing,
    and there are faults; nothing to import)."""
    require(scope_required(), RIGHT)
    require(scope_required(), books.get(workbook.book).right)
    workbook = _locked(workbook, S.CHECKED)
    if workbook.state != S.CHECKED:
        _refuse_state(workbook)
    if mode == Workbook.Mode.ALL and workbook.bad:
        detail = _("还有%(count)s行有问题。请改正后重新上传，或选择只导入没有问题的行。")
        raise Malformed("workbook.has_faults", detail % {"count": workbook.bad}, "mode")
    if not workbook.good:
        raise Malformed("workbook.nothing_good", _("没有可以导入的行。请改正后重新上传。"), "mode")
    job = _start(by, workbook, ACCEPT, state=S.ACCEPTING, mode=mode, create_people=create_people)
    audit.record(by=by, action="workbook.accepted", target=workbook, street=workbook.street_id, mode=mode)
    return job


@transaction.atomic
def undo(*, by: User | None, workbook: Workbook) -> Job:
    """Starts taking back what the workbook brought. Errors: NotAllowed, Conflict (not imported, forgotten)."""
    require(scope_required(), RIGHT)
    require(scope_required(), "case.correct")
    workbook = Workbook.objects.select_for_update(of=("self",)).select_related("job").get(pk=workbook.pk)
    if not may_undo(workbook):
        _refuse_state(workbook)
    job = _start(by, workbook, UNDO, state=S.UNDOING)
    audit.record(by=by, action="workbook.undone", target=workbook, street=workbook.street_id)
    return job


def read_marked(*, by: User | None, workbook: Workbook) -> bytes:
    """The workbook with its findings; that it was taken out is recorded. b"" when there is none."""
    require(scope_required(), RIGHT)
    audit.record(by=by, action="workbook.read", target=workbook, street=workbook.street_id)
    return workbook.marked_file


def keep_check(workbook: Workbook, **columns: Any) -> None:
    """What a dry run found; `marked` the workbook that goes back."""
    columns["marked"] = sealed(columns["marked"], "marked", workbook.pk)
    Workbook.objects.filter(pk=workbook.pk, state=S.CHECKING).update(state=S.CHECKED, **columns)


def keep_written(workbook: Workbook, *, written: dict[str, int], receipt: str, moved: list[dict[str, Any]]) -> None:
    Workbook.objects.filter(pk=workbook.pk).update(
        state=S.ACCEPTED, written=written, receipt=receipt, moved=moved, accepted_at=Now()
    )


def keep_undone(workbook: Workbook) -> None:
    Workbook.objects.filter(pk=workbook.pk).update(state=S.UNDONE)


def keep_rows(rows: Iterable[int], undone: str) -> None:
    """What became of these rows when they were taken back."""
    ImportedRow.objects.filter(pk__any=rows).update(undone=undone[:200])


def forget() -> int:
    """Files, and what was told of their rows, after so many days; the receipt and the rows' keys stay."""
    old = Workbook.objects.filter(
        forgotten_at=None, created_at__lt=Now() - timedelta(days=settings.WORKBOOK_DAYS)
    ).exclude(state__in=(S.CHECKING, S.ACCEPTING, S.UNDOING))
    return old.update(content=None, marked=None, findings=[], forgotten_at=Now())
