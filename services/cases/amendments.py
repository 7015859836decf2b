"""How what was recorded is put right: correct, take back, annul. The old record stays, voided, with a reason."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.course import Taken, course, courses
from services.cases.entitlement import details_of
from services.cases.kinds import Kind, Status
from services.cases.models import Case
from services.cases.workflow import (
    judge_again,
    judge_decision,
    keep_decision,
    refuse_future,
    refuse_repeated_month,
    standing,
)
from services.ledger import actions as ledger
from services.ledger import bulk
from services.ledger.models import Entry

# Who says no to changing entries by hand (a payment that the bank confirmed), registered by the floors above.
PROTECTORS: list[Callable[[Sequence[Entry]], None]] = []


def _refuse_protected(*entries: Entry) -> None:
    for protect in PROTECTORS:
        protect(entries)


def _companions(entry: Entry) -> Any:
    """What a step's effect recorded beside it (per item, per joint applicant): its code and a suffix, the same day."""
    return standing(entry.case).filter(code__startswith=f"{entry.code}_", happened_on=entry.happened_on)


def _amended(by: User | None, case: Case, entry: Entry, again: Entry | None, reason: str) -> None:
    steps = (case.of_kind.opening, *case.of_kind.steps)
    amended = next((s.amended for s in steps if s.code == entry.code), None)
    if amended:
        amended(by=by, case=case, entry=entry, again=again, reason=reason)


def _refuse_accompanying(case: Case, entry: Entry) -> None:
    """What a step brought about (a certificate, an item) is put right with that step, never by itself."""
    if entry.code not in case.of_kind.labels:
        detail = _("这条记录是随另一个环节登记的，不能单独更正或撤销。请更正或撤销那个环节。")
        raise Conflict("entry.accompanies_another", detail)


def _refuse_other_streets(taken: Iterable[Taken]) -> None:
    """The whole of a case that was handed over, or has guests of other streets, is seen by the district alone."""
    own = scope_required().street
    if own and any(one.street != own for one in taken):
        detail = _("这个案件有些记录在别的街道（移交以前的，或参加人的），不能在这里整个作废。请联系区残联办理。")
        raise Conflict("case.of_two_streets", detail)


def _moves(case: Case) -> list[Taken]:
    return [one for one in course(case.pk) if one.to_status]


def _restatus(case: Case) -> None:
    """The status is where the last standing move left the case."""
    moves = _moves(case)
    status = moves[-1].to_status if moves else Status.ANNULLED
    Case.objects.filter(pk=case.pk).update(status=status, version=case.version + 1)


def _refuse_disorder(entry: Entry, on: dt.date) -> None:
    """A corrected date stays between the moves before and after it."""
    taken = course(entry.case_id)
    mine = next((one.place for one in taken if one.id == entry.pk), entry.pk)
    for other in taken:
        if not other.to_status:
            continue
        if other.place < mine and other.happened_on > on:
            detail = _("日期早于前一步的日期（%(day)s）。请核对：后一步不能发生在前一步之前。")
            raise RuleBroken("date.before_predecessor", detail % {"day": other.happened_on}, "on")
        if entry.to_status and other.place > mine and other.happened_on < on:
            detail = _("日期晚于后一步的日期（%(day)s）。请先更正后一步。")
            raise RuleBroken("date.after_successor", detail % {"day": other.happened_on}, "on")


@transaction.atomic
def correct(*, by: User | None, entry: Entry, reason: str, today: dt.date, **changes: Any) -> Entry:
    """Voids an entry and records it again with `changes` (happened_on, quantity, amount, detail, for_month ...)."""
    case = Case.objects.select_for_update().get(pk=entry.case_id)
    require(scope_required(), "case.correct", case.kind)
    _refuse_protected(entry)
    _refuse_accompanying(case, entry)
    step = next((s for s in case.of_kind.steps if s.code == entry.code and s.decides), None)
    others = [one for one in course(case.pk) if one.id != entry.pk]
    refuse_repeated_month(others, case.of_kind, entry.code, changes)
    judged = None
    if on := changes.get("happened_on"):
        refuse_future(on, today)
        _refuse_disorder(entry, on)
        judged = judge_decision(case, step, on) if step else None
    if on:
        for companion in _companions(entry):
            ledger.replace(by=by, entry=companion, reason=reason, happened_on=on)
    again = ledger.replace(by=by, entry=entry, reason=reason, **changes)
    keep_decision(case, again, judged)
    _amended(by, case, entry, again, reason)
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    audit.record(by=by, action="case.corrected", target=case, street=case.street_id, entry=again.pk)
    return again


def is_undecided(case: Case) -> bool:
    """What was applied for may still be put right: nothing was done about it yet, or it came back."""
    return case.status in (Status.SUBMITTED, Status.RETURNED)


