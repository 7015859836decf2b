"""What other authorities decided about a person and our rules look at: a status, or a benefit paid elsewhere."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText
from services.people.models import Person, street_of_custody
from services.people.models.household import DatedQuerySet
from services.policy.models import DateRange


class Code(models.TextChoices):
    """The first six are statuses, the others benefits that are granted elsewhere (DOMAIN C.4, C.11)."""

    DIBAO = "dibao", _("城乡低保")
    LOW_INCOME = "low_income", _("低收入家庭")
    EXTREMELY_POOR = "extremely_poor", _("特困供养")
    STUDENT = "student", _("在校学生")
    UNEMPLOYED = "unemployed", _("失业且无稳定收入")
    ORPHAN_AID = "orphan_aid", _("孤儿基本生活费")
    LIVING_ALLOWANCE = "living_allowance", _("困难残疾人生活补贴")
    NURSING_ALLOWANCE = "nursing_allowance", _("重度残疾人护理补贴")
    ELDERLY_SUBSIDY = "elderly_subsidy", _("老年人养老服务或护理补贴")
    WORK_INJURY_NURSING = "work_injury_nursing", _("工伤生活护理费")
    WELFARE_NURSING = "welfare_nursing", _("离休、伤残军人等护理费")
    HR_FLEXIBLE = "hr_flexible", _("人社部门灵活就业补贴")


ALLOWANCES = (Code.LIVING_ALLOWANCE, Code.NURSING_ALLOWANCE)


class CircumstanceQuerySet(DatedQuerySet):
    def of(self, *codes: str) -> Self:
        return self.filter(code__in=codes)


class CircumstanceRecord(models.Model):
    """One status or benefit of a person for a period (half-open), and from which paper or register it is known."""

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("人员"), related_name="circumstances", db_constraint=False
    )
    street = street_of_custody()
    code = models.CharField(_("身份或待遇"), max_length=24, choices=Code.choices)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)
    monthly = models.DecimalField(_("每月金额（元）"), max_digits=10, decimal_places=2, null=True, blank=True)
    source = PlainText(_("依据"), max_length=100)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    recorded_at = models.DateTimeField(_("登记时间"), db_default=Now(), editable=False)

    objects = CircumstanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("身份与其他待遇")
        indexes = [models.Index(fields=["person", "code"], name="circumstance_of_a_person")]
        constraints = [
            ExclusionConstraint(
                name="person_has_a_circumstance_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这段时间已经登记过同样的身份或待遇。请先结束原来的登记。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="circumstance_ends_after_it_begins",
                violation_error_message=_("截止日期应在起始日期之后。"),
            ),
            models.CheckConstraint(
                condition=Q(monthly=None) | Q(monthly__gte=0),
                name="circumstance_amount_is_not_negative",
                violation_error_message=_("每月金额不能小于零。"),
            ),
            models.CheckConstraint(condition=Q(code__in=Code.values), name="circumstance_code_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())

    @property
    def version(self) -> int:
        """It can only be ended: 1 while it has no end, 2 afterwards."""
        return 1 if self.valid_to is None else 2
