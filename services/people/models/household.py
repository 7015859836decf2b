"""Households, and where people live, over time."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Community, Street
from accounts.scoping import ScopedQuerySet
from services.people import crypto
from services.people.models.codes import street_of_custody
from services.people.models.person import Person
from services.policy.models import DateRange


class DatedQuerySet(ScopedQuerySet):
    def valid_on(self, day: dt.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


class Residence(models.Model):
    """Where a person's hukou is, or where the person lives, over time."""

    class Kind(models.TextChoices):
        HUKOU = "hukou", _("户籍地")
        LIVING = "living", _("居住地")

    person = models.ForeignKey(Person, models.PROTECT, related_name="residences", db_constraint=False)
    street = street_of_custody()
    kind = models.CharField(_("类型"), max_length=6, choices=Kind.choices)
    at_street = models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("所在街道"), null=True, blank=True, related_name="+"
    )
    address_cipher = models.BinaryField(null=True, editable=False)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("户籍与居住地")
        constraints = [
            ExclusionConstraint(
                name="person_has_one_residence_of_a_kind",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.valid_from}"

    @property
    def address(self) -> str:
        if self.address_cipher is None:
            return ""
        row = f"{self.person_id}:{self.kind}:{self.valid_from}"
        return crypto.decrypt(bytes(self.address_cipher), table="residence", column="address", row=row)


class Household(models.Model):
    """People who live together; it belongs to the street of its head."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    street = street_of_custody()
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("社区"), null=True, blank=True)
    address_cipher = models.BinaryField(null=True, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("家庭")
        constraints = [models.UniqueConstraint(fields=["id", "street"], name="household_stands_in_one_street")]

    def __str__(self) -> str:
        head = self.members.filter(relation=HouseholdMember.Relation.HEAD, valid_to=None).select_related("person")
        return _("%(head)s 家") % {"head": head[0].person} if head else str(_("家庭（无户主）"))

    @property
    def version(self) -> int:
        """Grows with everybody who joins and everybody who leaves."""
        members = self.members.all()
        return len(members) + sum(member.valid_to is not None for member in members)

    @property
    def address(self) -> str:
        if self.address_cipher is None:
            return ""
        return crypto.decrypt(bytes(self.address_cipher), table="household", column="address", row=str(self.pk))


class HouseholdMember(models.Model):
    """Membership over time: one household at a time, one head at a time."""

    class Relation(models.TextChoices):
        HEAD = "head", _("户主")
        SPOUSE = "spouse", _("配偶")
        CHILD = "child", _("子女")
        PARENT = "parent", _("父母")
        OTHER = "other", _("其他")

    household = models.ForeignKey(Household, models.PROTECT, related_name="members", db_constraint=False)
    street = street_of_custody()
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="memberships")
    relation = models.CharField(_("与户主关系"), max_length=6, choices=Relation.choices)
    valid_from = models.DateField(_("起始日期"))
    valid_to = models.DateField(_("截止日期（不含）"), null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("家庭成员")
        constraints = [
            ExclusionConstraint(
                name="person_is_in_one_household_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="household_has_one_head_at_a_time",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(relation="head"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_relation_display()}"
