"""How far the budget of a year is spent, by function code and programme."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.pages import page
from accounts.roles import require
from reporting.budget import Row, execution, rate
from reporting.links import address
from reporting.views import refuse_year
from services.ledger.reading import settle


@require_safe
def budget_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "budget.view")
    refuse_year(number)
    known_at = settle(None)
    rows = execution(number, known_at)
    spent = sum((row.spent for row in rows), Decimal(0))
    budget = sum((row.adjusted for row in rows), Decimal(0))
    opened = {"known_at": known_at.isoformat()}  # exactly the records that were counted
    lines = [_line(number, row, opened) for row in rows]
    lines.append([_("合计"), "—", _yuan(budget), _yuan(spent), _percent(rate(spent, budget)), "—"])
    over = [row for row in rows if row.function and row.is_over]
    notices = [
        {"tone": "warn", "text": _("“%(label)s”的支出超过预算，请核对预算调整。") % {"label": row.label}}
        for row in over
    ]
    headers = [
        _("功能科目"),
        _("业务"),
        {"text": _("调整后预算（元）"), "number": True},
        {"text": _("已发放（元）"), "number": True},
        {"text": _("执行率"), "number": True},
        _("状态"),
    ]
    return page(
        request,
        "taizhang/table.html",
        title=_("%(year)s年预算执行") % {"year": number},
        lead=_("已发放的金额按银行日期从台账统计，可以点开看到每一笔；执行率四舍五入到小数点后两位。"),
        notices=notices,
        caption=_("%(year)s年预算执行") % {"year": number},
        headers=headers,
        rows=lines,
        crumbs=[{"label": _("%(year)s年汇总") % {"year": number}, "url": reverse("summary", args=[number])}],
    )


def _line(year: int, row: Row, opened: dict[str, str]) -> list[Any]:
    spent: dict[str, Any] = _yuan(row.spent)
    if row.indicator:
        spent["url"] = address(reverse("figure", args=[year, row.indicator.code]), opened)
    if row.function is None:
        state: Any = {"text": _("未列入预算"), "tone": "warn"}
    elif row.is_over:
        state = {"text": _("超过预算"), "tone": "stop"}
    else:
        state = {"text": _("已核定"), "tone": "good"} if row.confirmed else {"text": _("待核定"), "tone": "info"}
    return [row.function or "—", row.label, _yuan(row.adjusted), spent, _percent(row.rate), state]


def _yuan(amount: Decimal) -> dict[str, Any]:
    return {"text": f"{amount:,.2f}", "number": True}


def _percent(share: Decimal | None) -> dict[str, Any]:
    return {"text": "—" if share is None else f"{share}%", "number": True}
