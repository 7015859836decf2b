"""How a workbook is shown: its way, what its rows are, what became of them."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.cases import kinds
from services.cases.addresses import admin_url
from services.cases.models import Case
from services.workbooks import books
from services.workbooks.actions import is_stopped
from services.workbooks.models import TONES, ImportedRow, Outcome, Workbook
from services.workbooks.returning import legend
from services.workbooks.units import Book

OUTCOMES: Any = Outcome
S: Any = Workbook.State
MOST = 100
STATE_TONES = {
    S.UPLOADED: "warn",
    S.CHECKING: "info",
    S.CHECKED: "warn",
    S.ACCEPTING: "info",
    S.ACCEPTED: "good",
    S.UNDOING: "info",
    S.UNDONE: "neutral",
}


def _moment(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "—"


def list_table(rows: Iterable[Workbook]) -> dict[str, Any]:
    lines = [
        [
            {"text": one.filename, "url": reverse("admin:workbook", args=[one.pk])},
            books.get(one.book).label,
            one.street or _("全区"),
            {"text": one.get_state_display(), "tone": STATE_TONES[S(one.state)]},
            {"text": sum(one.written.get(o, 0) for o in ("new", "changed")), "number": True},
            _moment(one.created_at),
        ]
        for one in rows
    ]
    written = {"text": _("导入行数"), "number": True}
    headers = [_("文件"), _("表格种类"), _("街道"), _("进度"), written, _("上传时间")]
    return {"caption": _("上传过的表格，最近的在前"), "headers": headers, "rows": lines, "id": "workbooks"}


def template_table(offered: Iterable[Book]) -> dict[str, Any]:
    lines = [
        [
            book.label,
            {"text": _("下载模板"), "url": reverse("admin:workbook_template", args=[book.code])},
            {"text": _("导入"), "url": f"{reverse('admin:workbook_new')}?book={book.code}"},
        ]
        for book in offered
    ]
    headers = [_("表格种类"), _("模板"), _("导入")]
    return {"caption": _("可以导入的表格"), "headers": headers, "rows": lines, "id": "books"}


def described(workbook: Workbook) -> dict[str, Any]:
    """What the page of a workbook shows in its state."""
    tables = []
    if workbook.counts:
        tables.append(count_table(workbook))
    if workbook.moved:
        tables.append(moved_table(workbook))
    if workbook.findings and workbook.state in (S.CHECKED, S.ACCEPTING, S.ACCEPTED):
        tables.append(finding_table(workbook))
    if workbook.state in (S.ACCEPTED, S.UNDOING, S.UNDONE):
        tables.append(row_table(workbook))
    return {
        "job": workbook.job if workbook.state in (S.CHECKING, S.ACCEPTING, S.UNDOING) else None,
        "stopped": is_stopped(workbook),
        "tone": STATE_TONES[S(workbook.state)],
        "lead": books.get(workbook.book).label,
        "facts": receipt_facts(workbook),
        "tables": tables,
        "may_map": workbook.state in (S.UPLOADED, S.CHECKED) or is_stopped(workbook),
        "may_decide": workbook.state == S.CHECKED and workbook.good > 0,
        "may_undo": workbook.state == S.ACCEPTED
        or (workbook.state in (S.ACCEPTING, S.UNDOING) and is_stopped(workbook)),
        "has_file": bool(workbook.counts) and workbook.forgotten_at is None,
    }


def count_facts(workbook: Workbook) -> list[tuple[Any, Any]]:
    facts = [(outcome.label, _rows(workbook.counts[outcome])) for outcome in OUTCOMES if workbook.counts.get(outcome)]
    if new := workbook.counts.get("new_people"):
        facts.append((_("没有登记的人"), _("%(count)s人") % {"count": new}))
    return facts


def _rows(count: int) -> str:
    return _("%(count)s行") % {"count": count}


def count_table(workbook: Workbook) -> dict[str, Any]:
    """Every outcome that occurs, with what it means; after the writing also what was written."""
    meaning = {word: text for _tone, word, text in legend()}
    found = set(workbook.counts) | set(workbook.written)
    rows = []
    for outcome in OUTCOMES:
        if outcome.value not in found:
            continue
        row: list[Any] = [
            {"text": outcome.label, "tone": TONES[outcome]},
            {"text": workbook.counts.get(outcome.value, 0), "number": True},
        ]
        if workbook.receipt:
            row.append({"text": workbook.written.get(outcome.value, 0), "number": True})
        rows.append([*row, meaning[str(outcome.label)]])
    headers: list[Any] = [_("结果"), {"text": _("核对时（行）"), "number": True}]
    if workbook.receipt:
        headers.append({"text": _("导入时（行）"), "number": True})
    return {"caption": _("核对结果"), "headers": [*headers, _("说明")], "rows": rows, "id": "counts"}


def moved_table(workbook: Workbook) -> dict[str, Any]:
    """The published figures that the rows would change, or changed."""
    done = bool(workbook.receipt)
    caption = _("这次导入改变的已发布数字") if done else _("导入会改变的已发布数字")
    numbers = [_("已发布"), _("导入前"), _("导入后")]
    headers: list[Any] = [_("指标"), _("编号"), *({"text": text, "number": True} for text in numbers)]
    rows = [
        [
            one["label"],
            one["id"],
            *({"text": _figure(one[name]), "number": True} for name in ("published", "before", "after")),
        ]
        for one in workbook.moved
    ]
    return {"caption": caption, "headers": headers, "rows": rows, "id": "moved"}


def _figure(value: Any) -> str:
    return "—" if value is None else str(value)


def moved_notices(workbook: Workbook) -> list[dict[str, Any]]:
    """Said before the decision, when it would change what is published."""
    if not workbook.moved:
        return []
    told = _(
        "这个表格里有以前年度的记录，导入会改变%(count)s个已经发布的数字（见上一页）。"
        "发布的数字不变，变化列为“待说明的差异”，由区残联说明原因并批准。请先核对这些行的日期。"
    )
    return [{"tone": "warn", "text": told % {"count": len(workbook.moved)}}]


def finding_table(workbook: Workbook) -> dict[str, Any]:
    rows = [
        [
            {"text": line, "number": True},
            {"text": _("提示") if note else _("问题"), "tone": "info" if note else "stop"},
            heading or "—",
            text,
        ]
        for line, heading, _code, text, note in workbook.findings[:MOST]
    ]
    caption = _("逐行说明")
    if len(workbook.findings) > MOST:
        caption = _("逐行说明（前%(most)s条，全部在核对结果的表格里）") % {"most": MOST}
    headers = [{"text": _("行"), "number": True}, _("性质"), _("列"), _("说明")]
    return {"caption": caption, "headers": headers, "rows": rows, "id": "findings"}


def row_table(workbook: Workbook) -> dict[str, Any]:
    """The first rows and their cases; those that could not be taken back before the others."""
    found = ImportedRow.objects.filter(workbook=workbook)
    kept = found.exclude(undone__in=("", "done")).order_by("line")
    some = [*kept[:MOST], *found.filter(undone__in=("", "done")).order_by("line")[:MOST]][:MOST]
    cases = Case.objects.in_bulk([row.case_id for row in some])
    rows = []
    for row in some:
        case = cases.get(row.case_id)
        link = {"text": case.number, "url": admin_url(kinds.get(case.kind), "change", case.pk)} if case else "—"
        undone = {"": _("有效"), "done": _("已撤销")}.get(row.undone, row.undone)
        outcome = OUTCOMES(row.outcome)
        rows.append([{"text": row.line, "number": True}, {"text": outcome.label, "tone": TONES[outcome]}, link, undone])
    headers = [{"text": _("行"), "number": True}, _("结果"), _("案件"), _("现在")]
    caption = _("导入的行") if found.count() <= MOST else _("导入的行（前%(most)s行，全部在回执里）") % {"most": MOST}
    return {"caption": caption, "headers": headers, "rows": rows, "id": "rows"}


def receipt_facts(workbook: Workbook) -> list[tuple[Any, Any]]:
    facts = [
        (_("街道"), workbook.street or _("全区")),
        (_("上传人"), workbook.created_by or _("系统")),
        (_("上传时间"), _moment(workbook.created_at)),
        (_("文件校验值（SHA-256）"), workbook.sha256),
    ]
    if workbook.receipt:
        facts += [
            (_("导入时间"), _moment(workbook.accepted_at)),
            (_("导入方式"), workbook.get_mode_display()),
            (_("回执校验值（SHA-256）"), workbook.receipt),
        ]
    return facts
