"""Figures read from the ledger: the summary of a year, a passport, the members behind a number."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.errors import Malformed, NotAllowed, NotThere
from accounts.models import Street
from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, forms, indicators, keeping  # noqa: F401  (importing the declarations fills the catalogue)
from reporting.catalogue import Figure, Filter, Indicator, Ratio
from reporting.counting import Count, Counts, count, number, rows
from reporting.narrowing import narrowed, narrowed_figures
from reporting.periods import Period, year
from services.ledger.reading import settle

BASES = ("then", "now")
Value = Count | None


@dataclass(frozen=True)
class Cell:
    """A figure of one area. Of a ratio `numerator` and `denominator` are the values that were divided."""

    figure: Figure
    area: str
    value: Value
    numerator: Value = None
    denominator: Value = None


@dataclass(frozen=True)
class Reading:
    """The summary of a period as known at a moment, for the areas that the scope in force may see."""

    period: Period
    known_at: dt.datetime
    basis: str
    names: dict[str, str]  # by area
    counts: Counts
    filters: tuple[Filter, ...] = ()

    def count(self, indicator: Indicator, area: str) -> Value:
        return self.counts.get((indicator, area), indicator.empty)

    def cell(self, figure: Figure, area: str) -> Cell:
        if isinstance(figure, Ratio):
            numerator, denominator = self.count(figure.numerator, area), self.count(figure.denominator, area)
            if instead := figure.instead_of(denominator):
                denominator = self.count(instead, area)
            return Cell(figure, area, figure.value(numerator, denominator), numerator, denominator)
        return Cell(figure, area, self.count(figure, area))

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(self.names)

    @property
    def figures(self) -> list[Figure]:
        """Of a street without those of the district as a whole."""
        found = [f for f in catalogue.in_force(self.period) if any(map(f.covers, self.areas))]
        return narrowed_figures(found, self.filters)

    @property
    def cells(self) -> list[Cell]:
        return [self.cell(figure, area) for figure in self.figures for area in self.areas if figure.covers(area)]


def areas_in_scope() -> dict[str, str]:
    """What the scope in force may see, with names: the district and every street, or its own street alone."""
    street = scope_required().street
    streets = Street.objects.filter(code=street) if street else Street.objects.all()
    names = dict(streets.values_list("code", "name"))
    return names if street else {DISTRICT: _("全区"), **names}


def refuse_area(area: str) -> None:
    """A street's scope has its own street only; a code that is no street is refused too."""
    if area in areas_in_scope():
        return
    if scope_required().street:
        raise NotAllowed("figure.other_area", _("您只能查看本街道的数字。请从年度汇总里选择。"))
    raise NotThere("figure.no_such_area", _("没有这个街道：%(area)s。请从年度汇总里选择。") % {"area": area})


def refuse_street(figure: Figure, area: str) -> None:
    """What is the district's own has no number, and no records, of a street."""
    if not figure.covers(area):
        raise NotThere("figure.of_the_district", _("“%(label)s”只有全区的数字。") % {"label": figure.label})


def refuse_basis(basis: str) -> None:
    if basis not in BASES:
        raise Malformed("basis.unknown", _("口径只能是“当时”（then）或“现行”（now）。"), "basis")
    if basis == "now" and scope_required().street:
        raise NotAllowed(
            "basis.needs_district", _("按现行街道统计要看到其他街道的记录，只有全区范围可以使用。请改用“当时”口径。")
        )


def summary(number: int, known_at: dt.datetime | None = None, basis: str = "then", *, fresh: bool = False) -> Reading:
    """All figures of a year in all areas of the scope in force.

    What is kept and still holds at that moment is read back (reporting.keeping); `fresh` counts all the same.
    """
    return summaries([number], known_at, basis, fresh=fresh)[0]


def summaries(
    numbers: list[int],
    known_at: dt.datetime | None = None,
    basis: str = "then",
    *,
    fresh: bool = False,
    patience: dt.timedelta | None = None,
    filters: tuple[Filter, ...] = (),
) -> list[Reading]:
    """`summary` of several years, as known at one moment, narrowed by `filters` (reporting.narrowing; never kept).

    With `patience` and no moment stated, that moment may lie a little in the past where counting takes long.
    """
    refuse_basis(basis)
    stated, known_at = known_at is not None, settle(known_at)
    names, periods = areas_in_scope(), [year(number) for number in numbers]
    if basis == "then" and not fresh and not filters:
        known_at, counts = keeping.counts_at(periods, known_at, list(names), None if stated else patience)
    else:
        counts = [count(period, known_at, basis, filters) for period in periods]
    return [
        Reading(period, known_at, basis, names, found, filters) for period, found in zip(periods, counts, strict=True)
    ]


