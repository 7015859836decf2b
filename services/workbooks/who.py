"""Whom the rows are about: found together by blind index; merged, dead, elsewhere and unknown people each told."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.lookups import Array
from accounts.models import Street
from accounts.roles import may
from accounts.scoping import scope_required
from services.people import crypto, numbers
from services.people.lookup import streets_of
from services.people.models import Person
from services.workbooks.cells import tidy
from services.workbooks.lightly import fetched
from services.workbooks.models import Outcome
from services.workbooks.spellings import DOTS
from services.workbooks.tables import Finding
from services.workbooks.units import Asked, Unit

ID, CERTIFICATE, NAME = "who.id_number", "who.certificate", "who.name"
UNREAD = ("keys", "id_cipher", "phone_cipher", "phone_index", "version", "created_at")


def find_people(units: Sequence[Unit], asked: Asked) -> None:
    """Sets `person` of each unit that is about one and has none yet; stops the others and says why."""
    wanted: dict[bytes, list[Unit]] = {}
    for unit in units:
        if unit.is_open and unit.person is None and (number := _number(unit)):
            wanted.setdefault(crypto.blind_index(number, purpose="id_number"), []).append(unit)
    people = known_people(list(wanted), asked)
    unknown = [index for index in wanted if index not in people and index not in asked.fresh]
    elsewhere = _elsewhere(unknown, asked)
    for index, mine in wanted.items():
        for unit in mine:
            if person := people.get(index) or asked.fresh.get(index):
                _take(unit, person, index)
            elif (street := elsewhere[index]) != "":
                _stop_elsewhere(unit, street)
            else:
                _take_new(unit, index, asked)


def _number(unit: Unit) -> str:
    """The ID number of the row; "" when it cannot be told."""
    number, certificate = unit.values.get(ID), unit.values.get(CERTIFICATE)
    if number and certificate and certificate[:18] != number:
        unit.first.refuse(CERTIFICATE, "certificate.other_person", _("残疾人证号里的身份证号与本行的不一致。请核对。"))
        return ""
    if not number and not certificate and not any(f.column in (ID, CERTIFICATE) for f in unit.first.found):
        unit.first.refuse(ID, "id_number.missing", _("请填写身份证号或残疾人证号。"))
    return number or (certificate or "")[:18]


def known_people(indexes: list[bytes], asked: Asked) -> dict[bytes, Person]:
    """By index; a record that was merged gives the one that it stands for."""
    rows = fetched(Person.objects.visible_to(asked.by).filter(id_index__any=Array(indexes)), *UNREAD)
    standing = {person.id: person for person in rows}
    while into := {p.merged_into_id for p in standing.values() if p.merged_into_id} - set(standing):
        standing |= {person.pk: person for person in Person.objects.visible_to(asked.by).filter(pk__any=into)}

    def last(person: Person) -> Person:
        while person.merged_into_id in standing:
            person = standing[person.merged_into_id]
        return person

    found = {}
    for person in rows:
        found[bytes(person.id_index or b"")] = last(person)
    return found


def _elsewhere(indexes: list[bytes], asked: Asked) -> dict[bytes, str | None]:
    """Index -> street ("" none, None not told). Only a dry run asks: what it found is left out of the writing."""
    if not asked.dry or scope_required().street is None or not indexes:
        return dict.fromkeys(indexes, "")
    return dict(zip(indexes, streets_of(asked.by, indexes), strict=True))  # type: ignore[arg-type]


def _stop_elsewhere(unit: Unit, street: str | None) -> None:
    if street is None:
        detail = _("查询外街道证件号的次数已到每小时的上限，这一行没有核对。请一小时后再导入这一行。")
        return unit.stop(Outcome.CONFLICT, ID, "person.not_looked_up", detail)
    detail = _("此人已在%(street)s登记。请申请移交，由区残联办理后再导入这一行。")
    values = {"street": Street.objects.get(pk=street).name}
    unit.stop(Outcome.ELSEWHERE, ID, "person.registered_elsewhere", detail % values)


def same_name(one: str, other: str) -> bool:
    if one == other:
        return True

    def bare(name: str) -> str:
        return "".join(c for c in tidy(name) if not c.isspace() and c not in DOTS)

    return bare(one) == bare(other)


def _take(unit: Unit, person: Person, index: bytes) -> None:
    given = unit.values.get(NAME)
    if given and not same_name(given, person.name):
        detail = _("姓名与这个证件号登记的姓名不一致。请核对姓名和证件号，改名的请先更正人员资料。")
        return unit.stop(Outcome.CONFLICT, NAME, "person.other_name", detail)
    if person.id_index is not None and bytes(person.id_index) != index:
        unit.first.note(ID, "person.merged", _("此人的这条记录已经合并，将登记到现行的记录上。"))
    unit.person = person


def _take_new(unit: Unit, index: bytes, asked: Asked) -> None:
    """Somebody who is not registered yet: can be, if the row says enough and the clerk wants it."""
    if not asked.street:
        detail = _("此人还没有登记。全区的表格不能登记新人员，请先登记，或按街道导入。")
        return unit.stop(Outcome.WRONG, ID, "person.unknown", detail)
    if not unit.values.get(NAME):
        detail = _("此人还没有登记。请填写姓名，或先登记此人。")
        return unit.stop(Outcome.WRONG, NAME, "person.unknown", detail)
    if not asked.create_people or not may(scope_required(), "person.register"):
        return unit.stop(Outcome.WRONG, ID, "person.unknown", _("此人还没有登记。请先登记此人，再导入这一行。"))
    number = numbers.parse_resident_id(unit.values.get(ID) or unit.values[CERTIFICATE][:18], today=asked.today)
    person = Person(
        pk=uuid.uuid4(),
        street_id=asked.street,
        name=unit.values[NAME],
        born_on=number.born,
        sex=number.sex,
        id_index=index,
    )
    person.id_cipher = crypto.encrypt(number.number, table="person", column="id_number", row=str(person.pk))
    asked.fresh[index] = person
    unit.person = person
    unit.first.note(ID, "person.new", _("此人还没有登记，将按本行的姓名和证件号登记。"))


def refuse_day(unit: Unit, column: str, on: dt.date, asked: Asked, *, posthumous: bool) -> None:
    """The day on which something is to have happened: not to come, in the person's life."""
    if on > asked.today:
        return unit.stop(Outcome.WRONG, column, "date.in_future", _("日期在今天之后。请填写已经发生的日期。"))
    if unit.person and on < unit.person.born_on:
        return unit.stop(Outcome.WRONG, column, "date.before_birth", _("日期早于此人的出生日期。请核对。"))
    if unit.person and unit.person.died_on and unit.person.died_on <= on and not posthumous:
        detail = _("此人在这个日期之前已登记死亡。请核对日期和人员页面。")
        return unit.stop(Outcome.CONFLICT, column, "person.died", detail)
    if on.year < asked.today.year:
        if (told := asked.of_years.get((column, on.year))) is None:
            detail = _("补登%(year)s年的日期，会改变那一年的统计。") % {"year": on.year}
            told = asked.of_years[column, on.year] = Finding(column, "date.of_earlier_year", detail, note=True)
        unit.first.tell(told)
