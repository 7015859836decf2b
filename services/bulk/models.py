"""Cases sent by the thousand, what became of each line, and what was asked for to be taken away."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.scoping import Scope, ScopedQuerySet
from services.cases.models import Case
from services.feed.cursors import LONGEST
from services.jobs.models import Job
from services.people import crypto
from services.workbooks.models import Outcome


class OwnQuerySet(ScopedQuerySet):
    def _within(self, scope: Scope) -> Self:
        """Whoever sent or asked for it, alone: as with jobs."""
        return self.all() if scope.system else self.filter(created_by=scope.user)


class Asked(models.Model):
    """Abstract: something that a system asked for, the file that belongs to it (sealed, forgotten after
    settings.WORKBOOK_DAYS), and the job that does it; `street` as of the job."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content = models.BinaryField(null=True, editable=False)
    street = models.ForeignKey(Street, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    job = models.ForeignKey(Job, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OwnQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)

    def sealed(self, content: bytes) -> bytes:
        return crypto.encrypt_bytes(content, table=self._meta.db_table, column="content", row=str(self.pk))

    @property
    def file(self) -> bytes:
        """The file; b"" when there is none yet or any more."""
        if self.content is None:
            return b""
        return crypto.decrypt_bytes(self.content, table=self._meta.db_table, column="content", row=str(self.pk))


class Upload(Asked):
    """New cases of one kind, one per line; a `trial` writes none. The file is gone as soon as every line is done."""

    kind = models.CharField(max_length=30, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    lines = models.PositiveIntegerField(editable=False)
    trial = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("成批提交")


class LineQuerySet(ScopedQuerySet):
    def _within(self, scope: Scope) -> Self:
        return self.all() if scope.system else self.filter(upload__created_by=scope.user)


class Line(models.Model):
    """What a line became. `key` says of which external number it is (a keyed hash), `digest` what it held: the same
    line once more is known by both, whatever was done with the case meanwhile.

    `problems` are [{pointer, code, detail}] of a line that was not taken.
    """

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="results", editable=False, db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    line = models.PositiveIntegerField(editable=False)
    status = models.CharField(max_length=10, choices=Outcome.choices, editable=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    key = models.BinaryField(editable=False)
    digest = models.BinaryField(editable=False)
    problems = models.JSONField(default=list, editable=False)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("成批提交的行")
        indexes = [models.Index(fields=["key"], name="line_by_external_number", condition=Q(case__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["upload", "line"], name="line_of_an_upload_is_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.line}"


class Export(Asked):
    """Rows to be taken away, one per line, and their manifest: `cursor` is where the feed goes on from them."""

    what = models.CharField(max_length=20, editable=False)
    kind = models.CharField(max_length=30, blank=True, editable=False)
    count = models.PositiveIntegerField(null=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    cursor = models.CharField(max_length=LONGEST, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("成批取出")
        constraints = [
            models.CheckConstraint(
                condition=Q(count=None, sha256="", cursor="") | Q(count__isnull=False) & ~Q(sha256="") & ~Q(cursor=""),
                name="export_has_a_whole_manifest_or_none",
            )
        ]
