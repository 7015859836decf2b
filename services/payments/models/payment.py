"""Payments: each yuan with its case, month, batch and result; and holds."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Street, User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases import kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.payments.models.account import Account, ProviderAccount
from services.payments.models.batch import Batch
from services.people.models import Person


class PaymentQuerySet(ScopedQuerySet):
    def listed(self) -> Self:
        return self.filter(state=Payment.State.LISTED)

    def held(self) -> Self:
        return self.filter(state=Payment.State.HELD)

    def live(self) -> Self:
        """Those that claim their month: on the way, or paid."""
        return self.filter(state__in=LIVE)

    def loose(self) -> Self:
        """To be paid, in no batch yet: returned ones paid again, held ones let go."""
        return self.listed().filter(batch=None)


class Payment(models.Model):
    """So much for one case and one month. The three dates are kept apart: `for_month` (whose entitlement), `decided_on`
    (the case's decision), `result_on` (the bank's day).

    `lines` are the explanation as the rule gave it, `terms` the policy rows that decided; the lines sum to `amount`
    and, like everything that says who gets how much for what, never change. The money counts when it is PAID: `entry`
    is its one ledger entry. `line_no` is its place in a checked batch, which it never leaves again. `claim` is free
    once more when it was dropped, cancelled or returned.
    """

    class State(models.TextChoices):
        LISTED = "listed", _("待发放")
        HELD = "held", _("暂停")
        RELEASED = "released", _("已送银行")
        PAID = "paid", _("发放成功")
        RETURNED = "returned", _("银行退回")
        DROPPED = "dropped", _("不予发放")
        CANCELLED = "cancelled", _("批次已取消")

    case = models.ForeignKey(Case, models.PROTECT, editable=False, related_name="payments", db_constraint=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="payments", db_constraint=False
    )
    kind = models.CharField(_("业务"), max_length=30, editable=False)
    for_month = models.DateField(_("所属月份"), editable=False)
    decided_on = models.DateField(_("决定日期"), editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, editable=False)
    lines = models.JSONField(default=list, editable=False)
    terms = ArrayField(models.BigIntegerField(), default=list, editable=False)
    claim = models.CharField(max_length=90, editable=False)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, editable=False)
    batch = models.ForeignKey(
        Batch, models.PROTECT, verbose_name=_("批次"), null=True, editable=False, related_name="payments"
    )
    line_no = models.PositiveIntegerField(_("序号"), null=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    provider_account = models.ForeignKey(
        ProviderAccount, models.PROTECT, null=True, editable=False, related_name="+", db_index=False
    )
    repays = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="repaid_by")
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, editable=False, related_name="payment")
    result_on = models.DateField(_("银行日期"), null=True, editable=False)
    result_reason = PlainText(_("退回原因"), max_length=100, default="", editable=False)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("发放记录")
        indexes = [
            models.Index(fields=["kind", "for_month"], name="payment_of_a_month"),
            models.Index(fields=["person"], name="payment_of_a_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(state__in=["listed", "held", "released", "paid"]),
                name="payment_is_made_once",
                violation_error_message=_("这个月份已经有一笔发放，不能再发一次。"),
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_is_not_negative"),
            models.CheckConstraint(
                condition=Q(state="paid", entry__isnull=False, result_on__isnull=False) | ~Q(state="paid"),
                name="paid_payment_has_its_entry",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["released", "paid", "returned"]) | Q(batch__isnull=False),
                name="payment_is_released_in_a_batch",
            ),
            models.CheckConstraint(
                condition=~Q(state="released")
                | Q(account__isnull=False, provider_account=None)
                | Q(account=None, provider_account__isnull=False),
                name="payment_goes_to_one_account",
            ),
            models.UniqueConstraint(fields=["batch", "line_no"], name="batch_line_is_of_one_payment"),
            models.UniqueConstraint(fields=["id", "street"], name="payment_stands_in_one_street"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"FF-{self.pk:08d}"

    @property
    def label(self) -> Any:
        return kinds.get(self.kind).label

    @property
    def payee(self) -> Account | ProviderAccount | None:
        return self.account or self.provider_account


S: Any = Payment.State
LIVE = (S.LISTED, S.HELD, S.RELEASED, S.PAID)


class HoldQuerySet(ScopedQuerySet):
    def open(self) -> Self:
        """To be decided; what was held in a batch that was cancelled is listed, and held, anew."""
        return self.filter(decided_at=None, payment__state=Payment.State.HELD)


class Hold(models.Model):
    """Why a payment was stopped, and what people decided: one proposes, another confirms; its street is told.

    `reasons` are [{code, why, values}] as guard and rule gave them.
    """

    payment = models.OneToOneField(Payment, models.PROTECT, editable=False, related_name="hold")
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    reasons = models.JSONField(default=list, editable=False)
    held_at = models.DateTimeField(_("暂停时间"), db_default=Now(), editable=False)
    pay = models.BooleanField(_("处理意见"), null=True, editable=False)
    reason = PlainText(_("理由"), max_length=200, default="", editable=False)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    decided_at = models.DateTimeField(_("决定时间"), null=True, editable=False)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("暂停发放"), pgettext_lazy("列表", "暂停发放")
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")),
                name="hold_is_decided_by_a_second_person",
                violation_error_message=_("提出意见的人不能自己决定。请由另一位同事办理。"),
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None) | Q(pay__isnull=False, decided_by__isnull=False) & ~Q(reason=""),
                name="hold_is_decided_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payment}"
