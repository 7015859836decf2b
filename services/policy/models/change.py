"""A change of a policy term: proposed by one, adopted by another, in force from its day."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.plain_text import PlainText


class PolicyChange(models.Model):
    """A new text of `code` from `valid_from`; adopting it ends the text before."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待核定")
        ADOPTED = "adopted", _("已采用")
        REFUSED = "refused", _("未采用")

    code = models.CharField(_("条款代码"), max_length=60)
    value = models.DecimalField(_("新数值"), max_digits=14, decimal_places=2)
    valid_from = models.DateField(_("自哪天起"))
    source = PlainText(_("依据"), max_length=200, help_text=_("文件名称和文号。"))
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PROPOSED)
    answer = PlainText(_("核定意见"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("提出人"), related_name="+")
    proposed_at = models.DateTimeField(_("提出时间"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("核定人"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("核定时间"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("政策条款修改"), pgettext_lazy("列表", "政策条款修改")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                name="policy_change_needs_a_second_person",
                violation_error_message=_("提出修改的人不能自己核定。请由另一位同事办理。"),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None) | Q(~Q(state="proposed"), decided_by__isnull=False),
                name="policy_change_says_who_decided_it",
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                condition=Q(state="proposed"),
                name="policy_change_is_proposed_once",
                violation_error_message=_("这个条款同一天起的修改已经提出，正在等待核定。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.valid_from}"
