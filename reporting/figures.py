"""Figures read from the ledger: the summary of a year, a passport, the members behind a number."""

import datetime as dt
import hashlib
from collections import OrderedDict
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
from reporting import catalogue, forms, indicators  # noqa: F401  (importing the declarations fills the catalogue)
from reporting.catalogue import Figure, Filter, Indicator, Nature, Ratio
from reporting.narrowing import narrowed, narrowed_figures
from reporting.periods import Period, year
from reporting.units import Counting
from services.ledger.reading import settle

BASES = ("then", "now")
Count = int | Decimal
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
    counts: dict[tuple[Indicator, str], Count]
    filters: tuple[Filter, ...] = ()

    def count(self, indicator: Indicator, area: str) -> Value:
        return self.counts.get((indicator, area), indicator.empty)

    def cell(self, figure: Figure, area: str) -> Cell:
        if isinstance(figure, Ratio):
            numerator, denominator = self.count(figure.numerator, area), self.count(figure.denominator, area)
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
    """All figures of a year in all areas of the scope in force, in one pass for flows and one for stocks.

    A reading is kept in memory for as long as nothing was recorded that concerns it; `fresh` reads again all the same.
    """
    return summaries([number], known_at, basis, fresh=fresh)[0]


def summaries(
    numbers: list[int],
    known_at: dt.datetime | None = None,
    basis: str = "then",
    *,
    fresh: bool = False,
    filters: tuple[Filter, ...] = (),
) -> list[Reading]:
    """`summary` of several years, as known at one moment, narrowed by `filters` (reporting.narrowing)."""
    refuse_basis(basis)
    known_at, names, periods = settle(known_at), areas_in_scope(), [year(number) for number in numbers]
    # Where people belong today is not in the ledger alone: such a reading is not kept.
    keep = basis == "then" and not fresh
    knowledge = knowledge_of(periods, known_at) if keep else [None] * len(periods)
    return [
        Reading(period, known_at, basis, names, _kept_count(period, known_at, basis, known, filters), filters)
        for period, known in zip(periods, knowledge, strict=True)
    ]


_kept: OrderedDict[tuple, dict[tuple[Indicator, str], Count]] = OrderedDict()
KEPT = 64


def _kept_count(
    period: Period, known_at: dt.datetime, basis: str, knowledge: tuple | None, filters: tuple[Filter, ...]
) -> dict:
    if knowledge is None:
        return _count(period, known_at, basis, filters)
    key = (connection.settings_dict["NAME"], scope_required().area, period, knowledge, filters)
    if key not in _kept:
        _kept[key] = _count(period, known_at, basis, filters)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    return _kept[key]


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


def _count(
    period: Period, known_at: dt.datetime, basis: str, filters: tuple[Filter, ...] = ()
) -> dict[tuple[Indicator, str], Count]:
    wanted = catalogue.indicators_of(narrowed_figures(catalogue.in_force(period), filters))
    counts: dict[tuple[Indicator, str], Count] = {}
    district = scope_required().street is None
    for nature in Nature:
        one_pass = forms.Pass(wanted, nature, basis)
        found: dict[int, list[tuple]] = {}
        for number, area, *values in _rows(*one_pass.query(known_at, period)):
            if area is not None or district:
                found.setdefault(number, []).append((area or DISTRICT, *values))
        for indicator in one_pass.indicators:
            column = {Counting.ENTRY: 1, Counting.QUANTITY: 2, Counting.AMOUNT: 3}.get(indicator.unit.counting, 0)
            for area, *values in found.get(one_pass.number(indicator), []):
                counts[indicator, area] = _number(indicator, values[column])
    return counts


def _number(indicator: Indicator, value: Any) -> Any:
    if value is None:
        return indicator.empty
    if indicator.unit.counting == Counting.AMOUNT:
        return Decimal(value).quantize(Decimal("0.01"))
    return int(value)


def _rows(sql: str, found: dict[str, Any]) -> list[tuple]:
    scope_required()
    with connection.cursor() as cursor:
        cursor.execute(sql, found)
        return cursor.fetchall()


def readings_of(
    indicator: Indicator, known_at: dt.datetime, period: Period, basis: str, among: Sequence[Any] | None = None
) -> dict[str, tuple[Value, str]]:
    """Value and member hash of one indicator in every area of the scope in force (the cell form); `among` counts these
    members alone (reporting.forms.cells)."""
    found = dict.fromkeys(areas_in_scope(), (indicator.empty, EMPTY))
    for street, value, member_hash in _rows(*forms.cells(indicator, known_at, period, basis, among)):
        if (area := street or DISTRICT) in found:
            found[area] = (_number(indicator, value), member_hash)
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
    hashes of its parts. `advance` is told (done, total) as they are read.
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
    """`passports` of these definitions, in force or not, at a moment that is settled already."""
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
        "period": str(period),
        "area": area,
        "known_at": timezone.localtime(known_at).isoformat(),
    }
    if isinstance(figure, Indicator):
        value, member_hash = parts[figure][area]
        return found | {"value": as_json(value), "member_hash": member_hash}
    (above, hash_above), (below, hash_below) = parts[figure.numerator][area], parts[figure.denominator][area]
    return found | {
        "value": as_json(figure.value(above, below)),
        "numerator": as_json(above),
        "denominator": as_json(below),
        "member_hash": hashlib.sha256(f"{hash_above}\n{hash_below}".encode()).hexdigest(),
    }


def as_json(value: Value) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value
