"""What each row of new cases is: compared with the cases that are there, judged by the kind's rule, all together."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from accounts.errors import DomainError
from services.cases import entitlement
from services.cases.entitlement import Application
from services.cases.fields import with_defaults
from services.cases.kinds import Origin, Status, Subject
from services.cases.models import Case, Override
from services.cases.workflow import whole
from services.circumstances.facts import PersonFacts, Span
from services.circumstances.reading import facts_of
from services.people.models import HouseholdMember, Person
from services.policy.models import Policy
from services.workbooks import constraints, references
from services.workbooks.known import existing, held, identity
from services.workbooks.lightly import twin_of
from services.workbooks.models import Outcome
from services.workbooks.units import Asked, Unit, part_of
from services.workbooks.who import find_people, refuse_day

if TYPE_CHECKING:
    from services.workbooks.openings import OpeningBook

ON, JOINT = "case.on", "who.joint"
ELSEWHERE = {"on": ON, "joint": JOINT}  # what an action calls a column otherwise
VOID = (Status.ANNULLED, Status.WITHDRAWN)


def plan(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    references.look_up(book.columns, units)
    if book.kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
        find_people(units, asked)
    blank = Case(kind=book.code, status=book.kind.opening.to, origin=Origin.IMPORT, created_by=asked.by)
    left = _sound(units)
    for unit in left:
        refuse_day(unit, ON, unit.values[ON], asked, posthumous=book.kind.posthumous)
        if not unit.outcome:
            _prepare(book, unit, asked, blank)
    for decide in (_households, _compare, _refuse_twins, _judge):
        left = _sound(left)
        decide(book, left, asked)
    for unit in _sound(left):
        unit.outcome = Outcome.CHANGED if unit.changes else Outcome.NEW


def _sound(units: Sequence[Unit]) -> list[Unit]:
    """Those that are neither decided nor at fault."""
    return [unit for unit in units if not unit.outcome and True not in [row.is_bad for row in unit.rows]]


def _prepare(book: "OpeningBook", unit: Unit, asked: Asked, blank: Case) -> None:
    """The unsaved case (like `blank`), its details and items, with the checks that stand on their columns."""
    kind = book.kind
    given, opening = unit.part("detail"), unit.part("opening")
    details = book.defaults | given
    items = []
    for row in unit.rows if kind.details else ():
        values = part_of(row, "row")
        try:
            book.complete(values)
        except DomainError as error:
            row.refuse(f"row.{error.pointer}", error.code, error.detail)
            continue
        model = kind.detail_rows[0]
        items.append(model(**with_defaults(model, values)))
        for detail in constraints.broken(model, with_defaults(model, values)):
            row.refuse("", "constraint.broken", detail)
    for detail in constraints.broken(kind.detail_model, details):
        unit.first.refuse("", "constraint.broken", detail)
    organisation = unit.values.get("who.organisation") or opening.get("organisation")
    person = unit.person
    columns = {
        "id": uuid4(),
        "opened_on": unit.values[ON],
        "street_id": person.street_id if person else whole(kind) or asked.street,
        "community_id": person and person.community_id,
        "person_id": person and person.id,
        "organisation_id": organisation and organisation.pk,
    }
    case = twin_of(blank, columns, {"person": person, "organisation": organisation})
    if external := unit.values.get("case.external_id"):
        case.external_system, case.external_id = f"workbook:{case.street_id}", f"{kind.code}:{external}"
    vars(case).update(unit.own)
    if case.street_id is None:
        unit.stop(Outcome.WRONG, "", "street.missing", _("请选择街道。"))
    unit.case = case
    unit.plan = {"details": details, "opening": opening, "items": items, "given": given}


def _households(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    """The household of each person on the day; who has none gets one when the row is written."""
    if book.kind.subject != Subject.HOUSEHOLD:
        return
    people = [unit.person.id for unit in units if unit.person]
    members = HouseholdMember.objects.filter(person__any=people).select_related("household")
    spans: dict[UUID, list[HouseholdMember]] = {}
    for member in members:
        spans.setdefault(member.person_id, []).append(member)
    for unit in units:
        on = unit.values[ON]
        for member in spans.get(unit.case.person_id, ()):
            if Span(member.valid_from, member.valid_to).covers(on):
                unit.case.household = member.household


def _compare(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    """Finds the case that a row is already; says what differs. A case that went on is not changed by a workbook."""
    found = existing(book, units)
    kind = book.kind
    for unit in units:
        if (known := found.get(identity(book, unit))) is None:
            continue
        case, details, entry, items = known
        unit.plan["asked_case"] = case
        changes = [
            (f"detail.{name}", getattr(details, name), value)
            for name, value in unit.plan["given"].items()
            if getattr(details, name) != value
        ]
        opening = {k: v for k, v in unit.plan["opening"].items() if getattr(entry, k, None) != v}
        changes += [(f"opening.{name}", getattr(entry, name, None), value) for name, value in opening.items()]
        if case.opened_on != unit.values[ON]:
            changes.append((ON, case.opened_on, unit.values[ON]))
        if kind.details and held(items) != held(unit.plan["items"]):
            detail = _("与案件%(number)s登记的明细不同。请在案件里更正。") % {"number": case.number}
            unit.stop(Outcome.CONFLICT, "", "case.items_differ", detail)
        elif changes and (case.status != kind.opening.to or entry is None):
            detail = _("案件%(number)s已经办到“%(status)s”，表格不能再改它。请打开案件更正。")
            values = {"number": case.number, "status": case.get_status_display()}
            unit.stop(Outcome.CONFLICT, "", "case.went_on", detail % values)
        elif changes:
            unit.case, unit.entry, unit.changes, unit.plan["entry"] = case, entry.pk, changes, entry
            unit.plan["details"] = {name: getattr(details, name) for name in unit.plan["details"]} | unit.plan["given"]
        else:
            unit.case, unit.outcome = case, Outcome.SAME


def _refuse_twins(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    """The same application stands open, in the records or earlier in the file."""
    kind = book.kind
    for unit in units:
        try:
            if book.checks and kind.check:
                case, plan = unit.case, unit.plan
                kind.check(on=case.opened_on, person=case.person, details=plan["details"], parties=unit.parties)
            unit.plan["claim"] = kind.claim(unit.case, unit.plan["details"]) if kind.claim else None
        except DomainError as error:
            unit.stop(Outcome.CONFLICT, _column_of(book, error.pointer), error.code, error.detail)
    claims = [claim for unit in units if (claim := unit.plan.get("claim"))]
    twins = {case.claim: case for case in Case.objects.open().filter(claim__any=claims)}
    for unit in [unit for unit in units if unit.is_open]:
        claim = unit.plan["claim"]
        twin = twins.get(claim)
        if twin is not None and twin.pk != unit.case.id:
            detail = _("同样的申请已经存在：%(number)s（%(status)s）。请打开它继续办理。")
            values = {"number": twin.number, "status": twin.get_status_display()}
            unit.stop(Outcome.CONFLICT, "", "case.already_applied", detail % values)
        elif claim and not unit.changes and asked.claims.setdefault(claim, unit.first.line) != unit.first.line:
            detail = _("与第%(line)s行是同样的申请。请只留一行。") % {"line": asked.claims[claim]}
            unit.stop(Outcome.REPEATED, "", "line.repeated", detail)


def _column_of(book: "OpeningBook", pointer: str) -> str:
    """The column at which an action's refusal points."""
    if pointer in ELSEWHERE:
        return ELSEWHERE[pointer]
    return next((c.key for c in book.columns if c.name == pointer and c.part != "row"), "")


