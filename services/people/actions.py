"""The only writers of people: persons, households, residence, organisations, handover requests."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import Community, Street, User
from accounts.roles import require
from accounts.scoping import scope_required
from services.people import crypto, names, numbers
from services.people.models import (
    DistinctPair,
    HandoverRequest,
    Household,
    HouseholdMember,
    Organisation,
    Person,
    Residence,
    phone_index,
)

# What ends when a person dies (certificate, employment), registered by the floors above: f(by, person, day that was
# registered before). A corrected or withdrawn day is followed too.
ON_DEATH: list[Callable[[User | None, Person, dt.date | None], None]] = []


def parse_id_number(text: str, *, today: dt.date | None = None) -> numbers.ResidentId:
    """The parsed number, or Malformed at the field `id_number` with the sentence of why not."""
    try:
        return numbers.parse_resident_id(text, today=today)
    except numbers.BadNumber as error:
        raise Malformed(error.code, error.message, "id_number") from None


def refuse_if_elsewhere(*, by: User | None, purpose: str, index: bytes, pointer: str) -> None:
    """Refuses a number that is registered; of another street only its name is told (logged, so many times an hour)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT street_of_number(%s, %s)", [purpose, index])
        street_code = cursor.fetchone()[0]
    if street_code is None:
        return
    scope = scope_required()
    if scope.street and street_code != scope.street:
        audit.refuse(by=by, action="person.looked_up_elsewhere", target=street_code, street=scope.street)
        detail = _("这个证件号已在%(street)s登记。请点“申请移交”，由区残联办理后再为此人办事。")
        street = Street.objects.get(pk=street_code)
        raise Conflict("person.registered_elsewhere", detail % {"street": street.name}, pointer)
    known = Person.objects.filter(id_index=index).first() if purpose == "id_number" else None
    members = {"person": str(known.standing().pk)} if known else {}
    detail = _("这个证件号已经登记。请查找此人并打开其页面。")
    raise Conflict("person.already_registered", detail, pointer, members=members)


def _sealed(text: str, *, table: str, column: str, row: Any) -> bytes | None:
    return crypto.encrypt(text, table=table, column=column, row=str(row)) if text else None


@transaction.atomic
def register_person(
    *,
    by: User | None,
    street: Street,
    name: str,
    id_number: str = "",
    born_on: dt.date | None = None,
    sex: str = "",
    community: Community | None = None,
    phone: str = "",
    suspected: bool = False,
    external_system: str = "",
    external_id: str | None = None,
    unlike: Iterable[Person] = (),
    today: dt.date,
) -> Person:
    """A new person. With an ID number, birth date and sex come from it; without one (a suspected child) they are
    required. `unlike` are similar records that whoever registers has compared. Errors: Malformed (number, missing
    birth date), Conflict (registered here or elsewhere)."""
    require(scope_required(), "person.register")
    person = Person(pk=uuid.uuid4(), street=street, community=community, name=name.strip(), suspected=suspected)
    person.external_system, person.external_id = external_system, external_id
    _set_identity(by, person, id_number, born_on, sex, today)
    person.keys = names.search_keys(person.name)
    _set_phone(person, phone)
    person.save(force_insert=True)
    Residence.objects.create(
        person=person, street=street, kind=Residence.Kind.HUKOU, at_street=street, valid_from=person.born_on
    )
    audit.record(by=by, action="person.registered", target=person, street=street.pk)
    for other in unlike:
        tell_apart(by=by, one=person, other=other, reason=str(_("登记时已核对")))
    return person


@transaction.atomic
def tell_apart(*, by: User | None, one: Person, other: Person, reason: str) -> DistinctPair:
    """Two records that look like one person are of two; they are not offered for merging any more."""
    require(scope_required(), "person.register")
    if not reason.strip():
        raise RuleBroken("pair.reason_missing", _("请写明怎样确认不是同一人。"), "reason")
    pair = DistinctPair(one=one, other=other, street_id=one.street_id, reason=reason.strip(), told_by=by)
    pair.save(force_insert=True)
    audit.record(by=by, action="person.told_apart", target=one, street=one.street_id, other=str(other.pk))
    return pair


def _set_phone(person: Person, phone: str) -> None:
    person.phone_cipher = _sealed(phone, table="person", column="phone", row=person.pk)
    person.phone_index = phone_index(phone)


