"""Findings that somebody looked at and left as they are, with the reason; they stay so in the next draft."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText


class WaiverQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


class Waiver(models.Model):
    """Of one rule in one sentence with its numbers: `fingerprint` says which, whatever the layout of the text."""

    fingerprint = models.CharField(_("标识"), max_length=24)
    rule = models.CharField(_("规则"), max_length=40)
    year = models.PositiveSmallIntegerField(_("年度"))
    found = PlainText(_("所在数字"), max_length=100)
    sentence = PlainText(_("句子"), max_length=400)
    reason = PlainText(_("理由"), max_length=200)
    waived_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("豁免人"), null=True, related_name="+")
    waived_at = models.DateTimeField(_("豁免时间"), db_default=Now(), editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("撤回人"), null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("校对豁免")
        ordering = ["-waived_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(withdrawn_at=None),
                name="finding_is_waived_once",
                violation_error_message=_("这一处已经豁免。请刷新页面查看。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_states_its_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=F("waived_at")), name="waiver_is_withdrawn_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.found}"
