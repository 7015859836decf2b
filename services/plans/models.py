"""Targets: of the five-year plan, of the national tasks, of the yearly performance report. A target has a comparison,
a value, a unit; where a figure of the yearly summary measures it, it names that figure and nothing is typed in."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail
from services.plans import figures


class Comparison(models.TextChoices):
    AT_LEAST = ">=", _("不低于")
    AT_MOST = "<=", _("不高于")
    EQUAL = "=", _("等于")


class Target(CaseDetail):
    """Abstract."""

    title = PlainText(_("指标"), max_length=100)
    comparison = models.CharField(_("比较"), max_length=2, choices=Comparison.choices)
    target = models.DecimalField(_("目标值"), max_digits=14, decimal_places=2)
    measure = PlainText(_("计量单位"), max_length=10, help_text=_("例如：人、%、项。"))
    figure = models.CharField(
        _("对应的统计指标"),
        max_length=60,
        choices=figures.choices,
        blank=True,
        help_text=_("有逐条记录的选择统计指标，实际值由系统统计；没有的留空，按文件登记实际值。"),
    )

    class Meta:
        abstract = True


class PlanTarget(Target):
    """An indicator of the five-year plan."""

    due_year = models.PositiveSmallIntegerField(
        _("完成年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("规划指标")


class NationalTarget(Target):
    """An indicator of a task that the state gave to the district."""

    task = PlainText(_("所属任务"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("国家任务指标")


class PerformanceTarget(Target):
    """A target of the performance report; `evaluated_year` is the year whose work is judged (relation R33)."""

    class Aspect(models.TextChoices):
        QUANTITY = "quantity", _("产出数量")
        QUALITY = "quality", _("产出质量")
        TIME = "time", _("产出时效")
        COST = "cost", _("产出成本")
        ECONOMIC = "economic", _("经济效益")
        SOCIAL = "social", _("社会效益")
        ENVIRONMENT = "environment", _("环境效益")
        SUSTAINABILITY = "sustainability", _("可持续影响")
        SATISFACTION = "satisfaction", _("服务对象满意度")
        BUDGET = "budget", _("预算执行")

    aspect = models.CharField(_("类别"), max_length=14, choices=Aspect.choices)
    weight = models.DecimalField(_("分值"), max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])
    evaluated_year = models.PositiveSmallIntegerField(
        _("被评价年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )
    evaluation_year = models.PositiveSmallIntegerField(
        _("评价年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("绩效指标")
        constraints = [
            models.CheckConstraint(
                condition=Q(evaluation_year__gte=F("evaluated_year")),
                name="performance_is_evaluated_after_its_year_began",
                violation_error_message=_("评价年度不能早于被评价年度。"),
            )
        ]
