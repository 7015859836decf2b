"""Budget lines by function code and fiscal year. What is spent is never entered: it is counted from the ledger."""

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.plain_text import PlainText


class FunctionCode(models.Model):
    """A code of the budget classification in one fiscal year; names change from year to year (DOMAIN D)."""

    fiscal_year = models.PositiveSmallIntegerField(_("年度"))
    code = models.CharField(_("功能科目"), max_length=7)
    name = PlainText(_("科目名称"), max_length=60)
    verified = models.BooleanField(_("已核对"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("功能科目"), pgettext_lazy("列表", "功能科目")
        ordering = ["-fiscal_year", "code"]
        constraints = [
            models.UniqueConstraint(fields=["fiscal_year", "code"], name="function_code_has_one_name_a_year"),
            models.CheckConstraint(condition=Q(code__regex=r"^\d{7}$"), name="function_code_has_seven_digits"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetLineQuerySet(models.QuerySet):
    def of_year(self, year: int) -> Self:
        return self.filter(function__fiscal_year=year)

    def confirmed(self) -> Self:
        return self.exclude(confirmed_by=None)


class BudgetLine(models.Model):
    """The money of one programme (a kind of case that pays) in one year: `original` at its beginning, `adjusted` as
    it stands. Counts once a second person confirmed it."""

    function = models.ForeignKey(FunctionCode, models.PROTECT, verbose_name=_("功能科目"), related_name="lines")
    kind = models.CharField(_("业务"), max_length=30)
    original = models.DecimalField(
        _("年初预算（元）"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    adjusted = models.DecimalField(
        _("调整后预算（元）"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)]
    )
    source = PlainText(_("依据"), max_length=200)
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"), db_default=Now(), editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("核定人"), null=True, editable=False, related_name="+"
    )

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("预算项目")
        ordering = ["-function__fiscal_year", "function__code", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["function", "kind"],
                name="programme_has_one_budget_line_a_year",
                violation_error_message=_("这个业务在这个科目已有预算。请打开原来的一行。"),
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("entered_by")),
                name="budget_line_needs_a_second_person",
                violation_error_message=_("录入预算的人不能自己核定。请由另一位同事办理。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.kind}"
