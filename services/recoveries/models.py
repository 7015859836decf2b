from django.db import models
from django.utils.translation import gettext_lazy as _

from services.cases.models import CaseDetail
from services.payments.models import Payment


class Recovery(CaseDetail):
    """多付追回: one payment that should not have been made, or not in full. What was recovered, waived and handed
    to others stands in the ledger of the case; what is still owed is never stored."""

    class Why(models.TextChoices):
        DIED = "died", _("死亡后发放")
        DOUBLE = "double", _("重复发放")
        EXCLUDED = "excluded", _("与其他待遇重复享受")
        ENDED = "ended", _("停发后发放")
        NOT_ENTITLED = "not_entitled", _("不符合条件")
        AMOUNT = "amount", _("金额有误")

    payment = models.ForeignKey(
        Payment, models.PROTECT, verbose_name=_("发放记录"), related_name="recoveries", db_constraint=False
    )
    why = models.CharField(_("多付原因"), max_length=12, choices=Why.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("多付追回")