def _judge(book: "OpeningBook", units: Sequence[Unit], asked: Asked) -> None:
    kind = book.kind
    if kind.rule is None or not units:
        return
    texts_on = Policy.objects.texts_by_day()
    people = [unit.person for unit in units if unit.person]
    facts = _facts([*people, *(party for unit in units for party in unit.parties)])
    applications = []
    for unit in units:
        case, plan, on = unit.case, unit.plan, unit.case.opened_on
        person = unit.person
        applications.append(
            Application(
                kind,
                on,
                on,
                texts_on(on),
                person,
                person and facts[person.id],
                case.household,
                tuple(facts[party.id] for party in unit.parties),
                plan["details"],
                plan["items"],
                plan.get("asked_case"),
            )
        )
    exceptions = _exceptions(kind.code, people)
    for unit, verdict in zip(units, _verdicts(units, applications), strict=True):
        if verdict is None or not verdict.refusals:
            continue
        granted = exceptions.get(unit.person.id, []) if unit.person else []
        stopping = entitlement.stopping(verdict, granted)
        for refusal in stopping:
            unit.stop(Outcome.CONFLICT, "", f"refusal.{refusal.code.lower()}", entitlement.sentence(kind, refusal))
        if not stopping:
            lifted = {refusal.key for refusal in verdict.blocks}
            unit.plan["exceptions"] = [one for one in granted if (one.code, one.why) in lifted]


def _verdicts(units: Sequence[Unit], applications: list[Application]) -> list[Any]:
    """Together; when a rule cannot read one of them, one by one, so that only that one is stopped."""
    try:
        return list(entitlement.judge_many(applications))
    except DomainError:
        found: list[Any] = []
    for unit, application in zip(units, applications, strict=True):
        try:
            found.append(entitlement.judge(application))
        except DomainError as error:
            unit.stop(Outcome.CONFLICT, "", error.code, error.detail)
            found.append(None)
    return found


def _facts(people: Sequence[Person]) -> Mapping[UUID, PersonFacts]:
    """Also of people who are to be registered: born, of this district, nothing else."""
    found = facts_of(person for person in people if not person._state.adding)
    for person in people:
        if person.id not in found:
            hukou = (Span(person.born_on),)
            found[person.id] = PersonFacts(person.born_on, person.sex, hukou=hukou)
    return found


def _exceptions(kind: str, people: Sequence[Person]) -> dict[UUID, list[Override]]:
    found: dict[UUID, list[Override]] = {}
    for one in Override.objects.filter(kind=kind, person__any=[p.pk for p in people], case=None).granted():
        found.setdefault(one.person_id, []).append(one)
    return found
