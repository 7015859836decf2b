from django.db import models
from django.utils.translation import gettext_lazy as _

from services.cases.models import CaseDetail


class HomeModification(CaseDetail):
    """What is to be modified in the dwelling of a household."""

    class Tenure(models.TextChoices):
        OWNED = "owned", _("自有住房")
        RENTED = "rented", _("租住，房主已书面同意")
        PUBLIC = "public", _("公租房")

    tenure = models.CharField(_("住房情况"), max_length=8, choices=Tenure.choices)
    needs = models.CharField(_("改造需求"), max_length=200, help_text=_("例如：坡道、扶手、蹲便改坐便、低位灶台。"))

    class Meta:
        verbose_name = verbose_name_plural = _("家庭无障碍改造")
