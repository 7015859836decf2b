"""The forms of one declaration: full pass, cells, members. All wrap reporting.selection."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from reporting.catalogue import Indicator, Nature
from reporting.periods import Period, Span
from reporting.selection import AREA_THEN, STANDING, TIMING, Selection, area, member, selection, source, where
from reporting.units import Counting

Query = tuple[str, dict[str, Any]]
VALUES = {Counting.ENTRY: "count(*)", Counting.QUANTITY: "sum(e.quantity)", Counting.AMOUNT: "sum(e.amount)"}
# One line of the list that `member_hash` is taken of; an entry with its part of the sum.
LINES = {
    Counting.ENTRY: "e.id::text",
    Counting.QUANTITY: "e.id || '=' || e.quantity",
    Counting.AMOUNT: "e.id || '=' || coalesce(e.amount::text, '')",
}
# The column by which entries of given members are found; of persons all records that are one person have to be given.
ENTRIES_OF = {
    Counting.PERSON: "e.person_id",
    Counting.HOUSEHOLD: "e.household_id",
    Counting.ORGANISATION: "e.organisation_id",
}


def parameters(known_at: dt.datetime, period: Period) -> dict[str, Any]:
    return {"known": known_at, "first": period.first, "after": period.after}


def named(query: Query, name: str) -> Query:
    """The query with parameters of its own, so that several can stand in one statement."""
    sql, found = query
    return sql.replace("%(", f"%({name}_"), {f"{name}_{key}": value for key, value in found.items()}


def passes(indicators: Iterable[Indicator]) -> Iterable[tuple[Nature, Span]]:
    """The natures and spans of which there is an indicator: each is a pass of its own."""
    return dict.fromkeys((indicator.nature, indicator.span) for indicator in indicators)


class Pass:
    """All indicators of one nature and one span x all streets and the district, in one pass over the ledger.

    Indicators that select alike (persons, person-months and yuan of one subsidy) share a group.
    """

    def __init__(self, indicators: Sequence[Indicator], nature: Nature, span: Span, basis: str) -> None:
        self.basis, self.nature, self.span = basis, nature, span
        self.indicators = [i for i in indicators if (i.nature, i.span) == (nature, span)]
        wanted: dict[Selection, dict[Counting, None]] = {}
        for indicator in self.indicators:
            kinds = wanted.setdefault(selection(indicator), {})
            if indicator.unit.counting.is_distinct:
                kinds[indicator.unit.counting] = None
        self.groups = [(chosen, kind) for chosen, kinds in wanted.items() for kind in kinds or [Counting.ENTRY]]

    def number(self, indicator: Indicator) -> int:
        """The number of the group that holds this indicator's value."""
        chosen, counting = selection(indicator), indicator.unit.counting
        return next(
            n
            for n, (group, kind) in enumerate(self.groups)
            if group == chosen and (kind == counting or not counting.is_distinct)
        )

    def query(self, known_at: dt.datetime, period: Period) -> Query:
        """Rows of (group number, area or NULL, distinct members, entries, quantity, amount)."""
        kinds = list(dict.fromkeys(kind for _, kind in self.groups))
        conditions = list(dict.fromkeys(["", *(chosen.condition for chosen, _ in self.groups)]))
        rows = ", ".join(
            f"({n}, '{code}', {kinds.index(kind)}, {conditions.index(chosen.condition)})"
            for n, (chosen, kind) in enumerate(self.groups)
            for code in chosen.codes
        )
        keys = _case("m.kind", {n: _as_uuid(kind) for n, kind in enumerate(kinds) if kind.is_distinct}, "NULL::uuid")
        areas = _case("m.kind", {n: area(kind, self.basis) for n, kind in enumerate(kinds)})
        tests = _case("m.condition", {n: test for n, test in enumerate(conditions) if test}, "true")
        sql = f"""
            SELECT no, area, count(DISTINCT key), count(*), sum(quantity), sum(amount)
              FROM (SELECT m.no, {areas} AS area, {keys} AS key, e.quantity, e.amount
                      FROM {source(self.basis)}
                      JOIN (VALUES {rows}) AS m (no, code, kind, condition) ON m.code = e.code
                     WHERE {STANDING} AND {TIMING[self.nature]} AND (m.condition = 0 OR {tests})) AS counted
             GROUP BY GROUPING SETS ((no, area), (no))"""
        return sql, parameters(known_at, self.span.within(period))


def _as_uuid(counting: Counting) -> str:
    """Keys have one type in the pass, so that all indicators go through it together."""
    key = member(counting)
    return f"lpad(to_hex({key}), 32, '0')::uuid" if counting == Counting.ORGANISATION else key


def _case(column: str, branches: dict[int, str], otherwise: str = "NULL") -> str:
    if otherwise == "NULL" and len(set(branches.values())) == 1:
        return next(iter(branches.values()))
    if not branches:
        return otherwise
    return f"CASE {column} {' '.join(f'WHEN {n} THEN {sql}' for n, sql in branches.items())} ELSE {otherwise} END"