def knowledge_of(periods: list[Period], known_at: dt.datetime) -> list[tuple | None]:
    """What a reading at `known_at` depends on: the last thing recorded by then that may concern the period (what
    happened after it does not), and who stands for whom."""
    last = "(SELECT max(recorded_at) FROM ledger_entry WHERE recorded_at <= %s AND (happened_on < %s OR voids_id > 0))"
    found = [value for period in periods for value in (known_at, period.after)]
    merges = "(SELECT md5(string_agg(c::text, ';' ORDER BY person_id)) FROM ledger_canonical(%s) c)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {merges}, {', '.join([last] * len(periods))}", [known_at, *found])
        who, *moments = cursor.fetchone()
    return [(who, moment) for moment in moments]


def readings_of(
    indicator: Indicator, known_at: dt.datetime, period: Period, basis: str, among: Sequence[Any] | None = None
) -> dict[str, tuple[Value, str]]:
    """Value and member hash of one indicator in every area of the scope in force (the cell form); `among` counts these
    members alone (reporting.forms.cells)."""
    found = dict.fromkeys(areas_in_scope(), (indicator.empty, EMPTY))
    for street, value, member_hash in rows(*forms.cells(indicator, known_at, period, basis, among)):
        if (area := street or DISTRICT) in found:
            found[area] = (number(indicator, value), member_hash)
    return found


EMPTY = hashlib.sha256(b"").hexdigest()


def passports(
    number: int,
    known_at: dt.datetime | None = None,
    basis: str = "then",
    *,
    area: str | None = None,
    code: str | None = None,
    filters: tuple[Filter, ...] = (),
    advance: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """The passports of a year: of every figure and area in scope, or of one area, or of one code.

    `value` is an int, or a string for yuan and percent (None: nothing to divide by). `member_hash` is SHA-256 over
    the member keys in order, one a line (an entry of a sum as id=quantity or id=amount); of a ratio over the two
    hashes of its parts.
    """
    refuse_basis(basis)
    known_at, period = settle(known_at), year(number)
    if area is not None:
        refuse_area(area)
    figures = [catalogue.get(code, period)] if code else catalogue.in_force(period)
    figures = [narrowed(figure, filters) for figure in figures] if code else narrowed_figures(figures, filters)
    if area and code:
        refuse_street(figures[0], area)
    return passports_of(figures, period, known_at, basis, [area] if area else areas_in_scope(), advance)


def passports_of(
    figures: Sequence[Figure],
    period: Period,
    known_at: dt.datetime,
    basis: str,
    areas: Iterable[str],
    advance: Callable[[int, int], None] | None = None,
) -> list[dict[str, Any]]:
    """`passports` of these definitions, in force or not, at a moment that is settled already; `advance` is told
    (done, total) as they are read."""
    counted, parts = catalogue.indicators_of(figures), {}
    for done, indicator in enumerate(counted, 1):
        parts[indicator] = readings_of(indicator, known_at, period, basis)
        if advance:
            advance(done, len(counted))
    wanted = list(areas)
    cells = [(figure, each) for figure in figures for each in wanted if figure.covers(each)]
    return [_passport(figure, period, each, known_at, parts) for figure, each in cells]


def _passport(figure: Figure, period: Period, area: str, known_at: dt.datetime, parts: dict) -> dict[str, Any]:
    found = {
        "code": figure.code,
        "version": figure.version,
        "unit": figure.symbol,
        "label": str(figure.label),
        "seed_fact": figure.seed_fact,
        "stated": figure.stated,
        "period": str(figure.span.within(period)),
        "area": area,
        "known_at": timezone.localtime(known_at).isoformat(),
    }
    if isinstance(figure, Indicator):
        value, member_hash = parts[figure][area]
        return found | {"value": as_json(value), "member_hash": member_hash}
    (above, hash_above), (below, hash_below) = parts[figure.numerator][area], parts[figure.denominator][area]
    if instead := figure.instead_of(below):
        below, hash_below = parts[instead][area]
        found["instead"] = instead.code
    return found | {
        "value": as_json(figure.value(above, below)),
        "numerator": as_json(above),
        "denominator": as_json(below),
        "member_hash": hashlib.sha256(f"{hash_above}\n{hash_below}".encode()).hexdigest(),
    }


def as_json(value: Value) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
