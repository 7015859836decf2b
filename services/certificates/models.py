"""What is applied for, and what becomes of a standing certificate. Certificates themselves stand with people."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.cases.models import CaseDetail


class CertificateApplication(CaseDetail):
    """A new certificate for a person: for the first time, or in the place of another one."""

    class Purpose(models.TextChoices):
        FIRST = "first", _("首次申领")
        RENEWAL = "renewal", _("期满换领")
        REISSUE = "reissue", _("遗失补办")
        CHANGE = "change", _("类别或等级变更")
        TRANSFER_IN = "transfer_in", _("迁入")

    purpose = models.CharField(_("申请事项"), max_length=12, choices=Purpose.choices)
    guardian = PlainText(
        _("监护人"), max_length=40, blank=True, help_text=_("未成年人、智力和精神残疾人由监护人代为申请。")
    )
    former_place = PlainText(_("迁出地"), max_length=60, blank=True, help_text=_("只有迁入的填写。"))

    class Meta:
        verbose_name = verbose_name_plural = _("残疾人证申领与换发")
        constraints = [
            models.CheckConstraint(
                condition=~Q(purpose="transfer_in") | ~Q(former_place=""),
                name="transfer_names_where_it_comes_from",
                violation_error_message=_("迁入的，请填写迁出地。"),
            )
        ]


class CertificateEnding(CaseDetail):
    """Why a standing certificate may come to its end. (A death ends it by itself, when it is registered.)"""

    class Ground(models.TextChoices):
        MOVED_OUT = "moved_out", _("户籍迁出")
        RECOVERED = "recovered", _("不再符合标准")
        OWN_REQUEST = "own_request", _("本人申请注销")
        FRAUD = "fraud", _("骗取或违规办理")

    ground = models.CharField(_("事由"), max_length=12, choices=Ground.choices)
    to_place = PlainText(_("迁往"), max_length=60, blank=True, help_text=_("只有户籍迁出的填写。"))

    class Meta:
        verbose_name = verbose_name_plural = _("残疾人证冻结、迁出与注销")
        constraints = [
            models.CheckConstraint(
                condition=~Q(ground="moved_out") | ~Q(to_place=""),
                name="move_names_where_it_goes_to",
                violation_error_message=_("户籍迁出的，请填写迁往哪里。"),
            )
        ]
