"""Who is visited in which campaign: households and students are two kinds, because they are counted in two units."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class Condolence(CaseDetail):
    """Abstract: a campaign is an occasion of a year. The new year's campaign of 2024 may begin in December 2023."""

    class Occasion(models.TextChoices):
        NEW_YEAR = "new_year", _("元旦春节")
        HELPING_DAY = "helping_day", _("全国助残日")
        NATIONAL_DAY = "national_day", _("国庆中秋")
        SCHOOL_YEAR = "school_year", _("开学季")
        EMERGENCY = "emergency", _("临时困难")

    year = models.PositiveSmallIntegerField(_("年度"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    occasion = models.CharField(_("慰问时机"), max_length=12, choices=Occasion.choices)

    class Meta:
        abstract = True

    @property
    def campaign(self) -> str:
        return _("%(year)s年%(occasion)s") % {"year": self.year, "occasion": self.get_occasion_display()}


class HouseholdCondolence(Condolence):
    """A household in difficulty."""

    class Ground(models.TextChoices):
        DIBAO = "dibao", _("低保家庭")
        LOW_INCOME = "low_income", _("低收入家庭")
        SEVERAL = "several", _("一户多残")
        AGED = "aged", _("老残一体")
        SEVERE = "severe", _("重度残疾")
        OTHER = "other", _("其他困难")

    ground = models.CharField(_("困难情形"), max_length=10, choices=Ground.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问困难残疾人家庭")


class StudentCondolence(Condolence):
    """A student with a disability."""

    class Stage(models.TextChoices):
        PRIMARY = "primary", _("小学")
        JUNIOR = "junior", _("初中")
        SENIOR = "senior", _("高中或中职")
        HIGHER = "higher", _("高等教育")
        SPECIAL = "special", _("特殊教育学校")

    stage = models.CharField(_("就读阶段"), max_length=8, choices=Stage.choices)
    school = PlainText(_("学校"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("慰问残疾学生")
