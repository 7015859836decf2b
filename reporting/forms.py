"""The forms of one declaration: the full pass, the cells of one indicator, its members. All wrap reporting.selection."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reporting.catalogue import Indicator, Nature
from reporting.periods import Period
from reporting.selection import STANDING, TIMING, Selection, area, member, selection, source, where
from reporting.units import Counting

Query = tuple[str, dict[str, Any]]


def parameters(known_at: dt.datetime, *periods: Period) -> dict[str, Any]:
    found: dict[str, Any] = {"known": known_at}
    for n, period in enumerate(periods):
        found |= {f"no_{n}": n, f"first_{n}": period.first, f"after_{n}": period.after}
    return found


class Pass:
    """All indicators of one nature x all streets and the district x periods, in one pass over the ledger.

    Two levels: entries are grouped by what selects them, area and member; those groups again by area. Indicators
    that select alike (persons, person-months and yuan of one subsidy) share a group.
    """

    def __init__(self, indicators: Sequence[Indicator], nature: Nature, basis: str) -> None:
        self.basis, self.nature = basis, nature
        self.indicators = [i for i in indicators if i.nature == nature]
        groups: dict[Selection, list[Counting]] = {}
        for indicator in self.indicators:
            kinds = groups.setdefault(selection(indicator), [])
            if indicator.unit.counting.is_distinct and indicator.unit.counting not in kinds:
                kinds.append(indicator.unit.counting)
        self.groups = [(chosen, kind) for chosen, kinds in groups.items() for kind in kinds or [Counting.ENTRY]]

    def number(self, indicator: Indicator) -> int:
        """The number of the group that holds this indicator's value."""
        chosen, counting = selection(indicator), indicator.unit.counting
        return next(
            n
            for n, (group, kind) in enumerate(self.groups)
            if group == chosen and (kind == counting or not counting.is_distinct)
        )

    def query(self, known_at: dt.datetime, periods: Sequence[Period]) -> Query:
        kinds = list(dict.fromkeys(kind for _, kind in self.groups))
        conditions = list(dict.fromkeys(["", *(chosen.condition for chosen, _ in self.groups)]))
        rows = ", ".join(
            f"({n}, '{code}', {kinds.index(kind)}, {conditions.index(chosen.condition)})"
            for n, (chosen, kind) in enumerate(self.groups)
            for code in chosen.codes
        )
        keys = " ".join(f"WHEN {n} THEN {member(kind)}" for n, kind in enumerate(kinds) if kind.is_distinct)
        areas = " ".join(f"WHEN {n} THEN {area(kind, self.basis)}" for n, kind in enumerate(kinds))
        tests = " ".join(f"WHEN {n} THEN {condition}" for n, condition in enumerate(conditions) if condition)
        sql = f"""
            SELECT period, no, area, count(DISTINCT key), count(*), sum(quantity), sum(amount)
              FROM (SELECT p.no AS period, m.no AS no, (CASE m.kind {areas} END)::int AS area,
                           CASE m.kind {keys} END AS key, e.quantity, e.amount
                      FROM {source(self.basis, len(periods))}
                      JOIN (VALUES {rows}) AS m (no, code, kind, condition) ON m.code = e.code
                     WHERE {STANDING} AND {TIMING[self.nature]}
                       AND (m.condition = 0 OR CASE m.condition {tests} END)) AS counted
             GROUP BY GROUPING SETS ((period, no, area), (period, no))"""
        return sql, parameters(known_at, *periods)
