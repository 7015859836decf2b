"""What lies on somebody's own desk: what was typed and not yet sent, and what was chosen last time.

Nobody else sees it, colleagues of the same street included: a restrictive policy on `user` stands beside that on the
street (migrations/0002_walls.py).
"""

import json
import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.scoping import ScopedQuerySet
from services.people import crypto

KEPT = timedelta(days=30)
RESTORE = "_restore"  # in the address of a form that is to be filled with a draft


class DraftQuerySet(ScopedQuerySet):
    def kept(self) -> Self:
        """Not older than KEPT, the newest first."""
        return self.filter(saved_at__gt=timezone.now() - KEPT).order_by("-saved_at")

    def of_form(self, form: str) -> Self:
        return self.filter(form=form)


class Draft(models.Model):
    """What somebody typed into one opened page of a form. All of it is sealed; `form` is the page's address, in which
    there are keys of rows and never a name or a number of a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("用户"), related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), null=True, related_name="+")
    page = models.UUIDField()
    form = models.CharField(_("表单"), max_length=300)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(_("保存时间"), db_default=Now())

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("草稿")
        indexes = [models.Index(fields=["user", "form"], name="draft_of_a_form")]
        constraints = [
            models.UniqueConstraint(fields=["user", "page"], name="draft_is_kept_once_for_a_page"),
        ]

    def __str__(self) -> str:
        return str(self.page)

    @cached_property
    def content(self) -> dict[str, Any]:
        """{"title": heading of the page, "fields": {name: [value, ...]}}"""
        return json.loads(crypto.decrypt(self.sealed, table="draft", column="content", row=str(self.pk)))

    @property
    def title(self) -> str:
        return self.content["title"]

    @property
    def url(self) -> str:
        """Where the form is shown as it was kept."""
        return f"{self.form}{'&' if '?' in self.form else '?'}{RESTORE}={self.page}"


class Habit(models.Model):
    """What somebody chose last time in a form (provider, origin ...): offered again, never decided by. No column of a
    person stands here."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("用户"), related_name="+", db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), null=True, related_name="+")
    form = models.CharField(_("表单"), max_length=60)
    values = models.JSONField(_("内容"), default=dict)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("上次的选择")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "street", "form"], nulls_distinct=False, name="habit_is_kept_once_for_a_form"
            ),
        ]

    def __str__(self) -> str:
        return self.form
