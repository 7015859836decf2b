"""Batches: what is paid together, by four different people; and the result files that the bank sent for them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from services.cases import kinds

HANDS = ("prepared", "checked", "approved", "released")


def _different() -> list[models.CheckConstraint]:
    """Whoever did one step of a batch does no other."""
    found = []
    for n, later in enumerate(HANDS):
        for earlier in HANDS[:n]:
            found.append(
                models.CheckConstraint(
                    condition=~Q(**{f"{later}_by": F(f"{earlier}_by")}),
                    name=f"batch_{later}_by_another_than_{earlier}",
                    violation_error_message=_("编制、复核、审批、发放须由不同的人办理。请由另一位同事办理这一步。"),
                )
            )
    return found


def _hand(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        User, models.PROTECT, verbose_name=label, null=True, editable=False, related_name="+", db_index=False
    )


class Batch(models.Model):
    """Payments of one kind. From CHECKED on its content is frozen: `count`, `total` (yuan) and `content_hash` are of
    the LISTED payments. It names no person."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("已编制，待复核")
        CHECKED = "checked", _("已复核，待审批")
        APPROVED = "approved", _("已审批，待发放")
        RELEASING = "releasing", _("正在发放")
        RELEASED = "released", _("已送银行，待回单")
        SETTLED = "settled", _("已对账")
        CANCELLED = "cancelled", _("已取消")

    kind = models.CharField(_("业务"), max_length=30, editable=False)
    for_month = models.DateField(_("所属月份"), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PREPARED, editable=False)
    count = models.PositiveIntegerField(_("笔数"), default=0, editable=False)
    total = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, default=0, editable=False)
    content_hash = models.CharField(max_length=64, default="", editable=False)
    file_hash = models.CharField(max_length=64, default="", editable=False)
    prepared_by, checked_by = _hand(_("编制")), _hand(_("复核"))
    approved_by, released_by = _hand(_("审批")), _hand(_("发放"))
    prepared_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    released_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("发放批次")
        ordering = ["-pk"]
        constraints = [
            *_different(),
            models.UniqueConstraint(
                fields=["kind", "for_month"],
                condition=Q(state="prepared"),
                name="batch_is_prepared_once_at_a_time",
                violation_error_message=_("这项业务这个月份已有一个待复核的批次。请先复核或取消它。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "cancelled"]) | Q(checked_at__isnull=False) & ~Q(content_hash=""),
                name="batch_is_frozen_when_it_is_checked",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return f"PC-{self.for_month:%Y%m}-{self.pk:05d}"

    @property
    def label(self) -> Any:
        return kinds.get(self.kind).label


class ResultFile(models.Model):
    """A result file of the bank that was taken over; its digest, so that the same file changes nothing again."""

    batch = models.ForeignKey(Batch, models.PROTECT, editable=False, related_name="results")
    digest = models.CharField(max_length=64, editable=False, unique=True)
    paid = models.PositiveIntegerField(_("成功笔数"), editable=False)
    returned = models.PositiveIntegerField(_("退回笔数"), editable=False)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    received_at = models.DateTimeField(_("接收时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("银行回单")

    def __str__(self) -> str:
        return f"{self.batch} {self.received_at}"
