"""How cases go on: open, move. With amendments.py the only writer of a case's status and its ledger."""

import datetime as dt
from collections.abc import Iterable
from copy import copy
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, NotAllowed, RuleBroken
from accounts.models import DISTRICT_ITSELF, Street, User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases import entitlement
from services.cases.course import Taken, course
from services.cases.entitlement import Application
from services.cases.kinds import Kind, Step
from services.cases.models import Case, CaseParty, Override
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people.models import Household, Organisation, Person, records_of
from services.policy.verdict import Verdict


def refuse_future(on: dt.date, today: dt.date) -> None:
    if on > today:
        raise Malformed("date.in_future", _("日期在今天之后。请填写已经发生的日期。"), "on")


def standing(case: Case) -> Any:
    return Entry.objects.filter(case=case).standing()


@transaction.atomic
def open_case(
    *,
    by: User | None,
    kind: Kind,
    on: dt.date,
    today: dt.date,
    details: dict[str, Any],
    street_id: str | None = None,
    person: Person | None = None,
    household: Household | None = None,
    organisation: Organisation | None = None,
    parties: Iterable[Person] = (),
    rows: Iterable[Any] = (),
    opening: dict[str, Any] | None = None,
    **columns: Any,
) -> Case:
    """A new case with its kind's row, detail rows (unsaved, without case) and first ledger entry.

    `opening` are further columns of the first entry (quantity, detail ...); `columns` of Case (origin,
    external_system, external_id, community). Errors: NotAllowed, RuleBroken, Conflict (the same application).
    """
    require(scope_required(), kind.opening.right, kind.code)
    refuse_future(on, today)
    subject = person or household
    street_id = subject.street_id if subject else whole(kind) or street_id or scope_required().street
    organisation = organisation or (opening or {}).get("organisation")
    if street_id is None:
        raise Malformed("street.missing", _("请选择街道。"), "street")
    _refuse_person(kind, person, on)
    parties, rows = list(parties), list(rows)
    if kind.check:
        kind.check(on=on, person=person, details=details, parties=parties)
    columns.setdefault("community_id", subject and subject.community_id)
    case = Case(
        kind=kind.code,
        street_id=street_id,
        person=person,
        household=household,
        organisation=organisation,
        status=kind.opening.to,
        opened_on=on,
        created_by=by,
        **columns,
    )
    case.claim = kind.claim(case, details) if kind.claim else None
    _refuse_twin(case, details)
    exceptions = _judge_opening(case, parties, details, rows)
    case.save(force_insert=True)
    case.refresh_from_db(fields=["serial"])
    kind.detail_model(case=case, street_id=street_id, **details).save(force_insert=True)
    Override.objects.filter(pk__in=[one.pk for one in exceptions]).update(case=case)
    for row in [*rows, *(CaseParty(person=party) for party in parties)]:
        row.case, row.street_id = case, street_id
        row.save(force_insert=True)
    entry = _write(by, case, kind.opening, on, from_status="", data=opening or {})
    if kind.opening.effect:
        kind.opening.effect(by=by, case=case, entry=entry, data=opening or {})
    audit.record(by=by, action=kind.opening.code, target=case, street=street_id)
    return case


def _refuse_person(kind: Kind, person: Person | None, on: dt.date) -> None:
    if person and person.died_on and person.died_on <= on and not kind.posthumous:
        raise RuleBroken("person.died", _("此人在申请日期之前已登记死亡，不能新建案件。请核对人员页面。"), "person")
    if person and kind.standalone and not person.is_current:
        detail = _("此人的这条记录已经并入另一条。请在保留的人员页面上办理。")
        raise Conflict("person.already_merged", detail, "person", members={"person": str(person.standing().pk)})


def whole(kind: Kind) -> str | None:
    """Where a case of the district's own stands; NotAllowed in a street's scope, which could not see it."""
    if kind.whole and scope_required().street:
        raise NotAllowed("scope.needs_district", _("这是全区的登记，只能在全区范围办理。请切换到全区范围。"))
    return DISTRICT_ITSELF if kind.whole else None


def _judge_opening(case: Case, parties: list[Person], details: dict[str, Any], rows: list[Any]) -> list[Override]:
    """Refuses what the rule refuses; returns the exceptions without which it would have."""
    kind = case.of_kind
    if kind.rule is None:
        return []
    asked = entitlement.application(
        kind,
        on=case.opened_on,
        person=case.person,
        household=case.household,
        parties=parties,
        details=details,
        rows=rows,
    )
    verdict, exceptions = entitlement.judge(asked), entitlement.granted(asked)
    entitlement.refuse(kind, entitlement.stopping(verdict, exceptions))
    lifted = {refusal.key for refusal in verdict.blocks}
    return [one for one in exceptions if (one.code, one.why) in lifted]


def judge_decision(case: Case, step: Step, on: dt.date) -> tuple[Application, Verdict] | None:
    """What the rule says on the day of decision, with the texts of that day; refuses what no exception lifts."""
    return _judged(case, on) if step.decides else None


def judge_again(case: Case) -> None:
    """Refuses what would have been refused, had the case been opened as it is now."""
    _judged(case, case.opened_on)


