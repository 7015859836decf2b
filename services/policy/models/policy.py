"""Policy terms as dated data: no amount, age or limit stands in code."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from accounts.errors import RuleBroken
from accounts.plain_text import PlainText
from services.policy.texts import Text, Texts


class DateRange(Func):
    """daterange(from, to): half-open, as every period here."""

    function = "daterange"
    output_field = DateRangeField()


class PolicyQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def term(self, code: str, day: dt.date) -> Decimal:
        """The value of term `code` on `day`, in its own unit; RuleBroken when no text covers that day."""
        row = self.valid_on(day).filter(code=code).first()
        if row is None:
            raise _missing(code, day)
        return row.value

    def texts(self, day: dt.date) -> Texts:
        """All texts in force on `day`; one that is missing refuses with policy.missing when it is read."""
        columns = self.valid_on(day).order_by().values_list("code", "pk", "value", "unit", "verified_by")
        texts = {code: Text(key, value, unit, bool(verifier)) for code, key, value, unit, verifier in columns}
        return Texts(day, texts, _missing)

    def texts_by_day(self) -> Callable[[dt.date], Texts]:
        """Gives the texts in force on any day, from one reading of the table."""
        columns = self.order_by().values_list("valid_from", "valid_to", "code", "pk", "value", "unit", "verified_by")
        rows = [
            (since, after, code, Text(key, value, unit, bool(verifier)))
            for since, after, code, key, value, unit, verifier in columns
        ]

        @cache
        def on(day: dt.date) -> Texts:
            standing = {code: text for since, after, code, text in rows if since <= day and (not after or day < after)}
            return Texts(day, standing, _missing)

        return on


def _missing(code: str, day: dt.date) -> RuleBroken:
    detail = _("政策条款 %(code)s 在 %(day)s 没有有效文本。请联系区残联录入后再办理。")
    return RuleBroken("policy.missing", detail % {"code": code, "day": day})


class Policy(models.Model):
    """One term of one rule for a period (half-open), with its source and who verified it."""

    code = models.CharField(_("条款代码"), max_length=60)
    label = PlainText(_("条款"), max_length=100)
    value = models.DecimalField(_("数值"), max_digits=14, decimal_places=2)
    unit = PlainText(_("单位"), max_length=10)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)
    source = PlainText(_("依据"), max_length=200)
    verified_by = PlainText(_("核对人"), max_length=40, blank=True, help_text=_("空白表示尚未核对。"))

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("政策条款")
        ordering = ["code", "valid_from"]
        constraints = [
            ExclusionConstraint(
                name="policy_has_one_text_per_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这个条款在这段时间已有文本。请先给原文本填写截止日期。"),
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="policy_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value.normalize():f}{self.unit}"
