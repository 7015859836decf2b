from django.db import models
from django.utils.translation import gettext_lazy as _

from services.cases.models import CaseDetail
from services.cases.sealed import SealedText


class HotlineOrder(CaseDetail):
    """A work order of the citizens' hotline. Who called is named by a step of its own, or by nobody."""

    class Topic(models.TextChoices):
        CERTIFICATE = "certificate", _("残疾人证")
        SUBSIDY = "subsidy", _("补贴和救助")
        REHABILITATION = "rehabilitation", _("康复服务")
        DEVICE = "device", _("辅助器具")
        EMPLOYMENT = "employment", _("就业和培训")
        BARRIER_FREE = "barrier_free", _("无障碍环境")
        VEHICLE = "vehicle", _("残疾人机动轮椅车")
        STAFF = "staff", _("服务态度和效率")
        OTHER = "other", _("其他")

    order_number = models.CharField(_("工单编号"), max_length=32, help_text=_("市民服务热线的工单编号。"))
    topic = models.CharField(_("诉求类别"), max_length=14, choices=Topic.choices)
    content = SealedText(_("诉求内容"), max_length=2000, help_text=_("加密保存，不能检索。"))

    class Meta:
        verbose_name = verbose_name_plural = _("接诉即办工单")
