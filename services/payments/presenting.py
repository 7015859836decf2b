"""Batches and payments in words. Reads only."""

import datetime as dt
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from services.cases import entitlement, kinds
from services.payments.guard import WORDS
from services.payments.models import Batch, Hold, Payment

BATCH_TONES = {
    "prepared": "info",
    "checked": "info",
    "approved": "good",
    "releasing": "warn",
    "released": "warn",
    "settled": "good",
    "cancelled": "stop",
}
TONES = {
    "listed": "info",
    "held": "warn",
    "released": "info",
    "paid": "good",
    "returned": "stop",
    "dropped": "neutral",
    "cancelled": "neutral",
}


def yuan(amount: Decimal | None) -> dict[str, Any]:
    return {"text": "—" if amount is None else f"{amount:,.2f}", "number": True}


def pill(payment: Payment) -> dict[str, Any]:
    return {"text": payment.get_state_display(), "tone": TONES[payment.state]}


def _minute(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


def batch_facts(batch: Batch) -> list[tuple[Any, Any]]:
    """What is known so far."""
    hands = [
        (_("编制"), batch.prepared_by, batch.prepared_at),
        (_("复核"), batch.checked_by, batch.checked_at),
        (_("审批"), batch.approved_by, batch.approved_at),
        (_("发放"), batch.released_by, batch.released_at),
    ]
    codes = [(_("内容核对码"), batch.content_hash), (_("银行文件核对码"), batch.file_hash)]
    return [
        (_("业务"), batch.label),
        (_("所属月份"), f"{batch.for_month:%Y-%m}"),
        (_("状态"), batch.get_state_display()),
        (_("笔数"), batch.count),
        (_("金额（元）"), f"{batch.total:,.2f}"),
        *((what, f"{who} {_minute(when)}" if when else who) for what, who, when in hands if who),
        *((what, code[:16]) for what, code in codes if code),
    ]


def reconciliation(batch: Batch) -> dict[str, Any]:
    """By state, and in sum: what was checked is paid, returned, held, dropped, or on its way. What was held when the
    batch was prepared is no part of it and stands below the sum."""
    payments = Payment.objects.filter(batch=batch)
    inside = payments.exclude(line_no=None) if batch.content_hash else payments
    sums = inside.aggregate(count=Count("pk"), total=Sum("amount"))
    lines = _by_state(
        inside, {"batch__id__exact": batch.pk} | ({"line_no__isnull": False} if batch.content_hash else {})
    )
    lines.append([_("合计"), {"text": sums["count"], "number": True}, yuan(sums["total"] or Decimal(0))])
    if batch.content_hash:
        outside = {"batch__id__exact": batch.pk, "line_no__isnull": True}
        lines += _by_state(payments.filter(line_no=None), outside, _("%(state)s（不在本批）"))
    headers = [_("状态"), {"text": _("笔数"), "number": True}, {"text": _("金额（元）"), "number": True}]
    return {"caption": _("对账"), "headers": headers, "rows": lines, "id": "reconciliation"}


def _by_state(payments: Any, chosen: dict[str, Any], words: str = "%(state)s") -> list[list[Any]]:
    """`chosen` are the parameters by which the list of payments shows these."""
    rows = payments.order_by().values_list("state").annotate(count=Count("pk"), total=Sum("amount"))
    sums = {state: (count, total) for state, count, total in rows}
    url = reverse("admin:payments_payment_changelist")
    return [
        [
            {"text": words % {"state": label}, "url": f"{url}?{urlencode(chosen | {'state__exact': str(state)})}"},
            {"text": sums[state][0], "number": True},
            yuan(sums[state][1]),
        ]
        for state, label in Payment.State.choices
        if state in sums
    ]


def results(batch: Batch) -> list[dict[str, Any]]:
    rows = [
        [
            _minute(one.received_at),
            {"text": one.paid, "number": True},
            {"text": one.returned, "number": True},
            one.digest[:16],
            one.received_by,
        ]
        for one in batch.results.select_related("received_by").order_by("pk")
    ]
    counted = [{"text": text, "number": True} for text in (_("成功笔数"), _("退回笔数"))]
    headers = [_("接收时间"), *counted, _("文件核对码"), _("接收人")]
    return [{"caption": _("银行回单"), "headers": headers, "rows": rows, "id": "results"}] if rows else []


def reasons(hold: Hold) -> list[str]:
    """Why it was stopped, each in a sentence."""
    kind = kinds.get(hold.payment.kind)
    found = []
    for reason in hold.reasons:
        key, values = (reason["code"], reason["why"]), dict(reason["values"])
        if "other" in values:
            values["other"] = entitlement.label_of(values["other"])
        words = WORDS.get(key) or kind.words.get(key) or entitlement.WORDS[key]
        found.append(f"{reason['code']} {str(words) % values}")
    return found


def payment_facts(payment: Payment) -> list[tuple[Any, Any]]:
    found = [
        (_("案件"), payment.case.number),
        (_("业务"), payment.label),
        (_("所属月份"), f"{payment.for_month:%Y-%m}"),
        (_("决定日期"), payment.decided_on),
        (_("银行日期"), payment.result_on or "—"),
        (_("金额（元）"), f"{payment.amount:,.2f}"),
        (_("状态"), payment.get_state_display()),
        (_("批次"), payment.batch or _("等待下一批次")),
        (_("收款账户"), payment.payee or "—"),
    ]
    if payment.result_reason:
        found.append((_("退回原因"), payment.result_reason))
    if payment.repays:
        found.append((_("重发自"), payment.repays.number))
    return found


def lines_table(payment: Payment) -> dict[str, Any]:
    lines = entitlement.described(kinds.get(payment.kind), payment.lines)
    rows: list[list[Any]] = [[what, yuan(amount)] for what, amount in lines]
    rows.append([_("合计"), yuan(payment.amount)])
    headers = [_("项目"), {"text": _("金额（元）"), "number": True}]
    return {"caption": _("金额说明"), "headers": headers, "rows": rows, "id": "lines"}