def _judged(case: Case, on: dt.date) -> tuple[Application, Verdict]:
    asked = entitlement.standing(case, on)
    verdict = entitlement.judge(asked)
    stopping = entitlement.stopping(verdict, entitlement.granted(asked))
    entitlement.refuse(case.of_kind, stopping)
    return asked, verdict.overridden()


def keep_decision(case: Case, entry: Entry, judged: tuple[Application, Verdict] | None) -> None:
    if judged:
        asked, verdict = judged
        one = entitlement.decision(case=case, entry=entry, verdict=verdict, texts=asked.texts)
        one.save(force_insert=True)


def _refuse_twin(case: Case, details: dict[str, Any]) -> None:
    """The same application, also on a record that was merged into the person's."""
    claims = {case.claim}
    for record in Person.objects.filter(pk__in=records_of(case.person)) if case.claim and case.person else ():
        other = copy(case)
        other.person = record
        claims.add(case.of_kind.claim(other, details))  # type: ignore[misc]
    if twin := Case.objects.open().filter(claim__in=claims - {None}).first():
        detail = _("同样的申请已经存在：%(number)s（%(status)s）。请打开它继续办理，不要重复登记。")
        values = {"number": twin.number, "status": twin.get_status_display()}
        raise Conflict("case.already_applied", detail % values, "person")


def _write(by: User | None, case: Case, step: Step, on: dt.date, *, from_status: str, data: dict[str, Any]) -> Entry:
    data = {"person": case.person, "household": case.household, "organisation": case.organisation, **data}
    guest = data["person"] if case.person_id is None else None  # at an activity: counted in the person's own street
    return ledger.record(
        by=by,
        code=step.code,
        on=on,
        street_id=guest.street_id if guest else case.street_id,
        case=case,
        from_status=from_status,
        to_status=step.to or "",
        **{name: value for name, value in data.items() if value is not None},
    )


@transaction.atomic
def move(
    *,
    by: User | None,
    case: Case,
    step: Step,
    on: dt.date,
    today: dt.date,
    seen_version: int | None = None,
    **data: Any,
) -> Entry:
    """Takes one step. `data` are columns of Entry that the step asks for.

    Errors: NotAllowed; Conflict when the case has another status than the step needs or was changed since the
    user saw `seen_version`; Malformed for a date in the future; RuleBroken for one before the milestone before it.
    """
    require(scope_required(), step.right, case.kind)
    case = Case.objects.select_for_update().get(pk=case.pk)
    if seen_version is not None and case.version != seen_version:
        detail = _("这个案件刚刚被别人更新，现在的状态是“%(status)s”。您填写的内容还在，请核对后再决定。")
        raise Conflict("case.changed", detail % {"status": case.get_status_display()})
    if case.status not in step.from_:
        detail = _("案件现在的状态是“%(status)s”，不能办理“%(step)s”。请刷新页面查看可以办理的事项。")
        raise Conflict("case.wrong_status", detail % {"status": case.get_status_display(), "step": step.label})
    refuse_future(on, today)
    taken = course(case.pk)
    latest = max((one.happened_on for one in taken if step.to or one.to_status), default=on)
    if on < latest:
        detail = _("日期早于上一步的日期（%(day)s）。请核对：后一步不能发生在前一步之前。")
        raise RuleBroken("date.before_predecessor", detail % {"day": latest}, "on")
    for guard in step.guards:
        guard(case=case, by=by, on=on, data=data)
    refuse_repeated_month(taken, case.of_kind, step.code, data)
    judged = judge_decision(case, step, on)
    entry = _write(by, case, step, on, from_status=case.status if step.to else "", data=data)
    changes: dict[str, Any] = {"version": case.version + 1}
    if step.to:
        changes["status"] = step.to
    Case.objects.filter(pk=case.pk, version=case.version).update(**changes)
    keep_decision(case, entry, judged)
    if step.effect:
        step.effect(by=by, case=case, entry=entry, data=data)
    audit.record(by=by, action=step.code, target=case, street=case.street_id)
    return entry


def refuse_repeated_month(others: Iterable[Taken], kind: Kind, code: str, data: dict[str, Any]) -> None:
    """A month is recorded once among the `others`, what stands of the case."""
    month = data.get("for_month")
    if month and any((one.code, one.for_month) == (code, month) for one in others):
        detail = _("%(month)s 已经登记过“%(step)s”。如需修改，请更正原来的记录。")
        values = {"month": f"{month:%Y-%m}", "step": kind.labels[code]}
        raise Conflict("month.already_recorded", detail % values, "for_month")


def other_hand(*slugs: str):
    """A guard (four eyes): whoever did one of these steps may not do this one."""

    def guard(*, case: Case, by: User | None, **_kwargs: Any) -> None:
        codes = [f"{case.kind}.{slug}" for slug in slugs]
        if by and any(one.code in codes and one.by == by.pk for one in course(case.pk)):
            raise RuleBroken("case.same_hand", _("同一人不能既办理前面的环节又办理这一步。请由另一位同事办理。"))

    return guard


def follow_person(person: Person, street: Street, on: dt.date) -> None:
    """Open cases move with their person (registered with the ledger's handover)."""
    for case in Case.objects.filter(person=person).open():
        Case.objects.filter(pk=case.pk).update(street=street, community=None, version=case.version + 1)
