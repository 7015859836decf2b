"""A person."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Community
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.people import crypto, names, numbers
from services.people.models.codes import Sex, street_of_custody

if TYPE_CHECKING:
    from services.people.models.certificate import Certificate
    from services.people.models.household import Household


SHORTEST_PHONE = 7
FEW = 100


def phone_index(text: str) -> bytes | None:
    """The blind index of a telephone number; None for what is none."""
    digits = numbers.phone_digits(text)
    if not digits.isdigit() or len(digits) < SHORTEST_PHONE:
        return None
    return crypto.blind_index(digits, purpose="phone")


def records_of(person: "Person | uuid.UUID | None") -> RawSQL:
    """The keys of `person` and of every record that was merged into it, for `person__in=`; of nobody none."""
    return RawSQL("SELECT person_records(%s)", [person.pk if isinstance(person, Person) else person])


def owners_of(people: Iterable[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Record -> person: each of these, and the records that were merged into them at any remove."""
    owner = {key: key for key in people}
    fresh = set(owner)
    while fresh:
        merged = Person.objects.filter(merged_into__any=fresh).values_list("pk", "merged_into")
        found = {record: owner[into] for record, into in merged if record not in owner}
        owner |= found
        fresh = set(found)
    return owner


def masked_id(key: uuid.UUID, cipher: bytes | None) -> str:
    """The ID number of the person with that key, masked; words where there is none."""
    if cipher is None:
        return str(_("无证件号"))
    return numbers.mask_id(crypto.decrypt(cipher, table="person", column="id_number", row=str(key)))


class PersonQuerySet(ScopedQuerySet):
    def current(self) -> Self:
        """Without records that were merged into another."""
        return self.filter(merged_into=None)

    def found_by(self, term: str) -> Self:
        """By an ID, certificate or telephone number (exactly; also of a record that was merged), else by name, pinyin
        or initials. Nothing for an empty term."""
        number = numbers.normalise(term)
        if (index := phone_index(term)) and len(number) < 15:
            return self._kept_of(Q(phone_index=index))
        if len(number) >= 15 and number[:15].isdigit():
            by_id = Q(id_index=crypto.blind_index(number[:18], purpose="id_number"))
            by_certificate = Q(certificates__number_index=crypto.blind_index(number, purpose="certificate"))
            return self._kept_of(by_id if len(number) == 18 else by_certificate)
        keys = names.term_keys(term)
        if not keys:
            return self.none()
        return self.current().filter(keys__contains=keys).order_by("name", "born_on", "pk")

    def _kept_of(self, number: Q) -> Self:
        """Whom the few records with this number stand for."""
        keys = {one.standing().pk for one in self.filter(number)[:FEW]}
        return self.filter(pk__in=keys).order_by("name", "born_on", "pk")


class Person(models.Model):
    """A person, with or without a certificate; `street` is the custody street, changed only by a recorded handover."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    street = street_of_custody()
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("社区"), null=True, blank=True)
    name = PlainText(_("姓名"), max_length=60)
    sex = models.CharField(_("性别"), max_length=1, choices=Sex.choices)
    born_on = models.DateField(_("出生日期"))
    id_cipher = models.BinaryField(null=True, editable=False)
    id_index = models.BinaryField(null=True, editable=False)
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False)
    suspected = models.BooleanField(_("疑似残疾儿童"), default=False)
    died_on = models.DateField(_("死亡日期"), null=True, blank=True)
    external_system = PlainText(_("外部系统"), max_length=30, blank=True, default="", db_default="")
    external_id = PlainText(_("外部编号"), max_length=64, null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, editable=False, related_name="merged")
    keys = ArrayField(models.CharField(max_length=60), editable=False, default=list)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("人员"), pgettext_lazy("列表", "人员")
        indexes = [
            GinIndex(fields=["keys"], name="person_by_name_keys", fastupdate=False),
            models.Index(fields=["street", "name"], name="person_by_street"),
            models.Index(fields=["phone_index"], name="person_by_phone", condition=Q(phone_index__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id_index"], name="id_number_is_registered_once"),
            models.UniqueConstraint(fields=["id", "street"], name="person_stands_in_one_street"),
            models.UniqueConstraint(
                fields=["external_system", "external_id"],
                name="external_person_is_registered_once",
                violation_error_message=_("这个外部编号的人已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(external_id=None) | ~Q(external_system=""), name="external_person_names_its_system"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(died_on__gte=F("born_on")), name="person_dies_after_birth"
            ),
        ]

    def __str__(self) -> str:
        return numbers.mask_name(self.name)

    @property
    def is_current(self) -> bool:
        """Not merged into another record."""
        return self.merged_into_id is None

    def standing(self) -> "Person":
        """This record, or the one that it was merged into."""
        person = self
        while person.merged_into is not None:
            person = person.merged_into
        return person

    @property
    def id_number(self) -> str:
        """The plain number ("" without one). Reading it for a person's eyes goes through `actions.reveal_number`."""
        if self.id_cipher is None:
            return ""
        return crypto.decrypt(bytes(self.id_cipher), table="person", column="id_number", row=str(self.pk))

    @property
    def masked_id(self) -> str:
        return masked_id(self.pk, self.id_cipher)

    @property
    def phone(self) -> str:
        if self.phone_cipher is None:
            return ""
        return crypto.decrypt(bytes(self.phone_cipher), table="person", column="phone", row=str(self.pk))

    def age_on(self, day: dt.date) -> int:
        """Completed years on `day`."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def certificate_on(self, day: dt.date) -> "Certificate | None":
        """Also one on a record that was merged into this; of two (until one is ended) the one issued last."""
        certificates = self._meta.get_field("certificates").related_model.objects
        return certificates.filter(person__in=records_of(self)).valid_on(day).order_by("-valid_from", "pk").first()

    def household_on(self, day: dt.date) -> "Household | None":
        memberships = self._meta.get_field("memberships").related_model.objects.filter(person__in=records_of(self))
        membership = memberships.valid_on(day).select_related("household").order_by("-valid_from").first()
        return membership and membership.household
