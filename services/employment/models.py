"""What the kinds of employment work record beside their cases, and the codes of the employment register."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class EmploymentStatus(models.TextChoices):
    """Detail of employment_status.started: one of these stands for a person at a time."""

    EMPLOYED = "employed", _("就业")
    SEEKING = "seeking", _("失业求职")
    NOT_SEEKING = "not_seeking", _("无就业意愿或暂不能就业")


class FormOfEmployment(models.TextChoices):
    QUOTA = "quota", _("按比例就业")
    CONCENTRATED = "concentrated", _("集中就业")
    SELF_EMPLOYED = "self_employed", _("自主创业")
    PUBLIC_WELFARE = "public_welfare", _("公益性岗位就业")
    SUPPORTED = "supported", _("辅助性就业")
    FLEXIBLE = "flexible", _("灵活就业")


class AbilityAssessment(CaseDetail):
    """A person who wants to work is assessed for what work is suitable."""

    need = PlainText(_("就业需求"), max_length=200, help_text=_("想从事的工作、已有的技能、需要的照顾。"))

    class Meta:
        verbose_name = verbose_name_plural = _("职业能力评估")


class JobSeeker(CaseDetail):
    """What a person who is looking for work wants."""

    class Education(models.TextChoices):
        NONE = "none", _("未上学")
        PRIMARY = "primary", _("小学")
        JUNIOR = "junior", _("初中")
        SENIOR = "senior", _("高中或中专")
        COLLEGE = "college", _("大学专科")
        BACHELOR = "bachelor", _("大学本科")
        MASTER = "master", _("研究生")

    wanted_work = PlainText(_("意向岗位"), max_length=100)
    education = models.CharField(_("文化程度"), max_length=8, choices=Education.choices)
    wanted_form = models.CharField(
        _("意向就业形式"),
        max_length=14,
        choices=FormOfEmployment.choices,
        blank=True,
        help_text=_("没有特别要求的留空。"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("求职登记")


class Placement(CaseDetail):
    """A person works for an employer (the case's organisation) from the day of the first entry."""

    form = models.CharField(_("就业形式"), max_length=14, choices=FormOfEmployment.choices)
    contract_from = models.DateField(_("合同起始日"))
    contract_to = models.DateField(
        _("合同终止日"), null=True, blank=True, help_text=_("合同的最后一天；无固定期限的留空。")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("安置就业")
        constraints = [
            models.CheckConstraint(
                condition=Q(contract_to=None) | Q(contract_to__gte=F("contract_from")),
                name="contract_ends_after_it_begins",
                violation_error_message=_("合同终止日早于起始日。请对照合同核对。"),
            )
        ]


class Training(CaseDetail):
    """One person in one course."""

    course = PlainText(_("课程"), max_length=50)
    starts_on = models.DateField(_("开班日期"))
    hours = models.PositiveSmallIntegerField(_("课时"), validators=[MinValueValidator(1)])
    place = PlainText(_("培训地点"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("职业技能培训")


class Graduate(CaseDetail):
    """A graduate of a university or college in the year of graduation."""

    school = PlainText(_("毕业院校"), max_length=60)
    graduation_year = models.PositiveSmallIntegerField(
        _("毕业年份"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = _("应届高校毕业生")


class JobFair(CaseDetail):
    """One fair; its employers and the persons with an intention are entries of its case."""

    title = PlainText(_("名称"), max_length=60)
    place = PlainText(_("地点"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("专场招聘会")


class EmployerVisit(CaseDetail):
    """A visit to an employer (the case's organisation) to learn what work it has."""

    situation = PlainText(_("用工情况"), max_length=200, help_text=_("例如：在职残疾人数、岗位特点。"))
    needs = PlainText(_("岗位需求"), max_length=200, blank=True, help_text=_("没有的留空。"))

    class Meta:
        verbose_name = verbose_name_plural = _("走访用人单位")
