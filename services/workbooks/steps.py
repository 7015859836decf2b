"""Workbooks of steps that are taken on open cases: sessions of a month, premiums, follow-ups; one row one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.utils.translation import gettext as _

from services.cases import kinds
from services.cases.kinds import Kind, Step
from services.workbooks import step_actions, step_plan
from services.workbooks.columns import Column, of_step
from services.workbooks.models import Outcome
from services.workbooks.tables import Read
from services.workbooks.units import AT_ONCE, Asked, Unit, held_in, keyed, settle


@dataclass(frozen=True)
class StepBook:
    """`identity`: the step's columns which, with the case, tell one row from another (the guards that only look for
    the same once more are then left out: give the others as `guards`; None: those of the step)."""

    of: str
    slug: str
    identity: tuple[str, ...] = ("step.on",)
    guards: tuple[Callable, ...] | None = None

    at_once, looks_ahead = AT_ONCE, False  # cases are locked by the plan

    @property
    def kind(self) -> Kind:
        return kinds.get(self.of)

    @property
    def step(self) -> Step:
        return self.kind.step(self.slug)

    @property
    def code(self) -> str:
        return f"{self.of}.{self.slug}"

    @property
    def label(self) -> Any:
        return _("%(kind)s：%(step)s") % {"kind": self.kind.label, "step": self.step.label}

    @property
    def right(self) -> str:
        return self.step.right

    @property
    def whole(self) -> bool:
        return self.kind.whole

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        return of_step(self.kind, self.slug)

    def units(self, rows: Sequence[Read]) -> list[Unit]:
        first: dict[tuple, int] = {}
        digest = cache(keyed)
        units = []
        for row in rows:
            unit = Unit([row])
            units.append(unit)
            mark = self._mark(row)
            if not mark:
                continue
            unit.key, unit.digest = keyed(repr((self.code, *mark))), digest(held_in([row]))
            if (line := first.setdefault(mark, row.line)) != row.line:
                detail = _("与第%(line)s行是同一次。请只留一行。") % {"line": line}
                unit.stop(Outcome.REPEATED, "", "line.repeated", detail)
        return units

    def _mark(self, row: Read) -> tuple:
        values = row.values
        who = values.get("case.number") or values.get("who.id_number") or values.get("who.certificate", "")[:18]
        return (who, *(str(values.get(key, "")) for key in self.identity)) if who else ()

    def plan(self, units: Sequence[Unit], asked: Asked) -> None:
        step_plan.plan(self, units, asked)
        settle(units)

    def write(self, units: Sequence[Unit], asked: Asked) -> None:
        step_actions.take_many(self, [unit for unit in units if unit.outcome == Outcome.NEW], asked)
        for unit in units:
            if unit.outcome == Outcome.CHANGED:
                step_actions.change(self, unit, asked)

    def undo_many(self, rows: Sequence[Any], asked: Asked, reason: str) -> set[int]:
        return step_actions.undo_many(self, rows, asked, reason)

    def undo(self, row: Any, asked: Asked, reason: str) -> None:
        step_actions.undo(row, asked, reason)
