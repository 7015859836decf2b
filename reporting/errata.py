"""更正说明: what an erratum changed, from two frozen publications, the ledger and the decisions between them."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import NotThere
from accounts.scoping import scope_required
from reporting import catalogue, presenting
from reporting.catalogue import Indicator
from reporting.figures import Cell
from reporting.models import Difference, Figure, Publication
from reporting.passports import Changed, changes_of
from reporting.periods import year
from reporting.publishing import area_of, frozen_figures, typed
from reporting.units import Counting


@dataclass(frozen=True)
class Line:
    """One corrected number: passports of both versions, both values as printed, the records that changed, and why."""

    old: Figure
    new: Figure
    label: str
    area: str
    unit: str
    before: str
    after: str
    causes: tuple[str, ...]
    decision: Difference | None


def declared(row: Figure) -> catalogue.Figure:
    found = catalogue.version(row.code, row.version)
    if found is None:
        raise NotThere("passport.definition_gone", _("程序里已经没有这一版口径，名单无法打开。"))
    return found


def _pairs(one: Publication) -> list[tuple[Figure, Figure]]:
    """Passports of the version before and of this one that differ, in the scope in force."""
    assert one.corrects is not None
    before, after = frozen_figures(one.corrects), frozen_figures(one)
    return [(before[key], row) for key, row in after.items() if before[key].member_hash != row.member_hash]


def lines(one: Publication, names: dict[str, str]) -> list[Line]:
    """Every number that changed, the district first."""
    pairs = [(old, new) for old, new in _pairs(one) if old.value != new.value]
    decisions = _decisions([old for old, _new in pairs])
    order = {area: n for n, area in enumerate(names)}
    pairs.sort(key=lambda pair: (order[area_of(pair[0])], pair[0].code))
    return [_line(one, old, new, names, decisions.get((old.pk, new.member_hash))) for old, new in pairs]


def unchanged_values(one: Publication) -> int:
    """How many numbers stayed although their records changed (a corrected date within the year)."""
    return sum(old.value == new.value for old, new in _pairs(one))


def _decisions(rows: list[Figure]) -> dict[tuple[str, str], Difference]:
    found = Difference.objects.visible_to(scope_required().user).filter(figure__in=rows).approved()
    return {(row.figure_id, row.member_hash): row for row in found.select_related("proposed_by", "decided_by")}


def _line(one: Publication, old: Figure, new: Figure, names: dict[str, str], decision: Difference | None) -> Line:
    figure, area = declared(old), area_of(old)
    before, after = (presenting.spoken(Cell(figure, area, typed(figure, row.value))) for row in (old, new))
    changes = changes_of(figure, year(one.year), area, one.corrects.known_at, one.known_at)  # type: ignore[union-attr]
    causes = tuple(text for part, changed in changes for text in _causes(part, changed, figure))
    return Line(old, new, presenting.named(figure), names[area], figure.symbol, before, after, causes, decision)


def _causes(indicator: Indicator, changed: Changed, of: catalogue.Figure) -> list[str]:
    """In words: how much went and how much came; of a ratio's parts with their names."""
    told, name = [], "" if indicator is of else _("%(label)s：") % {"label": indicator.label}
    for members, text in (
        (changed.gone, _("%(number)s%(unit)s不再计入")),
        (changed.come, _("%(number)s%(unit)s新计入")),
    ):
        if members:
            number = _sum(indicator, members)
            told.append(name + text % {"number": f"{number:,}", "unit": indicator.symbol})
    return told


def _sum(indicator: Indicator, members: list[Any]) -> Any:
    column = {Counting.QUANTITY: "quantity", Counting.AMOUNT: "amount"}.get(indicator.unit.counting)
    return sum((getattr(member.entry, column) or 0) for member in members) if column else len(members)
