"""更正说明: what an erratum changed, from two frozen publications, the ledger and the decisions between them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.errors import NotThere
from accounts.scoping import scope_required
from reporting import catalogue, presenting
from reporting.explain import At, Explanation, explain
from reporting.explain.telling import signed
from reporting.figures import Cell
from reporting.models import Difference, Figure, Publication
from reporting.periods import year
from reporting.publishing import area_of, frozen_figures, typed


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
    """Passports of the version before and of this one that differ, in the scope in force; a street that is new since
    corrects nothing."""
    assert one.corrects is not None
    before, after = frozen_figures(one.corrects), frozen_figures(one)
    pairs = [(before[key], row) for key, row in after.items() if key in before]
    return [(old, new) for old, new in pairs if old.member_hash != new.member_hash]


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
    figure, area, period = declared(old), area_of(old), year(one.year)
    before, after = (presenting.spoken(Cell(figure, area, typed(figure, row.value))) for row in (old, new))
    first, second = (At(figure, period, area, each.known_at, each.basis) for each in (one.corrects, one))  # type: ignore[union-attr]
    parts = explain(first, second).parts
    causes = tuple(text for name, part in parts.items() for text in _causes(name, part))
    return Line(old, new, presenting.named(figure), names[area], figure.symbol, before, after, causes, decision)


def _causes(name: str, part: Explanation) -> list[str]:
    """The change, bucket by bucket, in words; of a ratio's parts (named) with what they count."""
    told = _("%(bucket)s：%(change)s%(unit)s（%(number)s条记录）")
    counted = _("%(label)s：") % {"label": part.after.indicator.label} if name else ""
    return [
        counted
        + told
        % {
            "bucket": part.labels[bucket],
            "change": signed(part.contribution(bucket)),
            "unit": part.after.indicator.symbol,
            "number": len(records),
        }
        for bucket, records in part.buckets.items()
    ]