def _set_identity(by: User | None, person: Person, id_number: str, born_on, sex: str, today: dt.date) -> None:
    if numbers.normalise(id_number):
        parsed = parse_id_number(id_number, today=today)
        if (born_on and born_on != parsed.born) or (sex and sex != parsed.sex):
            detail = _("出生日期或性别与身份证号不一致。请核对；留空时系统按证件号填写。")
            raise Malformed("id_number.disagrees", detail, "born_on" if born_on and born_on != parsed.born else "sex")
        index = crypto.blind_index(parsed.number, purpose="id_number")
        if person.id_index is None or bytes(person.id_index) != index:
            refuse_if_elsewhere(by=by, purpose="id_number", index=index, pointer="id_number")
        person.id_index, person.born_on, person.sex = index, parsed.born, parsed.sex
        person.id_cipher = _sealed(parsed.number, table="person", column="id_number", row=person.pk)
    elif born_on and sex:
        if born_on > today:
            raise Malformed("born_on.in_future", _("出生日期在今天之后，请核对。"), "born_on")
        person.born_on, person.sex = born_on, sex
    else:
        raise Malformed(
            "id_number.missing",
            _("请填写身份证号；确实没有证件号的（如疑似残疾儿童），请填写出生日期和性别。"),
            "id_number",
        )


@transaction.atomic
def correct_person(*, by: User | None, person: Person, seen_version: int, today: dt.date, **changes: Any) -> Person:
    """Corrects a person's data (name, id_number, born_on, sex, community, phone, suspected, died_on).

    Counted figures do not move: entries carry what they relied on. Conflict when somebody changed the person.
    """
    require(scope_required(), "person.correct")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.version != seen_version:
        raise Conflict("person.changed", _("此人的资料刚刚被别人修改。您填写的内容还在，请核对后再保存。"))
    identity = {name: changes.pop(name, "") for name in ("id_number", "born_on", "sex")}
    if numbers.normalise(identity["id_number"] or "") or identity["born_on"] or identity["sex"]:
        number = identity["id_number"] or person.id_number
        if not number:
            identity = {
                "id_number": "",
                "born_on": identity["born_on"] or person.born_on,
                "sex": identity["sex"] or person.sex,
            }
        _set_identity(by, person, number, identity["born_on"], identity["sex"], today)
    if "phone" in changes:
        _set_phone(person, changes.pop("phone"))
    died_before = person.died_on
    for name, value in changes.items():
        setattr(person, name, value)
    if person.died_on and person.died_on > today:
        raise Malformed("died_on.in_future", _("死亡日期在今天之后，请核对。"), "died_on")
    person.keys = names.search_keys(person.name)
    person.version += 1
    person.save(force_update=True)
    if person.died_on != died_before:
        for follow in ON_DEATH:
            follow(by, person, died_before)
    audit.record(by=by, action="person.corrected", target=person, street=person.street_id, fields=sorted(changes))
    return person


def reveal_number(*, by: User | None, person: Person, purpose: str) -> str:
    """The plain ID number, for a stated purpose, which is audited."""
    require(scope_required(), "person.reveal")
    if not purpose.strip():
        raise RuleBroken("reveal.purpose_missing", _("请写明查看完整证件号的用途。"), "purpose")
    audit.record(by=by, action="person.revealed", target=person, street=person.street_id, purpose=purpose.strip()[:100])
    return person.id_number


@transaction.atomic
def start_household(*, by: User | None, head: Person, on: dt.date, address: str = "") -> Household:
    """A household of its own for `head`; Conflict when the person already is in one."""
    require(scope_required(), "household.enter")
    if head.household_on(on):
        raise Conflict("person.in_household", _("此人已经在一个家庭里。请先办理离开原家庭。"), "person")
    household = Household(pk=uuid.uuid4(), street_id=head.street_id, community_id=head.community_id)
    household.address_cipher = _sealed(address, table="household", column="address", row=household.pk)
    household.save(force_insert=True)
    join_household(by=by, household=household, person=head, relation=HouseholdMember.Relation.HEAD, on=on)
    return household


