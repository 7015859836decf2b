"""A publication of a year, and what its streets confirmed."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet


def hand(label: Any, **options: Any) -> models.ForeignKey:
    """Whose act something was."""
    return models.ForeignKey(
        User, models.PROTECT, verbose_name=label, editable=False, related_name="+", db_index=False, **options
    )


class Publication(models.Model):
    """The figures of a year, version by version. Version 1 is confirmed by every street; a later version is an erratum:
    it corrects the one before it by differences that were approved one by one.

    `content_hash` is of all its passports; what was checked is what freezes. `known_at` is set when it is frozen, by
    the ledger's lock; a frozen publication never changes. Counted by the street of then: where people belong today
    is not in the ledger, and a figure by it cannot be read again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("准备中")
        CONFIRMING = "confirming", _("各街道确认中")
        CHECKED = "checked", _("已核对，待发布")
        FROZEN = "frozen", _("已发布")

    year = models.PositiveSmallIntegerField(_("年度"), editable=False)
    version = models.PositiveSmallIntegerField(_("版本"), default=1, editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("更正"), null=True, editable=False, related_name="corrected_by"
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    basis = models.CharField(_("口径"), max_length=4, default="then", editable=False)
    note = PlainText(_("说明"), max_length=500, default="", editable=False)
    content_hash = models.CharField(max_length=64, default="", editable=False)
    known_at = models.DateTimeField(_("截至时间"), null=True, editable=False)
    opened_by, opened_at = hand(_("开始")), models.DateTimeField(db_default=Now(), editable=False)
    checked_by, checked_at = hand(_("核对"), null=True), models.DateTimeField(null=True, editable=False)
    frozen_by, frozen_at = hand(_("发布"), null=True), models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("年度数字发布")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "version"],
                name="publication_has_one_text_per_version",
                violation_error_message=_("这一年的发布已经开始。请刷新页面查看。"),
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=~Q(state="frozen"),
                name="publication_of_a_year_is_prepared_once_at_a_time",
                violation_error_message=_("这一年已有一个正在准备的版本。请先完成它。"),
            ),
            models.CheckConstraint(
                condition=~Q(frozen_by=F("checked_by")),
                name="publication_is_frozen_by_another_than_checked",
                violation_error_message=_("核对和发布须由不同的人办理。请由另一位同事发布。"),
            ),
            models.CheckConstraint(
                condition=Q(version=1, corrects=None) | Q(version__gt=1, corrects__isnull=False),
                name="publication_after_the_first_corrects_another",
            ),
            models.CheckConstraint(condition=Q(basis="then"), name="publication_is_counted_by_street_of_then"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "confirming"], known_at=None)
                | Q(state="checked", known_at=None, checked_by__isnull=False) & ~Q(content_hash="")
                | Q(state="frozen", known_at__isnull=False, checked_by__isnull=False, frozen_by__isnull=False)
                & ~Q(content_hash=""),
                name="publication_state_has_its_hands_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return _("%(year)s年第%(version)s版") % {"year": self.year, "version": self.version}


class StreetConfirmation(models.Model):
    """A street says that its figures, as read at `known_at`, are right. It holds as long as they hash to the same;
    then the street confirms again. Append-only."""

    publication = models.ForeignKey(Publication, models.PROTECT, editable=False, related_name="confirmations")
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    known_at = models.DateTimeField(_("截至时间"), editable=False)
    content_hash = models.CharField(max_length=64, editable=False)
    confirmed_by = hand(_("确认人"))
    confirmed_at = models.DateTimeField(_("确认时间"), db_default=Now(), editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("街道确认")
        constraints = [
            models.UniqueConstraint(fields=["id", "street"], name="confirmation_stands_in_one_street"),
        ]

    def __str__(self) -> str:
        return f"{self.street} {self.confirmed_at:%Y-%m-%d %H:%M}"


class Question(models.Model):
    """A question that was open when a street confirmed, in the words in which it was asked; an empty answer leaves it
    open, and the district sees that. Append-only."""

    confirmation = models.ForeignKey(
        StreetConfirmation, models.PROTECT, editable=False, related_name="questions", db_constraint=False
    )
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    code = models.CharField(max_length=150, editable=False)
    asked = PlainText(_("问题"), max_length=400, editable=False)
    answer = PlainText(_("答复"), max_length=300, default="", editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("未决问题")
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "code"], name="question_is_asked_once"),
        ]

    def __str__(self) -> str:
        return self.asked
