"""The only writers of the ledger: record, void, replace; merge, unmerge and hand over persons."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import Street, User
from accounts.plain_text import holds_number
from accounts.roles import require
from accounts.scoping import scope_required
from services.ledger.models import HANDED_OVER, MERGED, VOIDED, Entry
from services.people.models import Household, HouseholdMember, Person

# What moves along when a person is handed over (open cases), registered by the floors above: f(person, street, on).
FOLLOWERS: list[Callable[[Person, Street, dt.date], None]] = []


def refuse_number(reason: str) -> None:
    """What is written as a reason stays for ever, so it names nobody by number. RuleBroken."""
    if holds_number(reason):
        detail = _("理由会永久保存，不能写证件号。请删去证件号，改写姓名或案件编号。")
        raise RuleBroken("reason.holds_number", detail, "reason")


def snapshot(person: Person, on: dt.date) -> dict[str, Any]:
    """What a count relies on, as it is on `on`: community, certificate, completed age, sex, suspected; of a record that
    was merged into another, what the one that was kept says."""
    person = person.standing()
    certificate = person.certificate_on(on)
    return {
        "community_id": person.community_id,
        "category": certificate and certificate.category,
        "grade": certificate and certificate.grade,
        "age": max(person.age_on(on), 0),
        "sex": person.sex,
        "suspected": person.suspected and certificate is None,
    }


@transaction.atomic
def record(*, by: User | None, code: str, on: dt.date, street_id: str, **values: Any) -> Entry:
    """One entry. `values` are columns of Entry; with a person the snapshot is taken here."""
    refuse_number(values.get("reason") or "")
    person = values.get("person")
    entry = Entry(code=code, happened_on=on, street_id=street_id)
    for name, value in {**(snapshot(person, on) if person else {}), **values}.items():
        setattr(entry, name, value)
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def void(*, by: User | None, entry: Entry, reason: str) -> Entry:
    """Voids an entry by a further entry with a reason; Conflict if somebody already did."""
    if not reason.strip():
        raise RuleBroken("void.reason_missing", _("请写明作废理由。"), "reason")
    refuse_number(reason)
    if Entry.objects.filter(voids=entry).exists() or entry.voids_id:
        raise Conflict("entry.already_voided", _("这条记录已经作废。请刷新页面查看最新情况。"))
    mark = Entry(
        code=VOIDED,
        happened_on=entry.happened_on,
        street_id=entry.street_id,
        case_id=entry.case_id,
        person_id=entry.person_id,
        household_id=entry.household_id,
        voids=entry,
        quantity=0,
        reason=reason.strip(),
    )
    mark.save(force_insert=True)
    audit.record(by=by, action="entry.voided", target=entry, street=entry.street_id)
    return mark


COPIED = [
    "code",
    "happened_on",
    "street_id",
    "community_id",
    "case_id",
    "person_id",
    "household_id",
    "organisation_id",
    "quantity",
    "amount",
    "detail",
    "for_month",
    "valid_until",
    "category",
    "grade",
    "age",
    "sex",
    "suspected",
    "from_status",
    "to_status",
    "ends_id",
]


@transaction.atomic
def replace(*, by: User | None, entry: Entry, reason: str, **changes: Any) -> Entry:
    """Voids `entry` and records it again with `changes`; everything else is kept as it was, with another day what the
    person was on that day but for the community (who has moved since did not live there then)."""
    void(by=by, entry=entry, reason=reason)
    kept = [name for name in COPIED if name.removesuffix("_id") not in changes]
    values = {name: getattr(entry, name) for name in kept} | {"replaces": entry} | changes
    again = Entry(**values)
    if "happened_on" in changes and entry.person_id:
        for name, value in snapshot(entry.person, again.happened_on).items():
            if name != "community_id":
                setattr(again, name, value)
    again.save(force_insert=True)
    return again


@transaction.atomic
def merge_persons(*, by: User | None, person: Person, into: Person, on: dt.date, reason: str) -> Entry:
    """`person` turns out to be `into`: from now on they count as one; readings of before stay as they were."""
    require(scope_required(), "person.merge")
    locked = {p.pk: p for p in Person.objects.select_for_update().filter(pk__in=[person.pk, into.pk])}
    person, into = locked[person.pk], locked[into.pk]
    if person == into or person.merged_into_id or into.merged_into_id:
        raise Conflict("person.already_merged", _("其中一条人员记录已经合并过。请打开最新的人员页面再操作。"))
    if person.street_id != into.street_id:
        raise RuleBroken("person.other_street", _("两条记录不在同一个街道。请先办理移交，再合并。"))
    if not reason.strip():
        raise RuleBroken("merge.reason_missing", _("请写明合并理由。"), "reason")
    Person.objects.filter(pk=person.pk).update(merged_into=into)
    audit.record(by=by, action="person.merged", target=person, street=into.street_id)
    return record(
        by=by, code=MERGED, on=on, street_id=into.street_id, person=person, into=into, quantity=0, reason=reason
    )


@transaction.atomic
def unmerge_persons(*, by: User | None, merge: Entry, reason: str) -> Entry:
    """Undoes a merge by voiding its entry: the two count apart again, and earlier readings stay as they were."""
    require(scope_required(), "person.merge")
    mark = void(by=by, entry=merge, reason=reason)
    Person.objects.filter(pk=merge.person_id).update(merged_into=None)
    return mark


@transaction.atomic
def hand_over(*, by: User | None, person: Person, to: Street, on: dt.date, reason: str) -> list[Entry]:
    """Moves custody of a person, with open cases, to another street; entries stay where they were counted.

    The records that were merged into the person go along. The head of a household takes the whole household along;
    another member leaves it. Errors: NotAllowed, Conflict (there already; merged into another record).
    """
    require(scope_required(), "person.hand_over")
    if person.street_id == to.pk:
        raise Conflict("person.already_there", _("此人已经在%(street)s。") % {"street": to})
    if not person.is_current:
        raise Conflict("person.already_merged", _("这条记录已经并入另一条。请打开保留的人员页面办理移交。"))
    moving, households, left = _company(person, on)
    Person.objects.filter(pk__in=[each.pk for each in moving]).update(street=to, community=None)
    Household.objects.filter(pk__in=[each.pk for each in households]).update(street=to)
    for membership in left:
        HouseholdMember.objects.filter(pk=membership.pk).update(valid_to=max(on, membership.valid_from))
    entries = []
    for each in moving:
        gone = each.street_id
        each.street, each.community = to, None
        for follow in FOLLOWERS:
            follow(each, to, on)
        audit.record(by=by, action="person.handed_over", target=each, street=gone, to=to.pk)
        entries.append(
            record(by=by, code=HANDED_OVER, on=on, street_id=gone, person=each, quantity=0, detail=to.pk, reason=reason)
        )
    return entries


def _company(person: Person, on: dt.date) -> tuple[list[Person], list[Household], list[HouseholdMember]]:
    """Who moves with `person`, himself first; the households that move; the memberships that end."""
    moving: dict[Any, Person] = {}
    households: dict[Any, Household] = {}
    memberships: list[HouseholdMember] = []
    waiting = [person]
    while waiting:
        each = waiting.pop(0)
        if each.pk in moving:
            continue
        moving[each.pk] = each
        waiting += each.merged.all()
        if membership := each.memberships.valid_on(on).select_related("household").first():
            memberships.append(membership)
            if membership.relation == HouseholdMember.Relation.HEAD:
                households[membership.household_id] = membership.household
                members = membership.household.members.valid_on(on).select_related("person")
                waiting += [member.person.standing() for member in members]
    left = [each for each in memberships if each.household_id not in households]
    return list(moving.values()), list(households.values()), left