@transaction.atomic
def correct_details(*, by: User | None, case: Case, seen_version: int, details: dict[str, Any]) -> None:
    """Columns of the kind's own table (a plate, a school) say what they should have said; the ledger does not move.

    Errors: NotAllowed; Conflict (changed meanwhile, decided already, the same application: a constraint); what the
    kind's rule refuses now.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    kind = case.of_kind
    require(scope_required(), "case.correct", kind.code)
    if case.version != seen_version:
        raise Conflict("case.changed", _("这个案件刚刚被别人更新。请重新打开，核对后再更正。"))
    if not is_undecided(case):
        raise Conflict("case.went_on", _("案件已经往下办理，申请内容不能再改。请先由审核人退回补正。"))
    row = kind.detail_model.objects.get(pk=case.pk)
    for name, value in details.items():
        setattr(row, name, value)
    row.save(update_fields=list(details))
    claim = kind.claim(case, details_of(case)) if kind.claim else None
    Case.objects.filter(pk=case.pk).update(claim=claim, version=case.version + 1)
    if kind.rule:
        judge_again(case)
    audit.record(by=by, action="case.corrected", target=case, street=case.street_id, columns=sorted(details))


@transaction.atomic
def take_back(*, by: User | None, entry: Entry, reason: str) -> Entry:
    """Voids an entry that should not have been recorded; the case returns to where the moves before left it.

    A move can be taken back only while it is the last one: later ones first.
    """
    case = Case.objects.select_for_update().get(pk=entry.case_id)
    require(scope_required(), "case.correct", case.kind)
    _refuse_protected(entry)
    _refuse_accompanying(case, entry)
    if entry.to_status and [one.id for one in _moves(case)[-1:]] != [entry.pk]:
        raise Conflict("entry.not_last", _("这一步之后还有别的环节。请从最后一步开始逐步撤销。"))
    for companion in _companions(entry):
        ledger.void(by=by, entry=companion, reason=reason)
    mark = ledger.void(by=by, entry=entry, reason=reason)
    _amended(by, case, entry, None, reason)
    if entry.to_status:
        _restatus(case)
    else:
        Case.objects.filter(pk=case.pk).update(version=case.version + 1)
    return mark


@transaction.atomic
def annul(*, by: User | None, case: Case, reason: str) -> None:
    """The whole case was entered in error: every standing entry is voided."""
    require(scope_required(), "case.correct", case.kind)
    case = Case.objects.select_for_update().get(pk=case.pk)
    _refuse_other_streets(course(case.pk))
    _refuse_protected(*standing(case))
    for entry in standing(case).filter(code__startswith=f"{case.kind}.").order_by("-id"):
        ledger.void(by=by, entry=entry, reason=reason)
        _amended(by, case, entry, None, reason)
    for entry in standing(case).order_by("-id"):
        ledger.void(by=by, entry=entry, reason=reason)
    _restatus(case)
    audit.record(by=by, action="case.annulled", target=case, street=case.street_id)


@transaction.atomic
def annul_many(*, by: User | None, cases: Sequence[Case], reason: str) -> None:
    """As `annul` for each of these locked cases of one kind, together. Errors: as `annul`, and then none is."""
    if not cases:
        return
    kind, keys = cases[0].of_kind, [case.pk for case in cases]
    require(scope_required(), "case.correct", kind.code)
    _refuse_other_streets(chain.from_iterable(courses(keys).values()))
    entries = Entry.objects.filter(case__any=keys).standing().order_by("-id")
    _refuse_protected(*entries)
    own = [entry for entry in entries if entry.code.startswith(f"{kind.code}.")]
    bulk.void_many(by=by, entries=own, reason=reason)
    _amended_many(by, kind, cases, own, reason)
    bulk.void_many(by=by, entries=list(entries.all()), reason=reason)
    Case.objects.filter(pk__any=keys).update(status=Status.ANNULLED, version=F("version") + 1)
    acts = (("case.annulled", case.street_id, f"cases.case:{case.pk}") for case in cases)
    bulk.audit_many(by=by, acts=acts)


@transaction.atomic
def take_back_many(*, by: User | None, kind: Kind, entries: Sequence[Entry], reason: str) -> set[int]:
    """As `take_back` for each of these standing entries, together; returns those that were taken back.

    Left to `take_back` are moves that are not the last one of their case, and those of a case with corrections. The
    cases are locked. Errors: as `take_back`, and then none is.
    """
    require(scope_required(), "case.correct", kind.code)
    before = _before_the_last({entry.case_id for entry in entries if entry.to_status})
    mine = [entry for entry in entries if not entry.to_status or entry.pk in before]
    _refuse_protected(*mine)
    beside = {(entry.case_id, f"{entry.code}_", entry.happened_on) for entry in mine}
    taken = Counter(entry.case_id for entry in mine)
    others = Entry.objects.filter(case__any=list(taken)).standing().order_by("-id")
    companions = [
        other
        for other in others
        if any((other.case_id, code, other.happened_on) in beside for code in _prefixes(other.code))
    ]
    bulk.void_many(by=by, entries=[*companions, *mine], reason=reason)
    _amended_many(by, kind, Case.objects.filter(pk__any=list(taken)), mine, reason)
    for times in set(taken.values()):
        some = [case for case, count in taken.items() if count == times]
        Case.objects.filter(pk__any=some).update(version=F("version") + times)
    back = {entry.case_id: before[entry.pk] for entry in mine if entry.to_status}
    for status in set(back.values()):
        Case.objects.filter(pk__any=[case for case, was in back.items() if was == status]).update(status=status)
    return {entry.pk for entry in mine}


def _before_the_last(cases: Collection[UUID]) -> dict[int, str]:
    """Last standing move -> the status before it, of each of these cases; of one with corrections none."""
    found = {}
    for taken in courses(cases).values():
        moves = [one for one in taken if one.to_status]
        if moves and all(one.id == one.place for one in taken):
            found[moves[-1].id] = moves[-2].to_status if len(moves) > 1 else str(Status.ANNULLED)
    return found


def _amended_many(by: User | None, kind: Kind, cases: Iterable[Case], entries: Sequence[Entry], reason: str) -> None:
    """What these voided entries brought about beyond their cases is put right, one by one."""
    codes = {step.code for step in (kind.opening, *kind.steps) if step.amended}
    if some := [entry for entry in entries if entry.code in codes]:
        of = {case.pk: case for case in cases}
        for entry in some:
            _amended(by, of[entry.case_id], entry, None, reason)


def _prefixes(code: str) -> Iterator[str]:
    """Of a.b_c_d: a.b_, a.b_c_"""
    parts = code.split("_")
    return ("_".join(parts[:n]) + "_" for n in range(1, len(parts)))
