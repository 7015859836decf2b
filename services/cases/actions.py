"""Exceptions: one asks, another decides. Sheets: many rows at once, all of them or none."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, DomainError, Problem, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases import amendments, together
from services.cases.grids import Grid, Values
from services.cases.kinds import Kind
from services.cases.models import Case, GridSheet, Override
from services.ledger.models import Entry
from services.people.models import Person


@transaction.atomic
def ask_override(
    *, by: User, person: Person, kind: Kind, code: str, why: str, reason: str, case: Case | None = None
) -> Override:
    """Asks that refusal (`code`, `why`) shall not stop `person` with `kind`. Errors: NotAllowed, RuleBroken (no
    reason, or no such refusal), the same one asked twice (constraint)."""
    require(scope_required(), "override.ask")
    if (code, why) not in reasons(kind):
        raise RuleBroken("override.unknown", _("没有这个原因，请从列表里选择。"), "refusal")
    if not reason.strip():
        raise RuleBroken("override.reason_missing", _("请写明为什么应当例外办理。"), "reason")
    one = Override(
        person=person,
        street_id=person.street_id,
        kind=kind.code,
        code=code,
        why=why,
        case=case,
        reason=reason.strip(),
        asked_by=by,
    )
    one.save(force_insert=True)
    audit.record(by=by, action="override.asked", target=one, street=one.street_id, kind=kind.code, code=code)
    return one


def reasons(kind: Kind) -> list[tuple[str, str]]:
    """The refusals of a kind for which an exception can be asked. A dead person gets none."""
    mine = [key for key in kind.words if isinstance(key, tuple) and key[0] != "RC15"]
    return [*mine, ("RC09", "excludes")]


@transaction.atomic
def decide_override(*, by: User, one: Override, grant: bool, answer: str) -> None:
    """Errors: NotAllowed, Conflict (decided already), RuleBroken (who asked may not decide; no answer)."""
    require(scope_required(), "override.decide")
    one = Override.objects.select_for_update().get(pk=one.pk)
    if one.state != Override.State.ASKED:
        raise Conflict("override.already_decided", _("这项例外已经有了答复。请刷新页面查看。"))
    if one.asked_by_id == by.pk:
        raise RuleBroken("override.same_hand", _("申请例外的人不能自己批准。请由另一位同事办理。"))
    if not answer.strip():
        raise RuleBroken("override.answer_missing", _("请写明批准或不批准的理由。"), "answer")
    state = Override.State.GRANTED if grant else Override.State.REFUSED
    Override.objects.filter(pk=one.pk).update(state=state, answer=answer.strip(), decided_by=by, decided_at=Now())
    audit.record(by=by, action=f"override.{state}", target=one, street=one.street_id, kind=one.kind, code=one.code)


@transaction.atomic
def enter_sheet(
    *, by: User, grid: Grid, page: UUID, today: dt.date, head: Values, rows: Sequence[tuple[Person, Values]]
) -> GridSheet:
    """Every row, or none. The same page sent again with the same content gives the sheet that there is.

    Errors: NotAllowed; Conflict (this page was sent with other content); RuleBroken with a problem `index/column` for
    everything that the rows are refused for.
    """
    require(scope_required(), grid.right)
    digest = _digest(grid, head, rows)
    _take_turns(page)
    if sent := GridSheet.objects.visible_to(by).filter(page=page, by=by).first():
        if bytes(sent.digest) != digest:
            raise Conflict("sheet.already_entered", _("这张表已经登记过。要登记别的内容，请另开一张表。"))
        return sent
    entries: list[Entry] = []
    problems: list[Problem] = []
    for index, (person, row) in enumerate(rows):
        try:
            with transaction.atomic():
                entries += grid.enter(by=by, today=today, person=person, head=head, row=row)
        except DomainError as error:
            problems += [Problem(f"{index}/{one.pointer}", one.code, one.detail) for one in error.problems]
    if problems:
        detail = _("有的行需要改正，这张表一行也没有登记。")
        raise RuleBroken("sheet.refused", detail, problems=problems)
    sheet = GridSheet(page=page, by=by, street_id=scope_required().street, grid=grid.code, digest=digest)
    sheet.rows, sheet.entries = len(rows), [entry.pk for entry in entries]
    sheet.total = sum(grid.size(row) for _person, row in rows)
    sheet.save(force_insert=True)
    audit.record(by=by, action="sheet.entered", target=sheet, street=sheet.street_id, grid=grid.code, rows=len(rows))
    return sheet


def _take_turns(page: UUID) -> None:
    """Whoever sends the page, or takes its sheet back, at the same time waits here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(page)])


