"""The pages of a sheet that was entered: what it wrote, as it stands now; and taking it back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_base import row_or_404
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases import grids, presenting
from services.cases.actions import Undone, undo_sheet
from services.cases.addresses import admin_url
from services.cases.forms import ReasonForm
from services.cases.models import GridSheet
from services.ledger.models import Entry


def sheet_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a sheet wrote, as it stands now."""
    require(request.scope, "case.view")
    sheet = row_or_404(GridSheet.objects.visible_to(request.user), pk)
    grid = grids.get(sheet.grid)
    entries = Entry.objects.visible_to(request.user).filter(pk__in=sheet.entries)
    lines = [_line(entry) for entry in entries.select_related("person", "organisation", "case").order_by("id")]
    headers = [_("姓名"), _("案件"), _("日期"), _("内容"), {"text": _("数量"), "number": True}, _("状态")]
    buttons = [{"label": _("再登记一张"), "url": reverse("admin:grid", args=[grid.code]), "primary": True}]
    if may(request.scope, "case.correct") and entries.standing().exists():
        undo = reverse("admin:grid_sheet_undo", args=[sheet.pk])
        buttons.append({"label": _("撤销整张表"), "url": undo, "danger": True})
    return page(
        request,
        "taizhang/tables.html",
        title=grid.label,
        lead=_("已登记%(rows)s行，合计%(total)s%(unit)s。")
        % {"rows": sheet.rows, "total": sheet.total, "unit": grid.unit},
        buttons=buttons,
        tables=[{"caption": _("登记的记录"), "headers": headers, "rows": lines, "id": "entries"}],
        crumbs=_crumbs(),
    )


def _line(entry: Entry) -> list[Any]:
    case: Any = entry.case  # None: it was handed over
    voided = entry.voided_at is not None
    return [
        _who(case),
        {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)} if case else "—",
        entry.happened_on,
        case.of_kind.labels[entry.code] if case else "—",
        {"text": entry.quantity, "number": True},
        {"text": _("已作废") if voided else _("有效"), "tone": "neutral" if voided else "good"},
    ]


def _who(case: Any) -> str:
    return presenting.subject(case) if case else _("已移交其他街道的人员")


def undo_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Asks for the reason, and says before what stays and why: it is done, looked at, and rolled back."""
    require(request.scope, "case.correct")
    sheet = row_or_404(GridSheet.objects.visible_to(request.user), pk)
    receipt = reverse("admin:grid_sheet", args=[sheet.pk])
    form = ReasonForm(request.POST or None)
    with transaction.atomic():
        foreseen = undo_sheet(by=request.user, sheet=sheet, reason="?")
        transaction.set_rollback(True)
    return form_page(
        request,
        form=form,
        act=lambda: undo_sheet(by=request.user, sheet=sheet, reason=form.cleaned_data["reason"]),
        done=lambda undone: receipt,
        message=_told,
        title=_("撤销整张表"),
        lead=_("这张表登记的记录将一起作废并留痕，理由写入台账。登记之后又更正或办理过的不会撤销，请打开案件处理。"),
        facts=_foreseen(sheet, foreseen),
        submit_label=_("撤销整张表"),
        danger=True,
        cancel_url=receipt,
        crumbs=[*_crumbs(), {"label": grids.get(sheet.grid).label, "url": receipt}],
    )


def _crumbs() -> list[dict[str, Any]]:
    return [{"label": _("批量登记"), "url": reverse("admin:grids")}]


def _told(undone: Undone) -> str:
    if not undone.taken:
        return _("没有可以撤销的记录，什么也没有改变。")
    if not undone.stays:
        return _("已撤销%(count)s条记录。") % {"count": undone.taken}
    values = {"count": undone.taken, "stays": len(undone.stays)}
    return _("已撤销%(count)s条记录。另有%(stays)s条登记之后又变动过，没有撤销。请打开案件处理。") % values


def _foreseen(sheet: GridSheet, foreseen: Undone) -> list[tuple[Any, Any]]:
    """What the clerk checks before: how much goes, and each record that stays, with why."""
    facts: list[tuple[Any, Any]] = [
        (_("表"), grids.get(sheet.grid).label),
        (_("登记时间"), timezone.localtime(sheet.at).strftime("%Y-%m-%d %H:%M")),
        (_("将撤销"), _("%(count)s条记录") % {"count": foreseen.taken}),
    ]
    for entry, why in foreseen.stays:
        named = {"who": _who(entry.case), "day": entry.happened_on}
        facts.append((_("不撤销：%(who)s，%(day)s") % named, why))
    return facts
