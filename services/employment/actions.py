"""The employment register (就业状况): one status at a time for each person of working age, in the ledger.

A person's spells form a chain: `employment_status.started`, ended (`ends`, quantity 0) on the day on which the next
one starts. A spell that a case brought about carries that case; when its milestone is corrected or voided the spell
is taken out of the chain, its neighbours are joined, and the person's milestones are applied again. Whatever is put
right, a spell counts in the street of its time: at a handover it ends in one street and goes on in the other.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import Street, User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.models import Case
from services.employment import rules
from services.employment.models import EmploymentStatus, Placement
from services.ledger import actions as ledger
from services.ledger.models import HANDED_OVER, Entry
from services.people.models import Person, Sex, records_of
from services.policy.models import Policy

STARTED, ENDED = "employment_status.started", "employment_status.ended"
BELOW = {Sex.MALE: "working_age.male_below", Sex.FEMALE: "working_age.female_below"}
S: Any = EmploymentStatus


@dataclass(frozen=True)
class Spell:
    """A status of a person from the day of `start` until (not including) the day of `end`."""

    start: Entry
    end: Entry | None

    @property
    def order(self) -> tuple[dt.date, dt.date, int]:
        return self.start.happened_on, self.end.happened_on if self.end else dt.date.max, self.start.pk

    @property
    def removable(self) -> bool:
        """Registered by hand; one that a case brought about goes with that case."""
        return self.start.case_id is None


def spells(person_id: Any) -> list[Spell]:
    """The chain of a person (and of records merged into this one), oldest first."""
    rows = Entry.objects.filter(person__in=records_of(person_id)).standing()
    ends = {entry.ends_id: entry for entry in rows.of(ENDED)}
    starts = rows.of(STARTED).select_related("case")
    return sorted((Spell(start, ends.get(start.pk)) for start in starts), key=lambda spell: spell.order)


def _status_on(person: Person, on: dt.date) -> str:
    began = [spell for spell in spells(person.pk) if spell.start.happened_on <= on]
    return began[-1].start.detail if began else ""


def working_age(person: Person, on: dt.date) -> tuple[dt.date, dt.date]:
    """[first day, first day after) of the person's working age under the terms in force on `on`."""
    terms = Policy.objects
    begins = rules.working_age_begins(person.born_on, terms.term("working_age.from", on))
    return begins, rules.working_age_ends(person.born_on, terms.term(BELOW[Sex(person.sex)], on))


def _is_of_working_age(person: Person, on: dt.date) -> bool:
    begins, ends = working_age(person, on)
    return begins <= on < ends


def forms_of(cases: list) -> dict:
    """Placement case -> its form of employment (registered with the reading of facts)."""
    return dict(Placement.objects.filter(pk__in=cases).values_list("pk", "form"))


@transaction.atomic
def set_status(*, by: User | None, person: Person, status: str, on: dt.date, today: dt.date) -> Entry:
    """Registers a status from `on` and ends the one before. `status` is a value of EmploymentStatus.

    Errors: Malformed (date, status), RuleBroken (not of working age, died, before the standing status began),
    Conflict (the same status stands).
    """
    require(scope_required(), "case.enter")
    if status not in S.values:
        raise Malformed("status.unknown", _("没有这种就业状况。请从列表里选择。"), "status")
    if on > today:
        raise Malformed("date.in_future", _("日期在今天之后。请填写已经发生的日期。"), "on")
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.died_on and person.died_on <= on:
        raise RuleBroken("person.died", _("此人在这个日期之前已登记死亡，不能登记就业状况。请核对人员页面。"), "on")
    if not _is_of_working_age(person, on):
        begins, ends = working_age(person, on)
        detail = _("此人在这一天不在劳动年龄内（%(begins)s起，%(ends)s前），不登记就业状况。请核对日期和出生日期。")
        raise RuleBroken("person.not_of_working_age", detail % {"begins": begins, "ends": ends}, "on")
    standing = [spell.start for spell in spells(person.pk) if spell.end is None]
    label = S(status).label
    if standing and all(start.detail == status for start in standing):
        detail = _("此人自%(day)s起已经登记为“%(status)s”，不必重复登记。")
        raise Conflict("status.already_stands", detail % {"day": standing[-1].happened_on, "status": label}, "status")
    if standing and on < (latest := max(start.happened_on for start in standing)):
        detail = _("现有的就业状况自%(day)s开始，新的不能早于这一天。请核对日期；原来的登记有误的，请先撤销它。")
        raise RuleBroken("date.before_standing", detail % {"day": latest}, "on")
    entry = _insert(by, person, status, on, None)
    audit.record(by=by, action=STARTED, target=person, street=person.street_id)
    return entry