@dataclass(frozen=True)
class Undone:
    """So many records were taken back; those that stay, each with why."""

    taken: int
    stays: list[tuple[Entry, str]]


@transaction.atomic
def undo_sheet(*, by: User | None, sheet: GridSheet, reason: str) -> Undone:
    """Takes back what a sheet wrote, as voids with one reason: cases that it opened, steps that it took. What went on
    since stays. A second time nothing happens. Errors: NotAllowed.
    """
    require(scope_required(), "case.correct")
    _take_turns(sheet.page)
    entries = list(Entry.objects.filter(pk__any=sheet.entries).standing().select_related("case").order_by("-id"))
    cases = Case.objects.select_for_update().filter(pk__any={entry.case_id for entry in entries}).order_by("pk")
    here = {case.pk: case for case in cases}
    opened = {entry.case_id for entry in entries if _opens(entry, here)}
    rows = [entry for entry in entries if entry.case_id not in opened or _opens(entry, here)]
    told = together.take_back(
        rows,
        lambda some: _undo_many(by, some, here, reason),
        lambda entry: _undo_one(by, entry, here, reason),
    )
    stays = [(entry, told[entry.pk]) for entry in rows if told[entry.pk]]
    if taken := len(rows) - len(stays):
        audit.record(by=by, action="sheet.undone", target=sheet, street=sheet.street_id, taken=taken, stays=len(stays))
    corrected = _("登记之后已经更正过。请打开案件，在经过里撤销更正后的记录。")
    return Undone(taken, stays + [(entry, str(corrected)) for entry in _corrections(sheet)])


def _opens(entry: Entry, cases: dict[UUID, Case]) -> bool:
    """Its case began with it: the two are taken back together."""
    case = cases.get(entry.case_id)
    return case is not None and entry.code == case.of_kind.opening.code


def _undo_many(by: User | None, entries: Sequence[Entry], cases: dict[UUID, Case], reason: str) -> set[int]:
    opened = {entry.case_id: entry.pk for entry in entries if _opens(entry, cases)}
    untouched = [cases[key] for key in opened if cases[key].version == 1]
    amendments.annul_many(by=by, cases=untouched, reason=reason)
    done = {opened[case.pk] for case in untouched}
    if steps := [entry for entry in entries if entry.case_id in cases and entry.case_id not in opened]:
        kind = cases[steps[0].case_id].of_kind
        done |= amendments.take_back_many(by=by, kind=kind, entries=steps, reason=reason)
    return done


def _undo_one(by: User | None, entry: Entry, cases: dict[UUID, Case], reason: str) -> None:
    """Errors: Conflict when the case went on since or moved away; as `take_back`."""
    if entry.case_id not in cases:
        raise Conflict("case.moved_away", _("案件已经移交到别的街道。请联系现在的街道处理。"))
    if not _opens(entry, cases):
        amendments.take_back(by=by, entry=entry, reason=reason)
    elif cases[entry.case_id].version > 1:
        raise Conflict("case.went_on", _("案件在登记之后又办理过。请打开案件处理。"))
    else:
        amendments.annul(by=by, case=cases[entry.case_id], reason=reason)


def _corrections(sheet: GridSheet) -> list[Entry]:
    """What stands in the place of what the sheet wrote."""
    found: list[Entry] = []
    line = list(sheet.entries)
    while line:
        again = list(Entry.objects.filter(replaces__any=line).select_related("case").order_by("id"))
        found += [entry for entry in again if entry.voided_at is None]
        line = [entry.pk for entry in again]
    return found


def _digest(grid: Grid, head: Values, rows: Sequence[tuple[Person, Values]]) -> bytes:
    said = [grid.code, _plain(head), [[str(person.pk), _plain(row)] for person, row in rows]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).digest()


def _plain(values: Values) -> list[list[str]]:
    return sorted([name, str(getattr(value, "pk", value))] for name, value in values.items())
