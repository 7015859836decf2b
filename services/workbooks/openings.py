"""Workbooks of new cases, one application per row; where a kind has detail rows, one item per row.

A row is the same as a case by its own number (EXTERNAL), else by whom it is about and the columns in `identity`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from django.utils.translation import gettext as _

from services.cases import kinds
from services.cases.fields import with_defaults
from services.cases.kinds import Kind, Subject
from services.workbooks import opening_actions, opening_plan
from services.workbooks.columns import Column, of_opening
from services.workbooks.models import Outcome
from services.workbooks.tables import Read
from services.workbooks.units import AT_ONCE, Asked, Unit, held_in, keyed, part_of, settle

ON = "case.on"


def _as_it_is(values: dict[str, Any]) -> None:
    """Nothing to complete."""


@dataclass(frozen=True)
class OpeningBook:
    """`checks` False: what the kind's own check refuses, `identity` finds; `complete` fills in a detail row from what
    it names; `optional` columns may be left empty because it does."""

    of: str
    identity: tuple[str, ...] = (ON,)
    checks: bool = True
    complete: Callable[[dict[str, Any]], None] = _as_it_is
    optional: tuple[str, ...] = ()

    at_once, looks_ahead = AT_ONCE, True

    @property
    def kind(self) -> Kind:
        return kinds.get(self.of)

    @property
    def code(self) -> str:
        return self.of

    @property
    def label(self) -> Any:
        return self.kind.label

    @property
    def right(self) -> str:
        return self.kind.opening.right

    @property
    def whole(self) -> bool:
        return self.kind.whole

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        columns = of_opening(self.kind)
        return tuple(replace(c, required=False) if c.key in self.optional else c for c in columns)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """What the columns of the kind's table hold when nothing is given."""
        return with_defaults(self.kind.detail_model, {})

    def units(self, rows: Sequence[Read]) -> list[Unit]:
        found: dict[tuple, Unit] = {}
        units = []
        for row in rows:
            mark = self._mark(row)
            first = found.get(mark) if mark else None
            if first is None:
                unit = Unit([row])
                units.append(unit)
                if mark:
                    found[mark] = unit
            elif not self._joins(first, row):
                twin = Unit([row])
                detail = _("与第%(line)s行是同一件。请只留一行。")
                twin.stop(Outcome.REPEATED, "", "line.repeated", detail % {"line": first.first.line})
                units.append(twin)
        digest = cache(keyed)
        for mark, unit in found.items():
            unit.key, unit.digest = keyed(repr((self.code, *mark))), digest(held_in(unit.rows))
        return units

    def _mark(self, row: Read) -> tuple:
        """What tells this row's application from others; empty when the row does not say."""
        values = row.values
        if external := values.get("case.external_id"):
            return ("external", external)
        who = values.get("who.id_number") or values.get("who.certificate", "")[:18] or values.get("who.organisation")
        if not who and self.kind.subject != Subject.NONE:
            return ()
        return (who or "", *(str(values.get(key, "")) for key in self.identity))

    def _joins(self, unit: Unit, row: Read) -> bool:
        """A further item of the same application; never the same item once more."""
        if not self.kind.details or any(part_of(row, "row") == part_of(other, "row") for other in unit.rows):
            return False
        for part in ("case", "opening", "detail"):
            if part_of(row, part) != unit.part(part):
                detail = _("与第%(line)s行是同一份申请，但申请的内容不同。请核对。") % {"line": unit.first.line}
                row.refuse("", "line.disagrees", detail)
                break
        unit.rows.append(row)
        return True

    def plan(self, units: Sequence[Unit], asked: Asked) -> None:
        opening_plan.plan(self, units, asked)
        settle(units)

    def write(self, units: Sequence[Unit], asked: Asked) -> None:
        new = [unit for unit in units if unit.outcome == Outcome.NEW]
        opening_actions.open_many(self, new, asked)
        for unit in units:
            if unit.outcome == Outcome.CHANGED:
                opening_actions.change(self, unit, asked)

    def undo_many(self, rows: Sequence[Any], asked: Asked, reason: str) -> set[int]:
        return opening_actions.undo_many(rows, asked, reason)

    def undo(self, row: Any, asked: Asked, reason: str) -> None:
        opening_actions.undo(self, row, asked, reason)
