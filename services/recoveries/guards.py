"""What is still owed, and what a recovery refuses, in words."""

from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import User
from services.cases import amendments
from services.cases.kinds import Status
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.payments.models import Payment
from services.people.models import Person
from services.recoveries.models import Recovery

LESS = ("recovered", "waived", "transferred")


def parts(case: Case) -> dict[str, Decimal]:
    """overpaid, recovered, waived, transferred, owed: yuan, from the ledger."""
    rows = Entry.objects.filter(case=case).standing()
    sums = dict(rows.order_by().values_list("code").annotate(total=Sum("amount")))
    found = {slug: sums.get(f"recovery.{slug}") or Decimal("0.00") for slug in ("overpaid", *LESS)}
    return {**found, "owed": found["overpaid"] - sum((found[slug] for slug in LESS), Decimal("0.00"))}


def is_of_a_payment(*, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    payment = details["payment"]
    if payment.state != Payment.State.PAID or payment.person_id != person.pk:
        detail = _("只能对此人已经发放成功的一笔登记多付。请从发放记录里打开。")
        raise RuleBroken("recovery.payment_not_paid", detail, "payment")


def is_not_claimed_back(payment: Payment) -> None:
    """Registered with payments: what the bank returned cannot be owed besides."""
    claimed = Recovery.objects.filter(payment=payment).exclude(case__status=Status.ANNULLED).select_related("case")
    if one := claimed.first():
        detail = _("这一笔已经登记多付追回（%(number)s）。钱由银行退回的，请先作废该追回案件，再登记退回。")
        raise Conflict("payment.claimed_back", detail % {"number": one.case.number})


def is_no_more_than_was_paid(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """Of one payment no more is overpaid, over all its recoveries, than was paid."""
    payment = Payment.objects.select_for_update().get(recoveries__pk=case.pk)
    cases = Recovery.objects.filter(payment=payment).values("pk")
    rows = Entry.objects.filter(case__in=cases).standing().of("recovery.overpaid")
    total = rows.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    if entry.amount is None or entry.amount <= 0:
        raise Malformed("amount.not_positive", _("金额应大于零。"), "amount")
    if total > payment.amount:
        detail = _("这一笔共发放%(paid)s元，登记的多付合计不能超过它。")
        raise RuleBroken("recovery.more_than_paid", detail % {"paid": payment.amount}, "amount")


def no_more_than_owed(*, case: Case, data: dict[str, Any], **_kwargs: Any) -> None:
    owed = parts(case)["owed"]
    if data["amount"] <= 0:
        raise Malformed("amount.not_positive", _("金额应大于零。"), "amount")
    if data["amount"] > owed:
        detail = _("尚欠%(owed)s元，登记的金额不能超过它。请核对。")
        raise RuleBroken("recovery.more_than_owed", detail % {"owed": owed}, "amount")


def balance_again(*, by: User | None, case: Case, reason: str, **_kwargs: Any) -> None:
    """A part was corrected or taken back: no more comes back than was overpaid; what is owed again is not settled."""
    found = parts(case)
    if found["owed"] < 0:
        detail = _("更正以后，追回、核销和移交的合计会超过多付的%(overpaid)s元。请核对金额。")
        raise RuleBroken("recovery.more_than_owed", detail % {"overpaid": found["overpaid"]}, "amount")
    settled = Entry.objects.filter(case=case).standing().of("recovery.settled").first()
    if settled and found["owed"]:
        amendments.take_back(by=by, entry=settled, reason=reason)


def settle_when_nothing_is_owed(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """The last part ends the recovery."""
    if parts(case)["owed"] == 0:
        settled = case.of_kind.step("settled")
        ledger.record(
            by=by,
            code=settled.code,
            on=entry.happened_on,
            street_id=case.street_id,
            case=case,
            person=case.person,
            from_status=case.status,
            to_status=settled.to,
            quantity=0,
        )
        Case.objects.filter(pk=case.pk).update(status=settled.to)
