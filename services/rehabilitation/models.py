from functools import partial

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail

price_per_session = partial(
    models.DecimalField,
    _("每次收费标准（元）"),
    max_digits=8,
    decimal_places=2,
    null=True,
    blank=True,
    validators=[MinValueValidator(0)],
    help_text=_("按机构公示的标准填写；没有标准不能结算补贴。"),
)


class AdultPlan(CaseDetail):
    """An adult's individual plan."""

    item = PlainText(_("康复项目"), max_length=60)
    price = price_per_session()
    planned_sessions = models.PositiveSmallIntegerField(_("计划次数"))

    class Meta:
        verbose_name = verbose_name_plural = _("成年康复")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_sessions__gte=1),
                name="rehabilitation_plan_has_a_session",
                violation_error_message=_("计划次数至少为1。"),
            )
        ]


class ChildEnrolment(CaseDetail):
    """A child's enrolment with an institution."""

    guardian = PlainText(_("监护人姓名"), max_length=40)
    price = price_per_session()
    direction = PlainText(_("训练方向"), max_length=60, help_text=_("例如：孤独症、言语、肢体。"))

    class Meta:
        verbose_name = verbose_name_plural = _("儿童康复")
