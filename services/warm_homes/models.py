"""Warm homes: the venue, the rating scheme with its indicators, sheets of raters, the rating, activities."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases.models import Case, CaseDetail


class WarmHome(CaseDetail):
    """A venue (the case's organisation) where people with disabilities meet."""

    address = PlainText(_("地址"), max_length=100)
    area = models.PositiveIntegerField(_("面积（平方米）"), validators=[MinValueValidator(1)])
    seats = models.PositiveSmallIntegerField(_("可同时容纳人数"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = verbose_name_plural = _("温馨家园")


class RatingScheme(CaseDetail):
    """By what warm homes are rated; its indicators count from the day on which it is adopted."""

    title = PlainText(_("方案名称"), max_length=100)
    source = PlainText(_("文件"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("星级评估方案")


class Aspect(models.TextChoices):
    BASIS = "basis", _("基础条件")
    OPERATION = "operation", _("运营管理")
    EFFECT = "effect", _("运营效果")


class RatingRow(models.Model):
    """Abstract: one numbered indicator, in a scheme or on a rater's sheet."""

    street = models.ForeignKey("accounts.Street", models.PROTECT, editable=False, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(_("序号"), validators=[MinValueValidator(1)])
    name = PlainText(_("评估指标"), max_length=100)
    maximum = models.DecimalField(_("满分"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0)])

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class RatingIndicator(RatingRow):
    case = models.ForeignKey(
        Case, models.CASCADE, editable=False, related_name="rating_scheme_indicators", db_constraint=False
    )
    aspect = models.CharField(_("方面"), max_length=10, choices=Aspect.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("评估指标")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="rating_indicator_has_one_number",
                violation_error_message=_("同一方案里的指标序号不能重复。"),
            )
        ]


class RatingSheet(CaseDetail):
    """What one rater found at one home in one year."""

    class Rater(models.TextChoices):
        EXPERT = "expert", _("专家评估")
        PEER = "peer", _("街道互评")
        VISIT = "visit", _("走访答辩")

    year = models.PositiveSmallIntegerField(_("评估年度"), validators=[MinValueValidator(2000)])
    rater = models.CharField(_("评估方式"), max_length=6, choices=Rater.choices)
    evidence = PlainText(_("佐证材料"), max_length=200, help_text=_("例如：台账、现场照片、活动签到表的编号。"))

    class Meta:
        verbose_name = verbose_name_plural = _("评估打分表")


class RatingScore(RatingRow):
    case = models.ForeignKey(
        Case, models.CASCADE, editable=False, related_name="rating_sheet_scores", db_constraint=False
    )
    points = models.DecimalField(_("得分"), max_digits=5, decimal_places=1, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = verbose_name_plural = _("得分")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"],
                name="rating_score_is_given_once",
                violation_error_message=_("同一张打分表里，一项指标只打一次分。"),
            ),
            models.CheckConstraint(
                condition=Q(points__lte=F("maximum")),
                name="rating_score_is_at_most_the_maximum",
                violation_error_message=_("得分不能高于满分。请核对。"),
            ),
        ]


class HomeRating(CaseDetail):
    """The stars of one home in one year."""

    year = models.PositiveSmallIntegerField(_("评估年度"), validators=[MinValueValidator(2000)])

    class Meta:
        verbose_name = verbose_name_plural = _("星级评估")


class HomeActivity(CaseDetail):
    """Something that a warm home (the case's organisation) held."""

    title = PlainText(_("活动名称"), max_length=100)
    brand = PlainText(_("品牌或系列"), max_length=40, blank=True, help_text=_("没有的留空。"))

    class Meta:
        verbose_name = verbose_name_plural = _("温馨家园活动")
