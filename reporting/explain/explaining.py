"""From two readings of a figure to the buckets of its change."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Malformed, RuleBroken
from reporting import catalogue
from reporting.catalogue import Figure, Ratio
from reporting.explain.buckets import BETWEEN_YEARS, LABELS, Bucket
from reporting.explain.evidence import Evidence
from reporting.explain.records import Record, Step, sorted_out
from reporting.explain.sides import Side, differences
from reporting.figures import Count, Value, readings_of, refuse_area, refuse_basis, refuse_street
from reporting.periods import Period

STATED = "stated"


@dataclass(frozen=True)
class Explanation:
    """The difference of one indicator: every record that changed, by bucket, in the order of Bucket."""

    before: Side
    after: Side
    value_before: Value  # None: of a stated figure nobody stated it; it changes from and to nought
    value_after: Value
    buckets: dict[Bucket, list[Record]]

    @property
    def change(self) -> Count:
        zero = self.after.indicator.unit.zero
        return (self.value_after or zero) - (self.value_before or zero)

    def contribution(self, bucket: Bucket) -> Count:
        return sum((record.change for record in self.buckets.get(bucket, [])), self.after.indicator.unit.zero)

    @property
    def labels(self) -> dict[Bucket, Any]:
        return LABELS if self.before.period == self.after.period else BETWEEN_YEARS


@dataclass(frozen=True)
class At:
    """Which reading of a figure: `area` a street's code or "district"; `known_at` settled (ledger.reading.settle)."""

    figure: Figure
    period: Period
    area: str
    known_at: dt.datetime
    basis: str = "then"

    def side(self, part: str, *, instead: bool = False) -> Side:
        indicator = catalogue.parts_of(self.figure, instead=instead)[part]
        return Side(indicator, self.period, self.area, self.known_at, self.basis)

    def value(self, counts: dict[str, Value]) -> Value:
        if not isinstance(self.figure, Ratio):
            return counts[""]
        return self.figure.value(counts["numerator"], counts["denominator"] or counts.get(STATED))


@dataclass(frozen=True)
class Explained:
    """A figure's two values, and its parts explained ("" for an indicator; numerator and denominator of a ratio, and
    what is stated where one of its readings has no denominator but that)."""

    before: At
    after: At
    parts: dict[str, Explanation]

    @property
    def value_before(self) -> Value:
        return self.before.value({name: part.value_before for name, part in self.parts.items()})

    @property
    def value_after(self) -> Value:
        return self.after.value({name: part.value_after for name, part in self.parts.items()})


def explain(before: At, after: At) -> Explained:
    """Splits the difference of two readings of one figure by record.

    Malformed when the first is the later; NotAllowed for what the scope in force may not read; RuleBroken when the
    two count in different units or by different natures.
    """
    for at in (before, after):
        refuse_basis(at.basis)
        refuse_area(at.area)
        refuse_street(at.figure, at.area)
    if before.known_at > after.known_at:
        raise Malformed("explain.backwards", _("“起始读数”应早于“截止读数”。请对调两个时间。"), "from")
    parts = catalogue.parts_of(after.figure)
    if before.figure.code != after.figure.code or catalogue.parts_of(before.figure).keys() != parts.keys():
        raise RuleBroken("figure.other_figure", _("两个读数不是同一个指标，不能比较。请选择同一个指标。"))
    found = {name: explain_part(before.side(name), after.side(name)) for name in parts}
    if isinstance(after.figure, Ratio) and after.figure.otherwise:
        found |= _stated(before, after, found["denominator"])
    return Explained(before, after, found)


def _stated(before: At, after: At, counted: Explanation) -> dict[str, Explanation]:
    """What is stated in place of the denominator where nothing is recorded of it: of both readings, or beside it."""
    recorded = [bool(counted.value_before), bool(counted.value_after)]
    if all(recorded):
        return {}
    sides = [at.side("denominator", instead=True) for at in (before, after)]
    return {STATED if any(recorded) else "denominator": explain_part(*sides)}


def explain_part(before: Side, after: Side) -> Explanation:
    """Of one indicator. The buckets sum exactly, or this fails: an explanation that leaves a rest is none."""
    if (before.indicator.unit, before.indicator.nature) != (after.indicator.unit, after.indicator.nature):
        raise RuleBroken("figure.other_unit", _("两个版本的计数单位或统计时点不同，不能相减。请分别查看两个读数。"))
    by_subject = before.period != after.period
    here, steps = before, list[Step]()
    for what, there in before.steps_to(after):
        found = differences(here, there, by_subject=by_subject)
        evidence = Evidence(here, there, {one.entry for one in found}) if what == "knowledge" else None
        steps.append((what, evidence, found))
        here = there
    buckets = sorted_out(after.indicator, steps, by_subject)
    explanation = Explanation(before, after, _value(before), _value(after), buckets)
    if rest := explanation.change - sum(explanation.contribution(bucket) for bucket in buckets):
        raise RuntimeError(f"{after.indicator.code}: the buckets leave a rest of {rest}")
    return explanation


def _value(side: Side) -> Value:
    return readings_of(side.indicator, side.known_at, side.period, side.basis)[side.area][0]
