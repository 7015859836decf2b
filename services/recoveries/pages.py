"""The work list of payments that look overpaid."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.pages import page
from accounts.roles import may, require
from services.payments.person_pages import name_of
from services.payments.presenting import yuan
from services.recoveries import suspicions
from services.recoveries.models import Recovery


def suspicions_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "recovery.open")
    rows = [
        [
            {"text": one.payment.number, "url": reverse("admin:payments_payment_change", args=[one.payment.pk])},
            name_of(one.payment),
            one.payment.label,
            f"{one.payment.for_month:%Y-%m}",
            yuan(one.payment.amount),
            {"text": Recovery.Why(one.why).label, "tone": "warn"},
            {"text": _("登记多付"), "url": _add(one)},
        ]
        for one in suspicions.find()
    ]
    yuan_head = {"text": _("金额（元）"), "number": True}
    headers = [_("编号"), _("人员"), _("业务"), _("所属月份"), yuan_head, _("多付原因"), _("下一步")]
    return page(
        request,
        "taizhang/table.html",
        title=_("疑似多付"),
        lead=_("按今天的登记情况，这些已经发放的款项可能不应发放。请逐笔核实；确属多付的，登记多付并追回。"),
        caption=_("疑似多付的发放"),
        headers=headers,
        rows=rows,
        empty=_("没有发现疑似多付。"),
    )


def _add(one: suspicions.Suspicion) -> str:
    payment = one.payment
    query = f"?person={payment.person_id}&payment={payment.pk}&amount={payment.amount}&why={one.why}"
    return reverse("admin:recoveries_recovery_add") + query


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("疑似多付"), "url": reverse("admin:suspicions")}] if may(request.scope, "recovery.open") else []


def pages(site: Any) -> list:
    return [path("suspicions/", site.admin_view(suspicions_view), name="suspicions")]
