"""What excludes each other, and the codes of reasons."""

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.plain_text import PlainText
from services.policy.matrix import Rule
from services.policy.models.policy import DateRange
from services.policy.verdict import Severity


class ExclusionQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def rules(self, day: dt.date) -> list[Rule]:
        """As the pure matrix reads them."""
        columns = self.valid_on(day).order_by("pk").values_list("pk", "a", "b", "severity")
        return [Rule(key, a, b, Severity(severity)) for key, a, b, severity in columns]

    def naming(self, programme: str) -> Self:
        return self.filter(Q(a=programme) | Q(b=programme))

    def rules_by_day(self) -> Callable[[dt.date], list[Rule]]:
        """Gives the rules of any day, from one reading of the table."""
        columns = self.order_by("pk").values_list("valid_from", "valid_to", "pk", "a", "b", "severity")
        rows = [(since, after, Rule(key, a, b, Severity(hard))) for since, after, key, a, b, hard in columns]

        @cache
        def on(day: dt.date) -> list[Rule]:
            return [rule for since, after, rule in rows if since <= day and (after is None or day < after)]

        return on


class Exclusion(models.Model):
    """Programmes `a` and `b` (kinds of cases, benefits granted elsewhere) must not be held at the same time.

    The pair is kept in the order of the alphabet, so that it has one text per day.
    """

    SEVERITIES = ((Severity.BLOCK.value, _("不得同时享受")), (Severity.WARN.value, _("提示核对")))

    a = models.CharField(_("项目甲"), max_length=30)
    b = models.CharField(_("项目乙"), max_length=30)
    severity = models.CharField(_("处理"), max_length=5, choices=SEVERITIES)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)
    source = PlainText(_("依据"), max_length=200)
    verified_by = PlainText(_("核对人"), max_length=40, blank=True)

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("重复享受规则")
        ordering = ["a", "b", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="exclusion_has_one_text_per_day",
                expressions=[
                    ("a", RangeOperators.EQUAL),
                    ("b", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这两个项目在这段时间已有规则。请先给原规则填写截止日期。"),
            ),
            models.CheckConstraint(condition=Q(a__lt=F("b")), name="exclusion_pair_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.a} × {self.b}"


class ReasonCode(models.Model):
    """Why something is refused or returned (DOMAIN C.12), and what to do next."""

    code = models.CharField(_("原因代码"), max_length=4, primary_key=True)
    label = PlainText(_("原因"), max_length=60)
    correctable = models.BooleanField(_("可以补正"))
    help = PlainText(_("下一步"), max_length=200)

    class Meta:
        verbose_name, verbose_name_plural = _("原因代码"), pgettext_lazy("列表", "原因代码")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.label}"
