"""What each row of a register of people is: compared with the people, certificates and households that are there."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Community
from services.circumstances.facts import Span
from services.people import crypto, numbers
from services.people.models import Category, Certificate, HouseholdMember, Person, phone_index
from services.workbooks.models import Outcome
from services.workbooks.spellings import BETWEEN, DEGREES, IMPAIRMENT, IMPAIRMENTS
from services.workbooks.tables import Read
from services.workbooks.units import Asked, Unit
from services.workbooks.who import CERTIFICATE, ID, find_people, known_people, refuse_day

ISSUED, UNTIL, LEG, PARTS = (f"certificate.{name}" for name in ("valid_from", "valid_to", "lower_limb", "components"))
COMMUNITY, PHONE = "person.community", "person.phone"
HEAD, RELATION, JOINED = "household.head", "household.relation", "household.on"


def number_of(row: Read) -> str:
    """The ID number; "" when the row does not say."""
    return row.values.get(ID) or row.values.get(CERTIFICATE, "")[:18]


def is_head(row: Read) -> bool:
    return bool(row.values.get(HEAD)) and row.values[HEAD] == number_of(row)


def plan(units: Sequence[Unit], asked: Asked) -> None:
    find_people(units, asked)
    left = _sound(units)
    for unit in left:
        unit.plan = {"is_new": unit.person._state.adding}
    for decide in (_certificates, _households, _contacts):
        decide(left, asked)
        left = _sound(left)
    for unit in left:
        unit.outcome = Outcome.NEW if unit.plan["is_new"] else Outcome.CHANGED if unit.changes else Outcome.SAME


def _sound(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.is_open and not unit.first.is_bad]


def _certificates(units: Sequence[Unit], asked: Asked) -> None:
    held = defaultdict(list)
    rows = Certificate.objects.filter(person__any=[unit.person.pk for unit in units]).prefetch_related("components")
    for certificate in rows:
        held[certificate.person_id].append(certificate)
    for unit in units:
        values = unit.values
        if number := values.get(CERTIFICATE):
            _compare_certificate(unit, number, held[unit.person.pk], asked)
        elif given := [key for key in (ISSUED, UNTIL, LEG, PARTS) if values.get(key)]:
            unit.first.refuse(given[0], "certificate.number_missing", _("填了残疾人证的内容，也请填写残疾人证号。"))


def _compare_certificate(unit: Unit, number: str, held: Sequence[Certificate], asked: Asked) -> None:
    values = unit.values
    if not (issued := values.get(ISSUED)):
        return unit.first.refuse(ISSUED, "certificate.day_missing", _("请填写残疾人证的发证日期。"))
    until, parts = values.get(UNTIL), _parts(unit, numbers.parse_certificate_number(number))
    if until and until <= issued:
        unit.first.refuse(UNTIL, "date.before_beginning", _("有效期应在发证日期之后。"))
    index = crypto.blind_index(number, purpose="certificate")
    mine = {
        "number": number,
        "valid_from": issued,
        "valid_to": until,
        "lower_limb": values.get(LEG, False),
        "components": parts,
    }
    if known := next((one for one in held if bytes(one.number_index) == index and one.valid_from == issued), None):
        theirs = {(part.category, part.grade) for part in known.components.all()}
        if (known.valid_to, known.lower_limb, theirs) != (until, mine["lower_limb"], set(parts)):
            detail = _("这本证已经登记，有效期、下肢残疾或多重残疾的组成与本行不同。请对照证件，在人员页面核对更正。")
            unit.stop(Outcome.CONFLICT, CERTIFICATE, "certificate.differs", detail)
        return
    refuse_day(unit, ISSUED, issued, asked, posthumous=False)
    spans = [Span(one.valid_from, min(filter(None, (one.valid_to, one.ended_on)), default=None)) for one in held]
    if any(span.overlaps(issued, until) for span in spans):
        detail = _("此人在这段时间已有另一本有效的残疾人证。请先登记原证失效，再登记新证。")
        unit.stop(Outcome.CONFLICT, CERTIFICATE, "certificate.one_at_a_time", detail)
    unit.plan |= {"certificate": mine, "is_new": True}


def _parts(unit: Unit, number: numbers.CertificateNumber) -> list[tuple[int, int]]:
    """The components of a multiple disability, (category, grade); what cannot be read is told."""
    text = unit.values.get(PARTS, "")
    parts = [_part_in(word) for word in BETWEEN.split(text) if word]
    if None in parts:
        unit.first.refuse(
            PARTS, "certificate.components", _("看不懂多重残疾的组成。请按“视力一级、肢体二级”的样子填写。")
        )
    elif bool(parts) != (number.category == Category.MULTIPLE) or len(dict(filter(None, parts))) < len(parts):
        detail = _("多重残疾须逐项填写组成的类别和等级，每类一次；其他类别不填。")
        unit.first.refuse(PARTS, "certificate.components", detail)
    return [part for part in parts if part]


def _part_in(word: str) -> tuple[int, int] | None:
    match = IMPAIRMENT.fullmatch(word)
    return (IMPAIRMENTS.index(match[1]) + 1, DEGREES.index(match[2]) % 4 + 1) if match else None


def _households(units: Sequence[Unit], asked: Asked) -> None:
    given = [unit for unit in units if HEAD in unit.values]
    for unit in units:
        if HEAD not in unit.values and (more := [key for key in (RELATION, JOINED) if key in unit.values]):
            unit.first.refuse(more[0], "household.head_missing", _("登记家庭的，请填写户主身份证号。"))
    indexes = {unit.first.line: crypto.blind_index(unit.values[HEAD], purpose="id_number") for unit in given}
    people = known_people(list(set(indexes.values())), asked)
    keys = [*(person.pk for person in people.values()), *(unit.person.pk for unit in given)]
    members = defaultdict(list)
    for member in HouseholdMember.objects.filter(person__any=keys).select_related("household"):
        members[member.person_id].append(member)
    for unit in given:
        index = indexes[unit.first.line]
        _compare_household(unit, people.get(index) or asked.fresh.get(index), members, asked)


def _compare_household(unit: Unit, head: Person | None, members: dict[Any, list], asked: Asked) -> None:
    values = unit.values
    for key in (RELATION, JOINED):
        if key not in values:
            unit.first.refuse(key, "cell.missing", _("填了户主的，请填写与户主关系和入户日期。"))
    if unit.first.is_bad:
        return
    if head is None:
        detail = _("户主还没有登记。请先登记户主，或把户主放在同一份表格里。")
        return unit.stop(Outcome.CONFLICT, HEAD, "household.head_unknown", detail)
    if (values[RELATION] == HouseholdMember.Relation.HEAD) != (head.pk == unit.person.pk):
        return unit.first.refuse(
            RELATION, "household.relation", _("户主与本人是同一人时，关系应为“户主”，否则不能是。")
        )
    on = values[JOINED]
    refuse_day(unit, JOINED, on, asked, posthumous=False)
    mine = next((one for one in members[unit.person.pk] if Span(one.valid_from, one.valid_to).covers(on)), None)
    theirs = next((one for one in members[head.pk] if Span(one.valid_from, one.valid_to).covers(on)), None)
    if mine and theirs and mine.household_id == theirs.household_id:
        return
    if mine:
        detail = _("此人在这一天已在另一个家庭里。请先办理离开原家庭。")
        return unit.stop(Outcome.CONFLICT, HEAD, "person.in_household", detail)
    household = theirs and theirs.household
    if household is None and head.pk != unit.person.pk and head.pk not in asked.heads:
        detail = _("户主在这一天没有家庭。请在表格里给户主也填写户主身份证号和入户日期，或先登记家庭。")
        return unit.stop(Outcome.CONFLICT, HEAD, "household.not_there", detail)
    if head.pk == unit.person.pk:
        asked.heads.add(head.pk)
    unit.plan |= {"household": household, "head": head.pk, "is_new": True}


def _contacts(units: Sequence[Unit], asked: Asked) -> None:
    """Community and telephone: what differs is a change, of people who are registered already."""
    communities = {one.name: one for one in Community.objects.filter(street=asked.street)} if asked.street else {}
    keys = [unit.person.pk for unit in units if not unit.person._state.adding]
    rows = Person.objects.filter(pk__any=keys).values_list("pk", "version", "phone_index", "community_id")
    known = {key: rest for key, *rest in rows}
    for unit in units:
        if (name := unit.values.get(COMMUNITY)) and name not in communities:
            unit.first.refuse(COMMUNITY, "community.unknown", _("本街道没有这个社区。请核对名称。"))
            continue
        community, phone = communities.get(name), unit.values.get(PHONE)
        unit.plan |= {"community": community, "phone": phone or ""}
        if unit.person.pk not in known:
            continue
        unit.person.version, index, old = known[unit.person.pk]
        if phone and (index is None or bytes(index) != phone_index(phone)):
            unit.changes.append((PHONE, _("原来的号码"), numbers.mask_phone(phone)))
        if community and community.pk != old:
            unit.changes.append((COMMUNITY, unit.person.community, community))
