import datetime as dt
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases.models import Case, CaseDetail
from services.people.models import Category
from services.policy.models import DateRange


class DeviceApplication(CaseDetail):
    """One application; what is applied for stands in its items."""

    class Purpose(models.TextChoices):
        DAILY_LIFE = "daily_life", _("日常生活")
        MOBILITY = "mobility", _("行动")
        COMMUNICATION = "communication", _("信息交流")
        REHABILITATION = "rehabilitation", _("康复训练")
        WORK_STUDY = "work_study", _("就业就学")

    purpose = models.CharField(_("用途"), max_length=14, choices=Purpose.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("辅助器具")


class Unit(models.TextChoices):
    PIECE = "piece", _("件")
    PAIR = "pair", _("对")
    SET = "set", _("套")


class CatalogueQuerySet(models.QuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class CatalogueItem(models.Model):
    """A device of the subsidy catalogue in a period: its standard in yuan per counting unit, its service life."""

    code = models.CharField(_("目录代码"), max_length=40)
    iso_class = models.CharField(_("国标分类号"), max_length=8)
    name = PlainText(_("器具名称"), max_length=60)
    unit = models.CharField(_("计数单位"), max_length=5, choices=Unit.choices)
    service_life_years = models.PositiveSmallIntegerField(_("使用年限（年）"))
    standard = models.DecimalField(_("补贴标准（元）"), max_digits=10, decimal_places=2)
    assessment_level = PlainText(_("评估级别"), max_length=10)
    categories = ArrayField(
        models.PositiveSmallIntegerField(choices=Category.choices),
        verbose_name=_("适用残疾类别"),
        default=list,
        blank=True,
        help_text=_("留空表示不限类别。"),
    )
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)
    source = PlainText(_("依据"), max_length=200)
    verified_by = PlainText(_("核对人"), max_length=40, blank=True)

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("辅助器具目录")
        ordering = ["iso_class", "name"]
        constraints = [
            ExclusionConstraint(
                name="catalogue_has_one_text_per_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这个目录代码在这段时间已有文本。请先给原文本填写截止日期。"),
            )
        ]

    def __str__(self) -> str:
        return self.name


class DeviceItem(models.Model):
    """A line of an application: so many of a device, in its counting unit; `pieces` is what is counted."""

    Unit = Unit

    case = models.ForeignKey(Case, models.CASCADE, editable=False, related_name="device_items", db_constraint=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    iso_class = models.CharField(_("国标分类号"), max_length=8, blank=True, help_text=_("GB/T 16432，可留空。"))
    catalogue = models.ForeignKey(
        CatalogueItem,
        models.PROTECT,
        verbose_name=_("目录中的器具"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("目录里没有的留空，在下面写明名称；目录外的器具不能补贴。"),
    )
    name = PlainText(_("器具名称"), max_length=60)
    quantity = models.PositiveSmallIntegerField(_("数量"))
    unit = models.CharField(_("计数单位"), max_length=5, choices=Unit.choices)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("器具")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=999),
                name="device_item_is_applied_for_at_least_once",
                violation_error_message=_("数量应在1到999之间。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quantity}{self.get_unit_display()}"

    @property
    def pieces(self) -> int:
        """Pieces: a pair is two."""
        return self.quantity * (2 if self.unit == self.Unit.PAIR else 1)
