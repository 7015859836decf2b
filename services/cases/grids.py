"""Sheets: one form for many people. A kind declares a Grid; each row goes through the same workflow as a single form.

A sheet is entered whole or not at all, and once: the key of its page is kept with what it said.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotThere, RuleBroken
from accounts.models import User
from services.cases import kinds, workflow
from services.cases.kinds import StepField
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person

Values = dict[str, Any]
Enter = Callable[..., Iterable[Entry]]


@dataclass(frozen=True)
class Grid:
    """`head` is said once for the sheet, `columns` for each person. `enter` is called with (by, today, person, head,
    row) and returns the ledger entries that it wrote; a refusal names a column, or "person". `narrow` leaves those
    people whom the sheet can be about; `before` gives the keys of those who are likely on it, from the head, at the
    press of the button `offer`. `size` is what a row adds to the total, counted in `unit`. `remembered` are fields of
    the head offered again."""

    code: str
    label: Any
    right: str
    head: tuple[StepField, ...]
    columns: tuple[StepField, ...]
    enter: Enter
    unit: Any
    size: Callable[[Values], int] = lambda row: 1
    narrow: Callable[[Any], Any] = lambda people: people
    before: Callable[[Values], Iterable[UUID]] | None = None
    offer: Any = ""
    offer_help: Any = ""
    remembered: tuple[str, ...] = ()
    help: Any = ""


_registry: dict[str, Grid] = {}


def register(*grids: Grid) -> None:
    """Called from the AppConfig.ready of a kind's app."""
    for grid in grids:
        _registry[grid.code] = grid


def get(code: str) -> Grid:
    """The grid of that code. NotThere when no app registered it."""
    if code not in _registry:
        raise NotThere("grid.unknown", _("没有这种表。请从“批量登记”里选择。"))
    return _registry[code]


def all_grids() -> list[Grid]:
    return sorted(_registry.values(), key=lambda grid: grid.code)


def with_case(kind: str, status: str) -> Callable[[Any], Any]:
    """Leaves people with a case of `kind` in `status`."""
    return lambda people: people.filter(cases__kind=kind, cases__status=status).distinct()


def case_of(person: Person, kind: str, status: str) -> Case:
    """RuleBroken at `person` unless there is exactly one."""
    found = list(Case.objects.filter(person=person, kind=kind, status=status)[:2])
    if len(found) != 1:
        detail = _("此人没有进行中的“%(kind)s”，或有多于一件。请打开此人的页面核对。")
        raise RuleBroken("case.not_there", detail % {"kind": kinds.get(kind).label}, "person")
    return found[0]


def opens(kind: str) -> Enter:
    """A row opens a case of `kind`: head and row hold `opened_on`, columns of Case, of the kind's table and of its
    first entry."""

    def enter(*, by: User, today: dt.date, person: Person, head: Values, row: Values) -> list[Entry]:
        of_kind, given = kinds.get(kind), {**head, **row}
        columns = {field.name for field in of_kind.detail_model._meta.concrete_fields}
        asked = {spec.name for spec in of_kind.opening.fields}
        case = workflow.open_case(
            by=by,
            kind=of_kind,
            on=given.pop("opened_on"),
            today=today,
            person=person,
            details={name: given[name] for name in given if name in columns},
            opening={name: given[name] for name in given if name in asked},
            **{name: given[name] for name in given if name not in columns | asked},
        )
        return list(Entry.objects.filter(case=case))

    return enter
