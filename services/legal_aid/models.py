from django.db import models
from django.utils.translation import gettext_lazy as _

from services.cases.models import CaseDetail
from services.cases.sealed import SealedText


class LegalAid(CaseDetail):
    """What a person needs a lawyer for. What happened is nobody's business but the handlers': it is kept sealed."""

    class Matter(models.TextChoices):
        LABOUR = "labour", _("劳动争议")
        FAMILY = "family", _("婚姻家庭")
        SUPPORT = "support", _("赡养、抚养、扶养")
        INHERITANCE = "inheritance", _("继承")
        INJURY = "injury", _("人身损害赔偿")
        HOUSING = "housing", _("房屋和邻里")
        ADMINISTRATIVE = "administrative", _("行政和社会保障")
        CRIMINAL = "criminal", _("刑事")
        OTHER = "other", _("其他")

    class Form(models.TextChoices):
        LITIGATION = "litigation", _("代理诉讼或仲裁")
        DEFENCE = "defence", _("刑事辩护或代理")
        MEDIATION = "mediation", _("代理调解和解")
        DOCUMENT = "document", _("代拟法律文书")
        ADVICE = "advice", _("法律咨询")

    matter = models.CharField(_("事由"), max_length=14, choices=Matter.choices)
    form = models.CharField(_("援助方式"), max_length=10, choices=Form.choices)
    facts = SealedText(
        _("案情和请求"), max_length=2000, help_text=_("加密保存，不能检索。写明经过、请求和已有的证据。")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("法律援助")
