"""A sheet of many rows that was entered at once: what it wrote, and the mark by which it is known again."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.scoping import ScopedQuerySet


class GridSheet(models.Model):
    """Append-only. `page` is the key of the form that was sent, `digest` (SHA-256) what it said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.UUIDField(editable=False)
    street = models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False, related_name="+"
    )
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("登记人"), editable=False, related_name="+")
    grid = models.CharField(_("表"), max_length=40, editable=False)
    rows = models.PositiveIntegerField(_("行数"), editable=False)
    total = models.PositiveIntegerField(_("合计"), editable=False)
    entries = ArrayField(models.BigIntegerField(), verbose_name=_("记录"), editable=False)
    digest = models.BinaryField(editable=False)
    at = models.DateTimeField(_("登记时间"), db_default=Now(), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("批量登记表")
        constraints = [models.UniqueConstraint(fields=["by", "page"], name="sheet_is_entered_once")]

    def __str__(self) -> str:
        return f"{self.grid} {self.at:%Y-%m-%d}"
