"""Asking for a person who is registered in another street."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.people.models.codes import street_of_custody


class HandoverRequest(models.Model):
    """A street asks for a person registered elsewhere; it knows only the number it typed (kept as blind index)."""

    class Status(models.TextChoices):
        ASKED = "asked", _("待处理")
        DONE = "done", _("已移交")
        REFUSED = "refused", _("未同意")

    street = street_of_custody()
    id_index = models.BinaryField(editable=False)
    reason = PlainText(_("理由"), max_length=200)
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.ASKED)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), db_default=Now(), editable=False)
    answer = PlainText(_("答复"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("移交申请")
        constraints = [
            models.UniqueConstraint(
                fields=["street", "id_index"], condition=Q(status="asked"), name="handover_is_asked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.get_status_display()}"
