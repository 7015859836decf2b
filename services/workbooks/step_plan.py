"""What each row of steps is: the open case it belongs to, whether the step is recorded already, what forbids it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from accounts.errors import DomainError
from accounts.lookups import Array
from services.cases.kinds import Subject
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import owners_of
from services.workbooks import references
from services.workbooks.models import Outcome
from services.workbooks.units import Asked, Unit
from services.workbooks.who import find_people, refuse_day

if TYPE_CHECKING:
    from services.workbooks.steps import StepBook


def plan(book: "StepBook", units: Sequence[Unit], asked: Asked) -> None:
    references.look_up(book.columns, units)
    asked.create_people = False
    if book.kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
        find_people(units, asked)
    _find_cases(book, _sound(units), asked)
    for unit in _sound(units):
        refuse_day(unit, "step.on", unit.values["step.on"], asked, posthumous=True)
    _compare(book, _sound(units))
    _refuse_disorder(book, [unit for unit in _sound(units) if not unit.changes])
    for unit in _sound(units):
        if not unit.changes:
            _ask_guards(book, unit, asked)
    for unit in _sound(units):
        unit.outcome = Outcome.CHANGED if unit.changes else Outcome.NEW


def _sound(units: Sequence[Unit]) -> list[Unit]:
    return [unit for unit in units if unit.is_open and not unit.first.is_bad]


def _find_cases(book: "StepBook", units: Sequence[Unit], asked: Asked) -> None:
    """By number, else the one open case of the person. Cases are locked when something will be written."""
    kind, step = book.kind, book.step
    owner = owners_of(unit.person.pk for unit in units if unit.person)
    serials = [unit.values["case.number"] for unit in units if "case.number" in unit.values]
    rows = Case.objects.of_kind(kind.code).filter(Q(person__any=Array(owner)) | Q(serial__any=serials)).order_by("pk")
    rows = rows if asked.dry else rows.select_for_update(of=("self",))
    by_serial, by_person = {}, defaultdict(list)
    for case in rows.select_related("person"):
        by_serial[case.serial] = case
        by_person[owner.get(case.person_id)].append(case)
    for unit in units:
        serial = unit.values.get("case.number")
        mine = by_person[unit.person.pk] if unit.person else []
        open_ = [case for case in mine if case.status in step.from_]
        if serial:
            _take_numbered(unit, by_serial.get(serial), mine, step.from_)
        elif len(open_) == 1:
            unit.case = open_[0]
        elif open_:
            unit.stop(Outcome.WRONG, "case.number", "case.several", _("此人有几件这类案件。请填写案件编号。"))
        elif mine:
            detail = _("此人的案件（%(number)s）现在是“%(status)s”，不能登记“%(step)s”。")
            values = {"number": mine[-1].number, "status": mine[-1].get_status_display(), "step": step.label}
            unit.stop(Outcome.CONFLICT, "", "case.wrong_status", detail % values)
        else:
            detail = _("此人没有“%(kind)s”的案件。请先登记申请。") % {"kind": kind.label}
            unit.stop(Outcome.CONFLICT, "", "case.none", detail)


def _take_numbered(unit: Unit, case: Case | None, mine: Sequence[Case], statuses: Sequence[str]) -> None:
    if case is None or (unit.person and case not in mine):
        detail = _("没有这个编号的案件，或者不是此人的。请核对案件编号。")
        return unit.stop(Outcome.WRONG, "case.number", "case.not_there", detail)
    if case.status not in statuses:
        detail = _("案件%(number)s现在是“%(status)s”，不能办理这一步。")
        values = {"number": case.number, "status": case.get_status_display()}
        return unit.stop(Outcome.CONFLICT, "case.number", "case.wrong_status", detail % values)
    unit.case = case


def _compare(book: "StepBook", units: Sequence[Unit]) -> None:
    names = [key.partition(".")[2] for key in book.identity]
    found: dict[tuple, Entry] = {}
    rows = Entry.objects.filter(case__any=Array(unit.case.pk for unit in units)).standing().of(book.step.code)
    for entry in rows.select_related("organisation", "person"):
        found[entry.case_id, *(_held(entry, name) for name in names)] = entry
    for unit in units:
        step = unit.part("step")
        if (entry := found.get((unit.case.pk, *(step.get(name) for name in names)))) is None:
            continue
        unit.entry, unit.plan["entry"] = entry.pk, entry
        unit.changes = [(f"step.{k}", _held(entry, k), v) for k, v in step.items() if _held(entry, k) != v]
        if not unit.changes:
            unit.outcome = Outcome.SAME


def _held(entry: Entry, name: str) -> Any:
    return entry.happened_on if name == "on" else getattr(entry, name)


def _refuse_disorder(book: "StepBook", units: Sequence[Unit]) -> None:
    """Not before the milestone before it; a case takes one move in a workbook."""
    rows = Entry.objects.filter(case__any=Array(unit.case.pk for unit in units)).standing()
    rows = rows if book.step.to else rows.exclude(to_status="")
    latest = dict(rows.values_list("case").annotate(day=Max("happened_on")).order_by())
    moved: dict[Any, int] = {}
    for unit in units:
        on, day = unit.values["step.on"], latest.get(unit.case.pk)
        if day and on < day:
            detail = _("日期早于上一步的日期（%(day)s）。请核对：后一步不能发生在前一步之前。")
            unit.stop(Outcome.CONFLICT, "step.on", "date.before_predecessor", detail % {"day": day})
        elif book.step.to and (line := moved.setdefault(unit.case.pk, unit.first.line)) != unit.first.line:
            detail = _("与第%(line)s行是同一个案件。请只留一行。") % {"line": line}
            unit.stop(Outcome.REPEATED, "", "line.repeated", detail)


def _ask_guards(book: "StepBook", unit: Unit, asked: Asked) -> None:
    data = {name: value for name, value in unit.part("step").items() if name != "on"}
    for guard in book.step.guards if book.guards is None else book.guards:
        try:
            guard(case=unit.case, by=asked.by, on=unit.values["step.on"], data=data)
        except DomainError as error:
            unit.stop(Outcome.CONFLICT, f"step.{error.pointer}" if error.pointer else "", error.code, error.detail)
            return
