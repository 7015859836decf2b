"""The ledger: everything that counts is one row here, and no row is ever changed."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Street, User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.people.models import Category, Grade, Household, Organisation, Person, Sex

VOIDED = "ledger.voided"
MERGED = "person.merged"
HANDED_OVER = "person.handed_over"


class EntryQuerySet(ScopedQuerySet):
    def of(self, *codes: str) -> Self:
        return self.filter(code__in=codes)

    def standing(self) -> Self:
        """Not voided, and not itself a void."""
        return self.filter(voided_at=None, voids=None)

    def known_at(self, moment: dt.datetime) -> Self:
        """As the ledger was known at `moment` (aware datetime)."""
        return self.filter(Q(voided_at=None) | Q(voided_at__gt=moment), recorded_at__lte=moment, voids=None)


class Entry(models.Model):
    """What happened, when, to whom, where, under which case, how much, by whom, and when we came to know it.

    `recorded_at`, `recorded_by`, `voided_at` and `digest` are set by the database. `quantity` is in the unit of
    the code (sessions, goods, vacancies); `amount` in yuan. What a count relied on (street, community, category,
    grade, age, suspected) is copied here when the entry is written and never moves.

    That the person, case, household ... of an entry are there (and, in a street, of that street) is checked by one
    trigger per statement instead of a foreign key per column, which took a third of the time of a bulk load. Nobody
    has the right to delete those rows. Entries refer to entries by foreign keys: few do.
    """

    code = models.CharField(_("事项"), max_length=60, editable=False)
    happened_on = models.DateField(_("发生日期"), editable=False)
    recorded_at = models.DateTimeField(_("登记时间"), editable=False, null=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+", db_index=False
    )
    voided_at = models.DateTimeField(_("作废时间"), editable=False, null=True)

    street = models.ForeignKey(
        Street, models.PROTECT, db_constraint=False, editable=False, related_name="+", db_index=False
    )
    community = models.ForeignKey(
        Community, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, db_constraint=False, null=True, editable=False, related_name="entries"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="entries"
    )
    household = models.ForeignKey(
        Household, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, db_constraint=False, null=True, editable=False, related_name="+", db_index=False
    )

    quantity = models.IntegerField(_("数量"), default=1, editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True, editable=False)
    detail = models.CharField(_("说明代码"), max_length=40, default="", editable=False)
    for_month = models.DateField(_("所属月份"), null=True, editable=False)
    valid_until = models.DateField(_("有效至（不含）"), null=True, editable=False)

    category = models.PositiveSmallIntegerField(choices=Category.choices, null=True, editable=False)
    grade = models.PositiveSmallIntegerField(choices=Grade.choices, null=True, editable=False)
    age = models.PositiveSmallIntegerField(null=True, editable=False)
    sex = models.CharField(max_length=1, choices=Sex.choices, default="", editable=False)
    suspected = models.BooleanField(default=False, editable=False)

    from_status = models.CharField(max_length=20, default="", editable=False)
    to_status = models.CharField(max_length=20, default="", editable=False)
    voids = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="voided_by", db_index=False
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaced_by",
        db_index=False,
    )
    ends = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="ended_by", db_index=False)
    into = models.ForeignKey(Person, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    reason = PlainText(_("理由"), max_length=200, default="", editable=False)
    digest = models.BinaryField(editable=False, null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("台账记录")
        indexes = [
            models.Index(fields=["happened_on", "code"], name="entry_by_day_and_code"),
            models.Index(fields=["street", "code", "happened_on"], name="entry_by_street_code_and_day"),
            models.Index(fields=["recorded_at", "id"], name="entry_by_recording"),
            models.Index(fields=["ends"], name="entry_by_what_it_ends", condition=Q(ends__isnull=False)),
            models.Index(fields=["replaces"], name="entry_by_what_it_replaces", condition=Q(replaces__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z_]+\.[a-z_]+$"), name="entry_code_is_noun_dot_verb"),
            models.UniqueConstraint(fields=["voids"], condition=Q(voids__isnull=False), name="entry_is_voided_once"),
            models.CheckConstraint(
                condition=Q(voids=None) & ~Q(code=VOIDED) | Q(voids__isnull=False, code=VOIDED),
                name="entry_that_voids_says_so",
            ),
            models.CheckConstraint(condition=~Q(code=VOIDED) | ~Q(reason=""), name="void_has_a_reason"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="entry_quantity_is_not_negative"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("happened_on")),
                name="entry_is_valid_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(code=MERGED, into__isnull=False) | Q(into=None), name="only_a_merge_points_into_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.happened_on}"


class Seal(models.Model):
    """A run of entries as they were when sealed; each seal holds the digest of the one before (a chain).

    `ids` lists the sealed entries in order, so that a deleted one can be named.
    """

    upto = models.DateTimeField(editable=False, unique=True)
    ids = models.JSONField(editable=False)
    digest = models.BinaryField(editable=False)
    previous = models.BinaryField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("台账封存")

    def __str__(self) -> str:
        return f"{self.upto:%Y-%m-%d %H:%M}"
