from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class SocialInsuranceGrant(CaseDetail):
    """自主创业就业社会保险补贴: what the person does for a living and which insurance is paid."""

    class Work(models.TextChoices):
        SELF_EMPLOYED = "self_employed", _("自主创业（个体工商户）")
        FLEXIBLE = "flexible", _("灵活就业")
        STALL = "stall", _("社区便民服务")

    work = models.CharField(_("就业形式"), max_length=14, choices=Work.choices)
    pension = models.BooleanField(_("养老保险"), default=False)
    medical = models.BooleanField(_("医疗保险"), default=False)
    unemployment = models.BooleanField(_("失业保险"), default=False)
    premium = models.DecimalField(
        _("每月实缴保险费（元）"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("按缴费凭证填写，没有凭证不能受理；以后有变动的，在案件里登记缴费变动。"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("社会保险补贴")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(premium__gt=0),
                name="social_insurance_premium_is_more_than_zero",
                violation_error_message=_("请按缴费凭证填写每月实缴保险费。"),
            )
        ]


class FuelGrant(CaseDetail):
    """机动轮椅车燃油补贴: the vehicle."""

    plate = PlainText(_("车牌或车架号"), max_length=30)
    bought_on = models.DateField(_("购车日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("燃油补贴")


class HomeHelpGrant(CaseDetail):
    """居家助残服务补贴: the declaration that the person has no job."""

    declared_unemployed = models.BooleanField(_("已提交未就业声明"), help_text=_("没有声明不能受理。"))

    class Meta:
        verbose_name = verbose_name_plural = _("居家助残补贴")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(declared_unemployed=True),
                name="home_help_needs_the_declaration_of_no_job",
                violation_error_message=_("请先收取未就业声明并勾选。"),
            )
        ]
