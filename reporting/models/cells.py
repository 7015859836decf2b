"""Figures kept per cell (area and year), and the marks that say which cells the ledger has moved on from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.scoping import DISTRICT, ScopedQuerySet


class KeptCell(models.Model):
    """The figures of one area and year ("then" basis) as they were at every moment from `known_at` to `upto`.

    `counts` are the values of the indicators in force, in the order of declaration; `declared` is the digest of
    their SQL, so that a changed declaration finds nothing kept. `seconds` is what counting took, all areas together.
    """

    area = models.CharField(max_length=9)  # a street's code, or "district"
    street = models.ForeignKey(Street, models.PROTECT, null=True, db_constraint=False, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    known_at = models.DateTimeField()
    upto = models.DateTimeField()
    declared = models.CharField(max_length=64)
    counts = ArrayField(models.DecimalField(max_digits=18, decimal_places=2, null=True))
    seconds = models.FloatField()

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("保存的统计数")
        indexes = [models.Index(fields=["year", "area", "-known_at"], name="kept_cell_by_year_and_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(area=DISTRICT, street=None) | Q(street__isnull=False) & Q(area=F("street_id")),
                name="kept_cell_is_of_its_street",
            ),
            models.CheckConstraint(condition=Q(upto__gte=F("known_at")), name="kept_cell_holds_from_its_moment_on"),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.year}"


class Touch(models.Model):
    """The ledger recorded something between `since` and `upto` (one statement) that concerns figures of `street` from
    `year` on: a stock depends on all years before. Without a street and with year 0 it concerns all (a merge).

    Written by a trigger of the ledger; nothing is counted up, so that writers never wait for each other.
    """

    street = models.ForeignKey(Street, models.PROTECT, null=True, db_constraint=False, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    since = models.DateTimeField()
    upto = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = _("台账变动")
        indexes = [models.Index(fields=["upto"], name="touch_by_its_end")]

    def __str__(self) -> str:
        return f"{self.street_id} {self.year}"
