"""The Word template of the yearly report, version by version."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText


class ReportTemplate(models.Model):
    """Append-only; the newest is in use. Without content: the packaged template from here on."""

    content = models.BinaryField(null=True, editable=False)
    filename = PlainText(_("文件名"), max_length=150, default="", editable=False)
    sha256 = models.CharField(_("核对码"), max_length=64, default="", editable=False)
    note = PlainText(_("说明"), max_length=200)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("上传人"), null=True, editable=False, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("上传时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("年度报告模板")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(content=None, sha256="") | Q(content__isnull=False) & ~Q(sha256=""),
                name="template_with_content_has_its_hash",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="template_says_what_is_new"),
        ]

    def __str__(self) -> str:
        return self.note


def template_in_use() -> bytes | None:
    """The Word file that somebody uploaded last; None for the packaged one."""
    newest = ReportTemplate.objects.order_by("-id").first()
    return bytes(newest.content) if newest and newest.content else None