@transaction.atomic
def take_back_status(*, by: User | None, entry: Entry, reason: str) -> None:
    """Voids a status that was registered by hand in error; the one before it goes on in its place."""
    require(scope_required(), "case.correct")
    list(Person.objects.select_for_update().filter(pk=entry.person_id))
    spell = next((s for s in spells(entry.person_id) if s.start.pk == entry.pk), None)
    if spell is None:
        raise Conflict("entry.already_voided", _("这条记录已经作废。请刷新页面查看最新情况。"))
    if not spell.removable:
        raise Conflict("status.of_a_case", _("这项就业状况由案件登记产生。请打开该案件，更正或撤销相应的环节。"))
    _remove(by, spell, reason)
    _apply_milestones(by, entry.person_id)
    _follow_handovers(by, entry.person_id)


def _insert(by: User | None, person: Person, status: str, on: dt.date, case: Case | None) -> Entry:
    """A spell at its place in the chain: the one before ends on `on`, and it ends where the next one starts."""
    chain = spells(person.pk)
    before = [spell for spell in chain if spell.start.happened_on <= on]
    after = [spell for spell in chain if spell.start.happened_on > on]
    start = ledger.record(
        by=by,
        code=STARTED,
        on=on,
        street_id=next((e.street_id for e in _handovers(person.pk) if e.happened_on > on), person.street_id),
        person=person,
        case=case,
        detail=status,
        valid_until=working_age(person, on)[1],
    )
    for spell in before:
        if spell.end is None:
            _end(by, spell.start, on)
        elif spell.end.happened_on > on:
            ledger.replace(by=by, entry=spell.end, reason=str(_("补登了较早的就业状况")), happened_on=on)
    if after:
        _end(by, start, after[0].start.happened_on)
    elif person.died_on:
        _end(by, start, person.died_on)
    _follow_handovers(by, person.pk)
    return start


def _end(by: User | None, start: Entry, on: dt.date) -> None:
    """Never with a case: it belongs to the chain, not to the case that brought the next spell about."""
    ledger.record(by=by, code=ENDED, on=on, street_id=start.street_id, person=start.person, ends=start, quantity=0)


def _handovers(person_id: Any) -> list[Entry]:
    """From the first on. A street does not see, or write, what another one counted: there, none."""
    rows = Entry.objects.filter(person__in=records_of(person_id)).of(HANDED_OVER).standing()
    return [] if scope_required().street else list(rows.order_by("happened_on", "id"))


def _follow_handovers(by: User | None, person_id: Any) -> None:
    """Where a spell reaches over a handover it goes on in the new street."""
    for moved in _handovers(person_id):
        on = moved.happened_on
        for spell in spells(person_id):
            start, end = spell.start, spell.end
            lasts = (end is None or end.happened_on > on) and (start.valid_until is None or start.valid_until > on)
            if start.street_id == moved.street_id and start.happened_on <= on and lasts:
                again = _go_on(by, start, moved.detail, on)
                if end:
                    reason = str(_("移交后在新的街道继续"))
                    ledger.replace(by=by, entry=end, reason=reason, ends=again, street_id=moved.detail)


def _go_on(by: User | None, start: Entry, street_id: str, on: dt.date) -> Entry:
    """The same status in another street, as nothing new."""
    _end(by, start, on)
    return ledger.record(
        by=by,
        code=STARTED,
        on=on,
        street_id=street_id,
        person=start.person,
        case=start.case,
        detail=start.detail,
        valid_until=start.valid_until,
        quantity=0,
    )


def _remove(by: User | None, spell: Spell, reason: str) -> None:
    """Takes a spell out of the chain; the one before it goes on until the next."""
    began, end = spell.start.happened_on, spell.end
    ledger.void(by=by, entry=spell.start, reason=reason)
    if end:
        ledger.void(by=by, entry=end, reason=reason)
    before = [s.end for s in spells(spell.start.person_id) if s.order < spell.order and s.end]
    if before and before[-1].happened_on == began:
        if end is None:
            ledger.void(by=by, entry=before[-1], reason=reason)
        elif end.happened_on != began:
            ledger.replace(by=by, entry=before[-1], reason=reason, happened_on=end.happened_on)


