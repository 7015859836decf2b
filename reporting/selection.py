"""From a declaration to SQL, once: which entries count (`Selection`), and what their member is.

Every form of the query (reporting.forms) wraps these two; nothing else says what an indicator counts.
"""

from dataclasses import dataclass
from typing import Any

from reporting.catalogue import Filter, Indicator, Nature
from reporting.units import Counting

# As the ledger was known at %(known)s: not voided by then, and not itself a void.
STANDING = "e.recorded_at <= %(known)s AND (e.voided_at IS NULL OR e.voided_at > %(known)s) AND e.voids_id IS NULL"
TIMING = {
    Nature.FLOW: "e.happened_on >= p.first AND e.happened_on < p.after",
    # p.after is the day after the last one: valid_until (exclusive) and the end are compared with that last day.
    Nature.STOCK: (
        "e.happened_on < p.after AND (e.valid_until IS NULL OR e.valid_until >= p.after)"
        " AND NOT EXISTS (SELECT FROM ledger_entry x WHERE x.ends_id = e.id AND x.happened_on < p.after"
        " AND x.recorded_at <= %(known)s AND (x.voided_at IS NULL OR x.voided_at > %(known)s) AND x.voids_id IS NULL)"
    ),
}
PERSON = "coalesce(c.stands_for, e.person_id)"
KEYS = {
    Counting.PERSON: PERSON,
    Counting.HOUSEHOLD: "e.household_id",
    Counting.ORGANISATION: "e.organisation_id",
}
SOURCE = (
    "ledger_entry e CROSS JOIN (VALUES (%(first)s::date, %(after)s::date)) AS p (first, after)"
    " LEFT JOIN ledger_canonical(%(known)s) c ON c.person_id = e.person_id"
)
AREA_THEN = "e.street_id"
# Where the person or household belongs today; what belongs to nobody stays where it was.
SOURCE_NOW = f" LEFT JOIN people_person lp ON lp.id = {PERSON} LEFT JOIN people_household lh ON lh.id = e.household_id"
AREA_NOW = {
    Counting.HOUSEHOLD: "coalesce(lh.street_id, e.street_id)",
    Counting.ORGANISATION: "e.street_id",
}
AREA_NOW_OF_PERSON = "coalesce(lp.street_id, lh.street_id, e.street_id)"


@dataclass(frozen=True)
class Selection:
    """Which entries count: `codes`, and an SQL condition on `e` besides (empty: none)."""

    nature: Nature
    codes: tuple[str, ...]
    condition: str


def selection(indicator: Indicator) -> Selection:
    return Selection(indicator.nature, indicator.codes, " AND ".join(map(_sql, indicator.conditions)))


def where(chosen: Selection, counting: Counting) -> str:
    """The whole condition on entry `e` in period `p`; what is counted distinctly must be there."""
    parts = [f"e.code IN ({', '.join(map(_literal, chosen.codes))})", STANDING, TIMING[chosen.nature]]
    parts += [chosen.condition] * bool(chosen.condition)
    parts += [f"{member(counting)} IS NOT NULL"] * counting.is_distinct
    return " AND ".join(parts)


def member(counting: Counting) -> str:
    """The key of the member to which entry `e` contributes; of a sum or a count of entries the entry itself."""
    return KEYS.get(counting, "e.id")


def area(counting: Counting, basis: str) -> str:
    if basis == "then":
        return AREA_THEN
    return AREA_NOW.get(counting, AREA_NOW_OF_PERSON)


def source(basis: str) -> str:
    """FROM: entries `e`, the period `p`, and who stands for whom `c`; parameters known, first, after."""
    return SOURCE + (SOURCE_NOW if basis == "now" else "")


def _sql(condition: Filter) -> str:
    column = f"e.{condition.column}"
    match condition.op:
        case "null" | "not null":
            return f"{column} IS {condition.op.upper()}"
        case "in":
            return f"{column} IN ({', '.join(map(_literal, condition.value))})"
    return f"{column} {condition.op} {_literal(condition.value)}"


def _literal(value: Any) -> str:
    """A literal of a declaration (never of a user); `%` is doubled for the parameter style."""
    if isinstance(value, bool | int):
        return str(value).upper()
    return "'" + value.replace("'", "''").replace("%", "%%") + "'"
