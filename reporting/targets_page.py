"""目标与实际: what plans and the performance report aim at, against what the records say."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import page
from accounts.roles import require
from accounts.scoping import DISTRICT
from reporting.figures import refuse_area
from reporting.views import refuse_year
from services.cases.kinds import Status
from services.cases.models import Case
from services.ledger.models import Entry
from services.plans.guards import actual
from services.plans.models import NationalTarget, PerformanceTarget, PlanTarget
from services.plans.rules import is_met


@require_safe
def targets_page(request: HttpRequest, number: int) -> HttpResponse:
    """As they stand at the end of the year, or now."""
    require(request.scope, "register.view")
    refuse_area(DISTRICT)
    refuse_year(number)
    tables = [
        _table(request, number, PlanTarget, _("规划指标"), "plan"),
        _table(request, number, NationalTarget, _("国家任务指标"), "national"),
        _table(request, number, PerformanceTarget, _("绩效指标"), "performance"),
    ]
    return page(
        request,
        "taizhang/tables.html",
        title=_("%(year)s年目标与实际") % {"year": number},
        lead=_("有统计指标的，实际值从记录统计，可以点开；没有的，按文件登记。绩效指标按被评价年度列出。"),
        tables=tables,
        crumbs=[{"label": _("%(year)s年汇总") % {"year": number}, "url": reverse("summary", args=[number])}],
    )


def _table(request: HttpRequest, number: int, model: Any, caption: str, key: str) -> dict[str, Any]:
    rows = model.objects.visible_to(request.user).with_case().exclude(case__status=Status.ANNULLED)
    rows = rows.filter(case__opened_on__year__lte=number)
    scored = model is PerformanceTarget
    if scored:
        rows = rows.filter(evaluated_year=number)
    headers = [
        _("指标"),
        _("目标"),
        {"text": _("实际值"), "number": True},
        _("单位"),
        _("对照目标"),
        *([{"text": _("分值"), "number": True}, {"text": _("得分"), "number": True}] if scored else [_("状态")]),
    ]
    lines = [_line(number, target, scored) for target in rows.order_by("case__serial")]
    return {"caption": caption, "headers": headers, "rows": lines, "id": key}


def _line(number: int, target: Any, scored: bool) -> list[Any]:
    found = actual(target.case, number)
    value: dict[str, Any] = {"text": "—" if found is None else f"{found:,}", "number": True}
    if target.figure and found is not None:
        value["url"] = reverse("figure", args=[number, target.figure])
    if found is None:
        against: dict[str, Any] = {"text": _("没有实际值"), "tone": "warn"}
    elif is_met(found, target.comparison, target.target):
        against = {"text": _("达到"), "tone": "good"}
    else:
        against = {"text": _("未达到"), "tone": "stop"}
    options = target._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[target.pk])
    line = [
        {"text": target.title, "url": url},
        f"{target.get_comparison_display()} {target.target:,}",
        value,
        target.measure,
        against,
    ]
    if not scored:
        return [*line, target.case.get_status_display()]
    score = _score(target.case)
    points = {"text": "—" if score is None else f"{score}", "number": True}
    return [*line, {"text": f"{target.weight}", "number": True}, points]


def _score(case: Case) -> Decimal | None:
    entry = Entry.objects.filter(case=case).of(f"{case.kind}.scored").standing().first()
    return entry.amount if entry else None
