"""The register of another authority (two allowances ...) for one month: compared with ours, then taken over.

Every line is looked at before anything is written, and all problems are named at once; nothing is half taken over.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Malformed, Problem
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.circumstances import actions
from services.circumstances.models import CircumstanceRecord, Code
from services.people import crypto, numbers
from services.people.models import Person
from services.sheets.reading import Row

NUMBER, NAME, WHAT, AMOUNT = HEADINGS = ("身份证号", "姓名", "待遇", "每月金额")
CODES: Any = Code
MOST_NAMED = 200


@dataclass(frozen=True)
class Line:
    line: int
    person: Person
    code: str
    monthly: Decimal | None


@dataclass
class Plan:
    """What taking the register over would do; `problems` are (line number, sentence)."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[CircumstanceRecord, Line]] = field(default_factory=list)
    same: int = 0
    ended: list[CircumstanceRecord] = field(default_factory=list)
    problems: list[tuple[int, Any]] = field(default_factory=list)


def plan(rows: Sequence[Row], month: dt.date, *, complete: bool) -> Plan:
    """Compares `rows` with what stands on the first day of `month`. With `complete` whoever has a benefit that the
    register lists, and is not in it, loses it from `month`."""
    made = Plan()
    lines = _lines(rows, made)
    codes = {line.code for line in lines.values()}
    standing = {
        (one.person_id, one.code): one
        for one in CircumstanceRecord.objects.of(*codes).valid_on(month).select_related("person")
    }
    for key, line in lines.items():
        one = standing.get(key)
        if one is None:
            made.new.append(line)
        elif one.monthly == line.monthly:
            made.same += 1
        elif one.valid_from == month:
            made.problems.append((line.line, _("本月已经登记了另一个金额。请先核对原来的登记。")))
        else:
            made.changed.append((one, line))
    if complete:
        made.ended = [one for key, one in standing.items() if key not in lines and one.valid_from < month]
    made.problems.sort(key=lambda problem: problem[0])
    return made


def _lines(rows: Sequence[Row], made: Plan) -> dict[tuple[UUID, str], Line]:
    """The readable lines by person and code; what is wrong with the others goes to `made.problems`."""
    people = _people(rows)
    found: dict[tuple[UUID, str], Line] = {}
    for row in rows:
        try:
            line = _line(row, people)
        except Malformed as error:
            made.problems.append((row.line, error.detail))
            continue
        if (first := found.setdefault((line.person.pk, line.code), line)) is not line:
            made.problems.append((row.line, _("与第%(line)s行是同一个人的同一项待遇。") % {"line": first.line}))
    return found


def _people(rows: Sequence[Row]) -> dict[bytes, Person]:
    """By blind index; a merged record gives the person it stands for."""
    indexes = {crypto.blind_index(numbers.normalise(row[NUMBER]), purpose="id_number") for row in rows if row[NUMBER]}
    people = Person.objects.filter(id_index__in=indexes).select_related("merged_into")
    return {bytes(one.id_index): one.standing() for one in people}


def _line(row: Row, people: dict[bytes, Person]) -> Line:
    number = numbers.normalise(row[NUMBER])
    try:
        numbers.parse_resident_id(number)
    except numbers.BadNumber as error:
        raise Malformed(error.code, error.message) from None
    person = people.get(crypto.blind_index(number, purpose="id_number"))
    if person is None:
        raise Malformed("person.unknown", _("这个身份证号没有登记。请先登记人员，或从名册中删去这一行。"))
    if person.name != row[NAME].strip():
        raise Malformed("person.other_name", _("姓名与登记的不一致。请核对这一行的身份证号和姓名。"))
    code = next((c for c in CODES if row[WHAT].strip() in (c.value, str(c.label))), None)
    if code is None:
        raise Malformed("circumstance.unknown", _("没有这种待遇：请写“困难残疾人生活补贴”“重度残疾人护理补贴”等全称。"))
    return Line(row.line, person, code.value, _amount(row[AMOUNT]))


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", ""))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or amount < 0 or amount != amount.quantize(Decimal("0.01")):
        raise Malformed("amount.unreadable", _("每月金额应是不小于零、最多两位小数的数字。"))
    return amount


@transaction.atomic
def take_over(*, by: User, rows: Sequence[Row], month: dt.date, source: str, complete: bool) -> Plan:
    """Writes what `plan` says. Errors: NotAllowed; Malformed with every bad line, and then nothing is written."""
    require(scope_required(), "circumstance.import")
    made = plan(rows, month, complete=complete)
    if made.problems:
        named = [
            Problem("file", "line.refused", _("第%(line)s行：%(why)s") % {"line": line, "why": why})
            for line, why in made.problems[:MOST_NAMED]
        ]
        raise Malformed("register.has_problems", named[0].detail, "file", named)
    actions.end_many([*made.ended, *(one for one, _changed in made.changed)], on=month)
    actions.record_many(
        CircumstanceRecord(
            person=line.person,
            street_id=line.person.street_id,
            code=line.code,
            valid_from=month,
            monthly=line.monthly,
            source=source,
            recorded_by=by,
        )
        for line in [*made.new, *(line for _one, line in made.changed)]
    )
    audit.record(by=by, action="circumstance.imported", lines=len(rows), new=len(made.new), ended=len(made.ended))
    return made
