"""Published figures: a publication of a year, what its streets confirmed, its passports, and what was decided since."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.scoping import ScopedQuerySet


def _hand(label: Any, **options: Any) -> models.ForeignKey:
    return models.ForeignKey(
        User, models.PROTECT, verbose_name=label, editable=False, related_name="+", db_index=False, **options
    )


def _area() -> models.ForeignKey:
    """A street; None is the whole district, which no street's scope sees."""
    return models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False, related_name="+", db_index=False
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
    note = models.CharField(_("说明"), max_length=500, default="", editable=False)
    content_hash = models.CharField(max_length=64, default="", editable=False)
    known_at = models.DateTimeField(_("截至时间"), null=True, editable=False)
    opened_by, opened_at = _hand(_("开始")), models.DateTimeField(db_default=Now(), editable=False)
    checked_by, checked_at = _hand(_("核对"), null=True), models.DateTimeField(null=True, editable=False)
    frozen_by, frozen_at = _hand(_("发布"), null=True), models.DateTimeField(null=True, editable=False)

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
    confirmed_by = _hand(_("确认人"))
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
    asked = models.CharField(_("问题"), max_length=400, editable=False)
    answer = models.CharField(_("答复"), max_length=300, default="", editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("未决问题")
        constraints = [
            models.UniqueConstraint(fields=["confirmation", "code"], name="question_is_asked_once"),
        ]

    def __str__(self) -> str:
        return self.asked


class Figure(models.Model):
    """A passport: one published number. Append-only, and only while its publication is not frozen yet.

    `id` is for ever: `2023-1-people.certificate_holders-district` (year, version of the publication, code, area).
    `version` is that of the definition. `value` is None where there was nothing to divide by. Its members are not
    copied: read at the publication's `known_at` they are the same for ever and hash to `member_hash`.
    """

    id = models.CharField(max_length=150, primary_key=True, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, editable=False, related_name="figures")
    street = _area()
    code = models.CharField(_("指标代码"), max_length=80, editable=False)
    version = models.PositiveSmallIntegerField(_("口径版本"), editable=False)
    label = models.CharField(_("指标"), max_length=100, editable=False)
    unit = models.CharField(_("单位"), max_length=10, editable=False)
    value = models.DecimalField(_("数值"), max_digits=20, decimal_places=4, null=True, editable=False)
    numerator = models.DecimalField(_("分子"), max_digits=18, decimal_places=2, null=True, editable=False)
    denominator = models.DecimalField(_("分母"), max_digits=18, decimal_places=2, null=True, editable=False)
    member_hash = models.CharField(_("名单核对码"), max_length=64, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("已发布的数字")
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "code", "street"],
                nulls_distinct=False,
                name="figure_is_published_once_per_version",
            ),
            models.CheckConstraint(
                condition=Q(numerator=None, denominator=None)
                | Q(unit="%", numerator__isnull=False, denominator__isnull=False),
                name="ratio_is_published_with_both_numbers",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class DifferenceQuerySet(ScopedQuerySet):
    def proposed(self) -> "DifferenceQuerySet":
        return self.filter(state=Difference.State.PROPOSED)

    def approved(self) -> "DifferenceQuerySet":
        return self.filter(state=Difference.State.APPROVED)


class Difference(models.Model):
    """What a published figure counts now, with the reason given by one and the decision of another.

    It holds for exactly this member list: when further records change, the difference is pending again.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待批准")
        APPROVED = "approved", _("已批准更正")
        REFUSED = "refused", _("未批准")

    figure = models.ForeignKey(Figure, models.PROTECT, editable=False, related_name="differences")
    street = _area()
    value = models.DecimalField(_("现在"), max_digits=20, decimal_places=4, null=True, editable=False)
    member_hash = models.CharField(max_length=64, editable=False)
    reason = models.CharField(_("原因"), max_length=300, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PROPOSED, editable=False)
    proposed_by, proposed_at = _hand(_("说明人")), models.DateTimeField(db_default=Now(), editable=False)
    answer = models.CharField(_("批准意见"), max_length=300, default="", editable=False)
    decided_by, decided_at = _hand(_("批准人"), null=True), models.DateTimeField(null=True, editable=False)

    objects = DifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("发布后的差异")
        constraints = [
            models.UniqueConstraint(
                fields=["figure", "member_hash"],
                condition=~Q(state="refused"),
                name="difference_is_explained_once",
                violation_error_message=_("这项差异已经有了说明。请刷新页面查看。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="difference_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(decided_by=F("proposed_by")),
                name="difference_is_decided_by_a_second_person",
                violation_error_message=_("说明原因的人不能自己批准。请由另一位同事办理。"),
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None) | Q(decided_by__isnull=False) & ~Q(state="proposed"),
                name="difference_that_is_decided_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.get_state_display()}"