# What cases bring about. Each is harmless when it is applied again.


def _bring_about(by: User | None, case: Case, status: str, on: dt.date) -> None:
    own = Entry.objects.filter(case=case).of(STARTED).standing().filter(detail=status)
    person = case.person
    alive = person.died_on is None or on < person.died_on
    if not own.exists() and alive and _is_of_working_age(person, on):
        _insert(by, person, status, on, case)


def employ(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """placement.placed: employed from that day."""
    person = _locked(case)
    if _status_on(person, entry.happened_on) != S.EMPLOYED:
        _bring_about(by, case, S.EMPLOYED, entry.happened_on)


def release(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """placement.ended: seeking again (retired: not), unless another placement goes on."""
    person, on = _locked(case), entry.happened_on
    if _status_on(person, on) == S.EMPLOYED and not _works_elsewhere(case, on):
        _bring_about(by, case, S.NOT_SEEKING if entry.detail == "retired" else S.SEEKING, on)


def seek(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """job_seeker.registered: seeking, if no status stands."""
    person = _locked(case)
    if all(spell.end for spell in spells(person.pk)):
        _bring_about(by, case, S.SEEKING, entry.happened_on)


def _locked(case: Case) -> Person:
    return Person.objects.select_for_update().get(pk=case.person_id)


def _works_elsewhere(case: Case, on: dt.date) -> bool:
    rows = Entry.objects.filter(person=case.person_id, happened_on__lte=on).exclude(case=case).standing()
    ended = rows.of("placement.ended").values("case")
    return rows.of("placement.placed").exclude(case__in=ended).exists()


MILESTONES = {"placement.placed": employ, "placement.ended": release, "job_seeker.registered": seek}


def _apply_milestones(by: User | None, person_id: Any) -> None:
    """Again, in their order, what the person's standing milestones bring about."""
    rows = Entry.objects.filter(person=person_id).of(*MILESTONES).standing().select_related("case__person")
    for milestone in rows.order_by("happened_on", "id"):
        MILESTONES[milestone.code](by=by, case=milestone.case, entry=milestone)


def reconsider(*, by: User | None, case: Case, entry: Entry, again: Entry | None, reason: str) -> None:
    """A milestone was corrected (`again`) or voided: what it brought about follows."""
    if again is None or (again.happened_on, again.detail) != (entry.happened_on, entry.detail):
        person = _locked(case)
        employed = entry.code == "placement.placed"
        for spell in spells(person.pk):
            if spell.start.case_id == case.pk and (spell.start.detail == S.EMPLOYED) == employed:
                _remove(by, spell, reason)
        _apply_milestones(by, person.pk)
        _follow_handovers(by, person.pk)


def reconsider_placement(*, by: User | None, case: Case, again: Entry | None, **values: Any) -> None:
    """As `reconsider`; and the case follows a corrected employer."""
    if again and again.organisation_id != case.organisation_id:
        claim = f"placement:{case.person_id}:{again.organisation_id}"
        Case.objects.filter(pk=case.pk).update(organisation=again.organisation_id, claim=claim)
    reconsider(by=by, case=case, again=again, **values)


def follow_person(person: Person, street: Street, on: dt.date) -> None:
    """A handover: what stands ends in the street that counted it and goes on in the new one, as nothing new."""
    for spell in spells(person.pk):
        start = spell.start
        day = max(on, start.happened_on)
        if spell.end is None and (start.valid_until is None or start.valid_until > day):
            _go_on(None, start, street.pk, day)


def follow_death(by: User | None, person: Person, before: dt.date | None) -> None:
    """Registered with people: a standing status ends with the person's life; what the day `before` ended goes on."""
    for spell in spells(person.pk)[-1:] if before else []:
        if spell.end:  # nothing follows it: it was the death that ended it
            ledger.void(by=by, entry=spell.end, reason=str(_("更正死亡日期")))
    for spell in spells(person.pk) if person.died_on else []:
        if spell.end is None:
            _end(by, spell.start, max(person.died_on, spell.start.happened_on))
