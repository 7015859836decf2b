"""Photos and scans of a case. The content is a file (storage.py); here is what it is, and by whom it came and went."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases.models import Case


class DocumentQuerySet(ScopedQuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def photos(self) -> Self:
        return self.filter(content_type__startswith="image/")


class Document(models.Model):
    """One file. `digest` is the SHA-256 of what is kept (photos are kept without what the camera wrote into them)."""

    class Purpose(models.TextChoices):
        APPLICATION = "application", _("申请表")
        PROOF = "proof", _("证明材料")
        BEFORE = "before", _("办理前照片")
        AFTER = "after", _("办理后照片")
        SIGNED = "signed", _("签字的表单")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, editable=False, related_name="documents", db_constraint=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    purpose = models.CharField(_("是什么"), max_length=11, choices=Purpose.choices)
    filename = PlainText(_("文件名"), max_length=120, editable=False)
    content_type = models.CharField(_("类型"), max_length=40, editable=False)
    size = models.PositiveIntegerField(_("大小（字节）"), editable=False)
    digest = models.CharField(max_length=64, editable=False)
    added_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    added_at = models.DateTimeField(_("上传时间"), db_default=Now(), editable=False)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    withdrawn_at = models.DateTimeField(_("撤下时间"), null=True, editable=False)
    reason = PlainText(_("撤下理由"), max_length=200, default="", editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("案件材料")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "digest"],
                condition=Q(withdrawn_at=None),
                name="document_is_attached_once",
                violation_error_message=_("这份文件已经在本案件的材料里，没有重复保存。"),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, reason="") | Q(withdrawn_at__isnull=False) & ~Q(reason=""),
                name="document_is_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def version(self) -> int:
        """A document can only be withdrawn: 1 while it stands, 2 afterwards."""
        return 1 if self.withdrawn_at is None else 2

    @property
    def is_photo(self) -> bool:
        return self.content_type.startswith("image/")
