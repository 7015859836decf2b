from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class HomeModification(CaseDetail):
    """What is to be modified in the dwelling of a household."""

    class Tenure(models.TextChoices):
        OWNED = "owned", _("自有住房")
        RENTED = "rented", _("租住，房主已书面同意")
        PUBLIC = "public", _("公租房")

    class Again(models.TextChoices):
        NEW_CATEGORY = "new_category", _("新增残疾类别")
        PHYSICAL_GRADE = "physical_grade", _("肢体残疾新评为一、二级")
        EXPROPRIATED = "expropriated", _("因政府征收搬迁")

    tenure = models.CharField(_("住房情况"), max_length=8, choices=Tenure.choices)
    needs = PlainText(_("改造需求"), max_length=200, help_text=_("例如：坡道、扶手、蹲便改坐便、低位灶台。"))

    again_because = models.CharField(
        _("五年内再次申请的理由"),
        max_length=14,
        choices=Again.choices,
        blank=True,
        help_text=_("以前没有改造过，或验收已满五年的，留空。"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("家庭无障碍改造")
