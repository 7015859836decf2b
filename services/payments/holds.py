"""Holds: one says what should become of a stopped payment, another decides."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.payments import schemes
from services.payments.models import Account, Hold, Payment, ProviderAccount

State = Payment.State


@transaction.atomic
def propose_hold(*, by: User, hold: Hold, pay: bool, reason: str) -> None:
    """One says what should become of a stopped payment, and why."""
    require(scope_required(), "payment.propose")
    hold = Hold.objects.select_for_update(of=("self",)).select_related("payment").get(pk=hold.pk)
    _refuse_gone(hold)
    if hold.decided_at:
        raise Conflict("hold.already_decided", _("这笔暂停已经有了决定。请刷新页面查看。"))
    if not reason.strip():
        raise RuleBroken("hold.reason_missing", _("请写明核实情况。"), "reason")
    Hold.objects.filter(pk=hold.pk).update(pay=pay, reason=reason.strip(), proposed_by=by, seen_by=by)
    audit.record(by=by, action="hold.proposed", target=hold, street=hold.street_id, pay=pay)


@transaction.atomic
def decide_hold(*, by: User, hold: Hold, pay: bool, today: dt.date) -> None:
    """Another confirms what he has seen proposed: it is paid with the next batch, or not at all."""
    require(scope_required(), "payment.decide")
    hold = Hold.objects.select_for_update(of=("self",)).select_related("payment__batch").get(pk=hold.pk)
    _refuse_gone(hold)
    if hold.decided_at or hold.pay is None or hold.proposed_by_id is None:
        raise Conflict("hold.not_proposed", _("还没有人提出处理意见，或已经决定。请刷新页面查看。"))
    if hold.pay != pay:
        raise Conflict("hold.changed", _("处理意见刚刚有了变化。请重新打开这笔暂停，核对后再决定。"))
    if hold.proposed_by_id == by.pk:
        raise RuleBroken("hold.same_hand", _("提出意见的人不能自己决定。请由另一位同事办理。"))
    payment = hold.payment
    if hold.pay and payment.payee is None:
        _put_current_account(payment, today)
    Hold.objects.filter(pk=hold.pk).update(decided_by=by, decided_at=Now())
    held = Payment.objects.filter(pk=payment.pk, state=State.HELD)
    if not hold.pay:
        held.update(state=State.DROPPED)
    elif payment.line_no is None:
        payee = {"account": payment.account, "provider_account": payment.provider_account}
        held.update(state=State.LISTED, batch=None, **payee)
    else:  # it stays where it was checked; the next batch has it anew
        held.update(state=State.DROPPED)
        copy(payment).save(force_insert=True)
    audit.record(by=by, action="hold.decided", target=hold, street=hold.street_id, pay=hold.pay)


def _refuse_gone(hold: Hold) -> None:
    """What was held in a batch that was cancelled is held anew in the next one."""
    if hold.payment.state == State.CANCELLED:
        raise Conflict("hold.cancelled", _("这一笔所在的批次已经取消，不再需要决定。重新编制后请核实新的一笔。"))


def copy(payment: Payment, **changes: Any) -> Payment:
    """The same claim once more (unsaved), for the next batch."""
    same = ("case_id", "street_id", "person_id", "kind", "for_month", "decided_on", "amount", "lines", "terms", "claim")
    accounts = {"account": payment.account, "provider_account": payment.provider_account, **changes}
    values = {name: getattr(payment, name) for name in same}
    return Payment(**values, state=State.LISTED, repays=payment, **accounts)


def _put_current_account(payment: Payment, today: dt.date) -> None:
    """The account of today of whoever is paid: the institution or builder, where it is not the person."""
    due = schemes.get(payment.kind).assess_due([payment.case_id], payment.for_month, today).get(payment.case_id)
    if due and due.organisation:
        providers = ProviderAccount.objects.filter(organisation=due.organisation, valid_to=None)
        payment.provider_account = providers.first()
    elif due:
        payment.account = Account.objects.current().filter(person=payment.person_id).first()
    if payment.payee is None:
        raise RuleBroken("account.missing", _("还没有银行账户，不能决定发放。请先登记账户。"))
