"""Lines as a book of new cases: planned and written by the same code as a street's workbook."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.roles import may
from accounts.scoping import scope_required
from services.bulk.models import Line
from services.cases.kinds import Status, Subject
from services.cases.models import Case, CaseParty
from services.people import crypto, numbers
from services.people.actions import parse_id_number
from services.people.lookup import NOT_FOUND
from services.people.models import Person
from services.workbooks.lightly import fetched
from services.workbooks.models import Outcome
from services.workbooks.opening_plan import JOINT
from services.workbooks.openings import OpeningBook
from services.workbooks.units import Asked, Unit
from services.workbooks.who import UNREAD

PERSON, NUMBER = "who.person", "who.id_number"


class Known(NamedTuple):
    """A case of which nothing is needed but its key."""

    pk: UUID


class LineBook(OpeningBook):
    """A line says whom it is about by key or by ID number, and is the same as a case by its external number alone."""

    def plan(self, units: Sequence[Unit], asked: Asked) -> None:
        for unit in units:
            if unit.is_open and asked.street and unit.own.get("street_id", asked.street) != asked.street:
                unit.stop(Outcome.WRONG, "case.street", "street.not_yours", _("您没有这个街道的权限。"))
        if self.kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
            find_people([unit for unit in units if unit.is_open], asked)
        joint = [unit for unit in units if unit.is_open] if self.kind.joint else []
        find_parties(joint, asked)
        super().plan(units, asked)
        refuse_other_parties(joint, asked)
        if not may(scope_required(), "case.correct"):
            for unit in units:
                if unit.outcome == Outcome.CHANGED:
                    detail = _("这个案件已经登记，内容与这一行不同；您的角色不能更正。请联系区残联更正。")
                    unit.stop(Outcome.CONFLICT, "", "case.differs", detail)


def leave_known(units: Sequence[Unit]) -> None:
    """A line that was taken before and holds the same is left alone, whatever was done with its case meanwhile."""
    rows = Line.objects.filter(key__any=[unit.key for unit in units], case__isnull=False).order_by("pk")
    known = {bytes(key): (bytes(digest), case) for key, digest, case in rows.values_list("key", "digest", "case")}
    if not known:
        return
    cases = Case.objects.filter(pk__any=[case for _digest, case in known.values()])
    gone = set(cases.filter(status__in=(Status.ANNULLED, Status.WITHDRAWN)).values_list("pk", flat=True))
    for unit in units:
        digest, case = known.get(unit.key, (b"", None))
        if digest == unit.digest and case not in gone:
            unit.case, unit.outcome = Known(case), Outcome.SAME


def find_people(units: Iterable[Unit], asked: Asked) -> None:
    """Sets the person of each unit; stops those who are not registered here, without asking other streets."""
    by_key: dict[UUID, list[Unit]] = {}
    by_index: dict[bytes, list[Unit]] = {}
    for unit in units:
        if key := unit.values.get(PERSON):
            by_key.setdefault(key, []).append(unit)
        else:
            index = crypto.blind_index(numbers.normalise(unit.values[NUMBER]), purpose="id_number")
            by_index.setdefault(index, []).append(unit)
    people = Person.objects.visible_to(asked.by)
    for person in fetched(people.filter(pk__any=list(by_key)), *UNREAD):
        _take(by_key.pop(person.pk), person)
    for person in fetched(people.filter(id_index__any=list(by_index)), *UNREAD):
        _take(by_index.pop(bytes(person.id_index)), person)
    for unit in (unit for mine in by_key.values() for unit in mine):
        unit.stop(Outcome.CONFLICT, PERSON, "person.not_there", NOT_FOUND)
    for unit in (unit for mine in by_index.values() for unit in mine):
        _stop_unknown(unit)


def find_parties(units: Sequence[Unit], asked: Asked) -> None:
    """Sets the further applicants; stops the units of those who are not there."""
    keys = {key for unit in units for key in unit.values.get(JOINT, ())}
    found = {person.pk: person for person in Person.objects.visible_to(asked.by).filter(pk__any=list(keys))}
    for unit in units:
        for place, key in enumerate(unit.values.get(JOINT, ())):
            if key in found:
                unit.parties.append(found[key].standing())
            else:
                unit.stop(Outcome.CONFLICT, f"{JOINT}/{place}", "person.not_there", NOT_FOUND)


def refuse_other_parties(units: Iterable[Unit], asked: Asked) -> None:
    """Who else applies is not changed by a line."""
    known = [unit for unit in units if unit.outcome in (Outcome.SAME, Outcome.CHANGED)]
    standing: dict[UUID, set[UUID]] = {}
    parties = CaseParty.objects.visible_to(asked.by).filter(case__any=[unit.case.pk for unit in known])
    for party in parties.select_related("person"):
        standing.setdefault(party.case_id, set()).add(party.person.standing().pk)
    for unit in known:
        if standing.get(unit.case.pk, set()) != {person.pk for person in unit.parties}:
            detail = _("这个案件已经登记，共同申请人与这一行不同。请打开案件核对。")
            unit.stop(Outcome.CONFLICT, JOINT, "case.joint_differs", detail)


def _take(units: Iterable[Unit], person: Any) -> None:
    person = person.standing()
    for unit in units:
        unit.person = person


def _stop_unknown(unit: Unit) -> None:
    try:
        parse_id_number(unit.values[NUMBER])
    except DomainError as error:
        unit.stop(Outcome.WRONG, NUMBER, error.code, error.detail)
    else:
        unit.stop(Outcome.CONFLICT, NUMBER, "person.not_registered", NOT_FOUND)