def cells(
    indicator: Indicator, known_at: dt.datetime, period: Period, basis: str, among: Sequence[Any] | None = None
) -> Query:
    """Rows of (area or NULL, value, hash in hex of the members' lines in order) of one indicator; `among`: of these
    members alone (see ENTRIES_OF)."""
    counting = indicator.unit.counting
    which = where(selection(indicator), counting)
    if among is not None:
        which += f" AND {ENTRIES_OF.get(counting, 'e.id')} = ANY(%(among)s)"
    if counting.is_distinct:
        value, columns, fold = "count(DISTINCT line)", f"({member(counting)})::text AS line", "GROUP BY 1, 2"
    else:
        value, fold = VALUES[counting].replace("e.", ""), ""
        columns = f"{LINES[counting]} AS line, e.quantity, e.amount"
    listed = "coalesce(string_agg(DISTINCT line COLLATE \"C\", E'\\n' ORDER BY line COLLATE \"C\"), '')"
    sql = f"""
        SELECT area, {value}, encode(sha256(convert_to({listed}, 'UTF8')), 'hex')
          FROM (SELECT {area(counting, basis)} AS area, {columns}
                  FROM {source(basis)} WHERE {which} {fold}) AS counted
         GROUP BY GROUPING SETS ((area), ())"""
    return sql, parameters(known_at, indicator.span.within(period)) | {"among": among and list(among)}


def outside(indicator: Indicator, known_at: dt.datetime, period: Period) -> Query:
    """Rows of (street, category or 0, whether it is of all streets, of all categories, value, how many persons or
    households stand behind it) for every street x category and all sums."""
    counting = indicator.unit.counting
    value = f"count(DISTINCT {member(counting)})" if counting.is_distinct else VALUES[counting]
    people = member(counting) if counting.is_distinct else f"coalesce({member(Counting.PERSON)}, e.household_id)"
    behind = "0" if counting == Counting.ORGANISATION else f"count(DISTINCT {people})"
    sql = f"""
        SELECT {AREA_THEN}, coalesce(e.category, 0), grouping({AREA_THEN}), grouping(coalesce(e.category, 0)), {value},
               {behind}
          FROM {source("then")} WHERE {where(selection(indicator), counting)}
         GROUP BY CUBE ({AREA_THEN}, coalesce(e.category, 0))"""
    return sql, parameters(known_at, indicator.span.within(period))


def members(
    indicator: Indicator,
    known_at: dt.datetime,
    period: Period,
    basis: str,
    street: str | None = None,
    after: str | int | None = None,
    limit: int | None = None,
) -> Query:
    """Rows of (key, first entry's id, how many entries), by key, after key `after`; of sums and counts of entries
    the key is the entry's id and each row one entry."""
    counting = indicator.unit.counting
    key = member(counting)
    parts = [where(selection(indicator), counting)]
    parts += [f"{area(counting, basis)} = %(street)s"] * (street is not None)
    parts += [f"{key} > %(after_key)s"] * (after is not None)
    if counting.is_distinct:
        columns, fold = "(array_agg(e.id ORDER BY e.happened_on, e.id))[1], count(*)", "GROUP BY 1"
    else:
        columns, fold = "e.id, 1", ""
    sql = f"SELECT {key}, {columns} FROM {source(basis)} WHERE {' AND '.join(parts)} {fold} ORDER BY 1"
    found = parameters(known_at, indicator.span.within(period)) | {"street": street, "after_key": after}
    if limit is not None:
        sql += " LIMIT %(limit)s"
        found["limit"] = limit
    return sql, found


def in_several_streets(indicator: Indicator, known_at: dt.datetime, period: Period) -> Query:
    """Rows of (key, first entry's id, street codes) of the distinct members that were counted in several streets."""
    counting = indicator.unit.counting
    street = area(counting, "then")
    sql = f"""
        SELECT {member(counting)}, (array_agg(e.id ORDER BY e.happened_on, e.id))[1], array_agg(DISTINCT {street}::text)
          FROM {source("then")} WHERE {where(selection(indicator), counting)}
         GROUP BY 1 HAVING count(DISTINCT {street}) > 1 ORDER BY 1"""
    return sql, parameters(known_at, indicator.span.within(period))


def total(indicator: Indicator, listed: Query) -> Query:
    """The value that a member list amounts to: its length, or the sum of its entries."""
    sql, found = listed
    if indicator.unit.counting in (Counting.QUANTITY, Counting.AMOUNT):
        column = indicator.unit.counting.value
        return f"SELECT coalesce(sum({column}), 0) FROM ledger_entry JOIN ({sql}) m (key, id, n) USING (id)", found
    return f"SELECT count(*) FROM ({sql}) m", found
