"""Writes the rows of a register of people by the actions of the counter, and takes them back."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Conflict
from accounts.models import Community, Street
from accounts.roles import require
from accounts.scoping import scope_required
from services.certificates import actions
from services.ledger.models import Entry
from services.people import actions as people
from services.people import crypto
from services.people.models import Household, HouseholdMember, Person
from services.workbooks.units import Asked, Unit

COMMUNITY, PHONE = "person.community", "person.phone"


def write(units: Sequence[Unit], asked: Asked) -> None:
    """Everybody first, then the certificates, then the households, those of heads before the others."""
    street = Street.objects.get(pk=asked.street) if asked.street else None
    for unit in units:
        unit.before = {}
        if unit.person._state.adding:
            _register(unit, street, asked)
        elif unit.changes:
            _change(unit, asked)
    for unit in units:
        if values := unit.plan.get("certificate"):
            certificate = actions.register_certificate(by=asked.by, person=unit.person, today=asked.today, **values)
            unit.before["certificate"] = str(certificate.pk)  # type: ignore[index]
    started: dict[Any, Household] = {}
    for unit in sorted(units, key=lambda unit: unit.plan.get("head") != unit.person.pk):
        if "head" in unit.plan:
            _join(unit, started, asked)
    issued = [unit.before["certificate"] for unit in units if "certificate" in unit.before]  # type: ignore
    entries = dict(Entry.objects.of(actions.STARTED).filter(detail__any=issued).values_list("detail", "pk"))
    for unit in units:
        unit.entry = entries.get((unit.before or {}).get("certificate", ""))


def _register(unit: Unit, street: Street | None, asked: Asked) -> None:
    """The person gets a key of its own; whoever is named as its head in this workbook is found by it."""
    assert street and unit.person
    planned = unit.person
    unit.person = people.register_person(
        by=asked.by,
        street=street,
        name=planned.name,
        id_number=planned.id_number,
        community=unit.plan["community"],
        phone=unit.plan["phone"],
        today=asked.today,
    )
    if unit.plan.get("head") == planned.pk:
        unit.plan["head"] = unit.person.pk


def _change(unit: Unit, asked: Asked) -> None:
    """Community and telephone; what stood there is kept, the number sealed as it was."""
    person = Person.objects.get(pk=unit.person.pk)
    changes, was = {}, {}
    for key, _old, _new in unit.changes:
        if key == COMMUNITY:
            changes["community"], was["community"] = unit.plan["community"], person.community_id
        else:
            sealed = person.phone_cipher
            changes["phone"], was["phone"] = unit.plan["phone"], None if sealed is None else bytes(sealed).hex()
    seen = unit.person.version
    unit.person = people.correct_person(by=asked.by, person=person, seen_version=seen, today=asked.today, **changes)
    unit.before = {"was": was}


def _join(unit: Unit, started: dict[Any, Household], asked: Asked) -> None:
    person, on = unit.person, unit.values["household.on"]
    assert person
    household = unit.plan["household"] or started.get(unit.plan["head"])
    if household is None and unit.plan["head"] == person.pk:
        household = started[person.pk] = people.start_household(by=asked.by, head=person, on=on)
        member = household.members.get(person=person)
    elif household is None:
        raise Conflict("household.not_there", _("户主的家庭没有登记成，请先登记家庭。"))
    else:
        relation = unit.values["household.relation"]
        member = people.join_household(by=asked.by, household=household, person=person, relation=relation, on=on)
    unit.before["member"] = member.pk  # type: ignore[index]


def undo(row: Any, asked: Asked, reason: str) -> None:
    """Certificate and household never were; contacts are as before. Who was registered stays registered.

    Errors: Conflict when any of it went on since.
    """
    require(scope_required(), "case.correct")
    before = row.before or {}
    if member := before.get("member"):
        people.withdraw_member(by=asked.by, member=HouseholdMember.objects.get(pk=member))
    if certificate := before.get("certificate"):
        actions.withdraw_certificate(by=asked.by, certificate=certificate, reason=reason)
    if was := before.get("was"):
        person = Person.objects.get(pk=row.person_id)
        changes: dict[str, Any] = {}
        if "community" in was:
            changes["community"] = Community.objects.filter(pk=was["community"]).first()
        if "phone" in was:
            changes["phone"] = _unsealed(was["phone"], person)
        people.correct_person(by=asked.by, person=person, seen_version=row.version, today=asked.today, **changes)


def _unsealed(sealed: str | None, person: Person) -> str:
    if sealed is None:
        return ""
    return crypto.decrypt(bytes.fromhex(sealed), table="person", column="phone", row=str(person.pk))