@transaction.atomic
def join_household(
    *, by: User | None, household: Household, person: Person, relation: str, on: dt.date
) -> HouseholdMember:
    """Errors: Conflict when the person is in a household, or the household has a head, at that time (constraints)."""
    require(scope_required(), "household.enter")
    member = HouseholdMember(
        household=household, street_id=household.street_id, person=person, relation=relation, valid_from=on
    )
    member.save(force_insert=True)
    audit.record(by=by, action="household.joined", target=household, street=household.street_id)
    return member


@transaction.atomic
def leave_household(*, by: User | None, member: HouseholdMember, on: dt.date) -> None:
    require(scope_required(), "household.enter")
    if on <= member.valid_from:
        raise Malformed("date.before_beginning", _("离开日期应在加入日期之后。"), "on")
    if not HouseholdMember.objects.filter(pk=member.pk, valid_to=None).update(valid_to=on):
        raise Conflict("member.already_left", _("已经登记离开。请刷新页面查看。"))
    audit.record(by=by, action="household.left", target=member.household_id, street=member.street_id)


@transaction.atomic
def withdraw_member(*, by: User | None, member: HouseholdMember) -> None:
    """One who was entered by mistake never was of the household. Conflict: has left since, or is head of others."""
    require(scope_required(), "household.enter")
    others = HouseholdMember.objects.filter(household=member.household_id, valid_to=None).exclude(pk=member.pk)
    if member.valid_to or (member.relation == HouseholdMember.Relation.HEAD and others.exists()):
        raise Conflict("household.went_on", _("登记家庭之后又有变动，或家里还有别的成员。请在人员页面办理。"))
    HouseholdMember.objects.filter(pk=member.pk, valid_to=None).update(valid_to=member.valid_from)
    audit.record(by=by, action="household.withdrawn", target=member.household_id, street=member.street_id)


@transaction.atomic
def record_residence(
    *, by: User | None, person: Person, kind: str, at_street: Street | None, on: dt.date, address: str = ""
) -> Residence:
    """Where the hukou is, or where the person lives, from `on`; the one before ends. `at_street` None: elsewhere.

    Custody does not move by this (see ledger.hand_over). Malformed for a day before the standing one began.
    """
    require(scope_required(), "person.correct")
    standing = person.residences.filter(kind=kind, valid_to=None).first()
    if standing and on <= standing.valid_from:
        detail = _("起始日期应晚于现有记录的起始日期（%(day)s）。")
        raise Malformed("date.before_beginning", detail % {"day": standing.valid_from}, "on")
    if standing:
        Residence.objects.filter(pk=standing.pk).update(valid_to=on)
    residence = Residence(person=person, street_id=person.street_id, kind=kind, at_street=at_street, valid_from=on)
    residence.address_cipher = _sealed(address, table="residence", column="address", row=f"{person.pk}:{kind}:{on}")
    residence.save(force_insert=True)
    audit.record(by=by, action="residence.recorded", target=person, street=person.street_id)
    return residence


@transaction.atomic
def register_organisation(*, by: User | None, kind: str, name: str, credit_code: str | None = None) -> Organisation:
    require(scope_required(), "organisation.enter")
    organisation = Organisation(kind=kind, name=name.strip(), credit_code=credit_code or None)
    organisation.save(force_insert=True)
    audit.record(by=by, action="organisation.registered", target=organisation)
    return organisation


@transaction.atomic
def ask_handover(*, by: User, id_number: str, reason: str) -> HandoverRequest:
    """Asks the district to hand over whoever has this ID number; nothing is told about the person.

    Errors: NotAllowed; RuleBroken (no street); Malformed; Conflict when it is the street's own person.
    """
    scope = scope_required()
    require(scope, "person.ask_handover")
    if scope.street is None:
        raise RuleBroken("handover.needs_street", _("移交由街道申请。区级人员请直接在人员页面办理移交。"))
    index = crypto.blind_index(parse_id_number(id_number).number, purpose="id_number")
    if Person.objects.filter(id_index=index).exists():
        detail = _("此人已经在本街道登记，不用申请移交。请按证件号查找此人后办理。")
        raise Conflict("handover.is_ours", detail, "id_number")
    request = HandoverRequest(street_id=scope.street, id_index=index, reason=reason, asked_by=by)
    request.save(force_insert=True)
    audit.record(by=by, action="person.handover_asked", target=request, street=scope.street)
    return request
