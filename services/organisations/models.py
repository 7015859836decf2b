"""What is recorded beside the organisation of a membership, an association, an institution."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class MemberUnit(CaseDetail):
    """A unit in the district's working group for the barrier-free city."""

    duty = PlainText(_("职责分工"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("工作小组成员单位")


class Association(CaseDetail):
    """A special association: the blind, the deaf, people with physical disabilities, two of relatives."""

    class For(models.TextChoices):
        VISUAL = "visual", _("视力残疾人")
        HEARING = "hearing", _("听力残疾人")
        PHYSICAL = "physical", _("肢体残疾人")
        INTELLECTUAL = "intellectual", _("智力残疾人及亲友")
        MENTAL = "mental", _("精神残疾人及亲友")

    members_are = models.CharField(_("会员"), max_length=12, choices=For.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("专门协会")


class Institution(CaseDetail):
    """A division or a subordinate institution of the federation; its names are entries of its case."""

    approval = PlainText(_("设立依据"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("内设科室和事业单位")
