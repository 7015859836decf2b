"""Uploaded workbooks on their way into the records, what each row became, and how a street names its columns."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases.models import Case
from services.jobs.models import Job
from services.ledger.models import Entry
from services.people import crypto
from services.people.models import Person

TABLE = "workbook"


class Outcome(models.TextChoices):
    """What a row is, compared with the records."""

    NEW = "new", _("新增")
    CHANGED = "changed", _("有改动")
    SAME = "same", _("没有变化")
    CONFLICT = "conflict", _("与登记冲突")
    REPEATED = "repeated", _("表内重复")
    ELSEWHERE = "elsewhere", _("在其他街道登记")
    WRONG = "wrong", _("填写有误")


GOOD = (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)
TONES = {
    Outcome.NEW: "good",
    Outcome.CHANGED: "info",
    Outcome.SAME: "neutral",
    Outcome.CONFLICT: "stop",
    Outcome.REPEATED: "warn",
    Outcome.ELSEWHERE: "warn",
    Outcome.WRONG: "stop",
}


class ColumnMapping(models.Model):
    """In this street's workbooks of this book the heading stands for that column ("" for none)."""

    street = models.ForeignKey(Street, models.PROTECT, related_name="+", db_index=False)
    book = models.CharField(max_length=60)
    heading = PlainText(max_length=100)
    column = models.CharField(max_length=60, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("列名对应")
        constraints = [
            models.UniqueConstraint(fields=["street", "book", "heading"], name="heading_means_one_column_in_a_street")
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.column}"


class Workbook(models.Model):
    """One uploaded file. Its content is sealed, and forgotten after settings.WORKBOOK_DAYS; its receipt stays.

    `headings` in the order of the file, `mapping` heading -> column key; `counts` Outcome -> rows in the dry run, and
    `new_people`; `findings` the first of them as [line, heading, code, sentence, is a note]; `skipped` lines that are
    registered elsewhere; `written` Outcome -> rows, `receipt` the hash over what became of every row; `moved` the
    published figures that it would change, once written those that it changed (accounts.watching).
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("待对应列名")
        CHECKING = "checking", _("正在核对")
        CHECKED = "checked", _("已核对，待决定")
        ACCEPTING = "accepting", _("正在导入")
        ACCEPTED = "accepted", _("已导入")
        UNDOING = "undoing", _("正在撤销")
        UNDONE = "undone", _("已撤销")

    class Mode(models.TextChoices):
        GOOD = "good", _("导入没有问题的行，其余退回改正")
        ALL = "all", _("全部没有问题才导入，否则一行也不导入")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), null=True, related_name="+")
    book = models.CharField(_("表格种类"), max_length=60, editable=False)
    filename = PlainText(_("文件名"), max_length=150, editable=False)
    sha256 = models.CharField(_("文件校验值"), max_length=64, editable=False)
    content = models.BinaryField(null=True, editable=False)
    marked = models.BinaryField(null=True, editable=False)
    headings = models.JSONField(default=list, editable=False)
    mapping = models.JSONField(default=dict, editable=False)
    state = models.CharField(_("进度"), max_length=10, choices=State.choices, default=State.UPLOADED, editable=False)
    mode = models.CharField(_("导入方式"), max_length=4, choices=Mode.choices, blank=True, editable=False)
    create_people = models.BooleanField(_("登记新人员"), default=False, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    findings = models.JSONField(default=list, editable=False)
    skipped = models.JSONField(default=list, editable=False)
    written = models.JSONField(default=dict, editable=False)
    receipt = models.CharField(_("回执校验值"), max_length=64, blank=True, editable=False)
    moved = models.JSONField(default=list, editable=False)
    job = models.ForeignKey(Job, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    created_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("上传人"), null=True, editable=False, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(_("上传时间"), db_default=Now(), editable=False)
    accepted_at = models.DateTimeField(_("导入时间"), null=True, editable=False)
    forgotten_at = models.DateTimeField(null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("表格导入")
        indexes = [models.Index(fields=["street", "-created_at"], name="workbook_list_of_a_street")]
        constraints = [
            models.UniqueConstraint(fields=["id", "street"], name="workbook_stands_in_one_street"),
            models.CheckConstraint(
                condition=Q(forgotten_at=None) | Q(content=None, marked=None), name="forgotten_workbook_is_empty"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | ~Q(receipt=""), name="accepted_workbook_has_a_receipt"
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def file(self) -> bytes:
        """What was uploaded; b"" when it is forgotten."""
        return b"" if self.content is None else unsealed(self.content, "content", self.pk)

    @property
    def marked_file(self) -> bytes:
        """The workbook with its findings; b"" before the dry run and when it is forgotten."""
        return b"" if self.marked is None else unsealed(self.marked, "marked", self.pk)

    @property
    def good(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in GOOD)

    @property
    def bad(self) -> int:
        return sum(self.counts.get(outcome, 0) for outcome in Outcome.values) - self.good


def sealed(content: bytes, column: str, pk: Any) -> bytes:
    return crypto.encrypt_bytes(content, table=TABLE, column=column, row=str(pk))


def unsealed(content: bytes | memoryview, column: str, pk: Any) -> bytes:
    return crypto.decrypt_bytes(content, table=TABLE, column=column, row=str(pk))


class ImportedRow(models.Model):
    """What a row of an accepted workbook became. `key` says which row it is (a keyed hash), `digest` what it held:
    the same row once more is known by both, whatever was done with the case meanwhile.

    A row became a `case`, or (in the register of people) is a `person`; `version` is its after the row was written;
    `before` holds the replaced values of a changed one, and what a row of the register brought;
    `undone`: "" not, "done", or why it could not be.
    """

    workbook = models.ForeignKey(Workbook, models.PROTECT, related_name="rows", editable=False, db_index=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    book = models.CharField(max_length=60, editable=False)
    line = models.PositiveIntegerField(editable=False)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, editable=False)
    key = models.BinaryField(editable=False)
    digest = models.BinaryField(editable=False)
    case = models.ForeignKey(
        Case, models.PROTECT, null=True, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, editable=False, related_name="+", db_index=False, db_constraint=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    before = models.JSONField(null=True, editable=False)
    undone = PlainText(max_length=200, default="", editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("导入的行")
        indexes = [models.Index(fields=["key"], name="imported_row_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["workbook", "line"], name="row_of_a_workbook_is_imported_once"),
            models.CheckConstraint(condition=Q(case=None) ^ Q(person=None), name="imported_row_is_a_case_or_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.line}"
