"""What changed besides the ledger: one row per change, written by the database alone."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.scoping import ScopedQuerySet


class Operation(models.TextChoices):
    CREATED = "created", _("新增")
    UPDATED = "updated", _("改动")
    DELETED = "deleted", _("删除")
    LEFT = "left", _("移交到其他街道")
    MERGED = "merged", _("合并到另一条记录")
    UNMERGED = "unmerged", _("撤销合并")
    VOIDED = "voided", _("作废")  # of ledger entries alone


class Change(models.Model):
    """A change of a row of master data; changes of the ledger are its entries themselves.

    `street` is where the row stands (of what left: where it stood; an organisation in the district itself), `into_key`
    what it was merged into. `recorded_at` is the database's clock, read under the ledger's lock:
    services.ledger.reading.settled_at() holds here, too.
    """

    street = models.ForeignKey(
        Street, models.PROTECT, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    what = models.CharField(max_length=20, editable=False)
    key = models.CharField(max_length=36, editable=False)
    operation = models.CharField(max_length=8, choices=Operation.choices, editable=False)
    version = models.PositiveIntegerField(null=True, editable=False)
    into_key = models.CharField(max_length=36, default="", editable=False)
    recorded_at = models.DateTimeField(editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("变更")
        indexes = [models.Index(fields=["recorded_at", "id"], name="change_by_recording")]

    def __str__(self) -> str:
        return f"{self.what} {self.key} {self.operation}"


class Epoch(models.Model):
    """A history in which cursors hold. A further row says that an earlier state was brought back: start over."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    began_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("变更的纪元")

    def __str__(self) -> str:
        return f"{self.began_at:%Y-%m-%d %H:%M}"
