"""Passports of published figures, and what was decided of their differences since."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from reporting.models.publications import Publication, hand


def _area() -> models.ForeignKey:
    """A street; None is the whole district, which no street's scope sees."""
    return models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False, related_name="+", db_index=False
    )


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
    label = models.CharField(_("指标"), max_length=200, editable=False)
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
    reason = PlainText(_("原因"), max_length=300, editable=False)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.PROPOSED, editable=False)
    proposed_by, proposed_at = hand(_("说明人")), models.DateTimeField(db_default=Now(), editable=False)
    answer = PlainText(_("批准意见"), max_length=300, default="", editable=False)
    decided_by, decided_at = hand(_("批准人"), null=True), models.DateTimeField(null=True, editable=False)

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
