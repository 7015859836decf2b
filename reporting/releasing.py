"""Figures for readers outside the federation: small cells hidden, each release checked against those before it."""

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.errors import NotAllowed
from accounts.models import User
from accounts.roles import require
from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, forms
from reporting.catalogue import Figure, Indicator, Ratio
from reporting.counting import number, rows
from reporting.figures import Value, areas_in_scope, as_json
from reporting.models import Release
from reporting.narrowing import describes_people
from reporting.parts import PARTS
from reporting.periods import Period, year
from reporting.selection import selection
from reporting.suppression import ALL, SMALL, Shown, Table, published, sums_of
from reporting.units import Counting
from services.ledger.reading import settle
from services.people.models import Category
from services.policy.models import Policy

LIMIT = "release.people_from"  # the policy term: of how many people on a number may be shown
LOCK = 7_142_313  # one release at a time: each has to know those before it
UNCERTIFIED = 0
CATEGORIES = (*Category.values, UNCERTIFIED)


@dataclass(frozen=True)
class Outside:
    """What may be printed: by indicator its cells (area, category), or None where it was withheld this time."""

    period: Period
    known_at: dt.datetime
    names: dict[str, str]
    shown: dict[Indicator, Shown | None]
    limit: int

    @property
    def figures(self) -> list[Figure]:
        """Without stated ones, which are taken from documents and not from records here."""
        return [figure for figure in catalogue.in_force(self.period) if not figure.stated]

    def withheld(self, figure: Figure) -> bool:
        return any(self.shown[part] is None for part in catalogue.parts_of(figure).values())

    def hides(self, figure: Figure, area: str, category: Any = ALL) -> bool:
        return None in self._parts(figure, area, category)

    def value(self, figure: Figure, area: str, category: Any = ALL) -> Value:
        """None when hidden; of a ratio, when one of its parts is or there is nothing to divide by."""
        if self.hides(figure, area, category):
            return None
        parts = self._parts(figure, area, category)
        return figure.value(*parts) if isinstance(figure, Ratio) else parts[0]

    def _parts(self, figure: Figure, area: str, category: Any) -> list[Value]:
        key = _key(area, category)
        return [(self.shown[part] or {}).get(key) for part in catalogue.parts_of(figure).values()]


@transaction.atomic
def release(*, by: User | None, number_of_year: int, known_at: dt.datetime | None = None) -> Outside:
    """Writes down what is printed and returns it. NotAllowed for whoever reads less than the whole district."""
    require(scope_required(), "figure.export")
    if scope_required().street:
        raise NotAllowed("release.needs_district", _("对外版由区残联统一导出。请使用街道内部的导出，或联系区残联。"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known_at, period, names = settle(known_at), year(number_of_year), areas_in_scope()
    tables = tables_of(period, known_at)
    before = list(Release.objects.order_by("pk"))
    shown = {
        indicator: published(table, _shown_before(before, indicator, period)) for indicator, table in tables.items()
    }
    shown |= dict.fromkeys(_telling(shown), None)
    cells = {
        indicator.code: {f"{area}|{category}": as_json(value) for (area, category), value in found.items()}  # type: ignore[misc]
        for indicator, found in shown.items()
        if found is not None
    }
    one = Release(year=number_of_year, known_at=known_at, cells=cells, by=by)
    one.save(force_insert=True)
    audit.record(by=by, action="figure.released", target=one, year=number_of_year)
    limit = next((table.limit for table in tables.values()), SMALL)
    return Outside(period, known_at, names, shown, limit)


def _key(area: str, category: Any) -> tuple[str, Any]:
    return (ALL if area == DISTRICT else area, category)


def _shown_before(before: list[Release], indicator: Indicator, period: Period) -> list[Shown]:
    """Its cells in every earlier release, whatever version of the definition they were counted by, and those of a
    figure that counts the same in the summary of another year (the year before of the year after)."""

    def place(text: str) -> tuple[str, Any]:
        area, _bar, category = text.partition("|")
        return area, category if category == ALL else int(category)

    def read(value: Any) -> Any:
        return Decimal(value) if isinstance(value, str) else value

    codes = {number: _codes_in(number, indicator, period) for number in {one.year for one in before}}
    found = [one.cells[code] for one in before for code in codes[one.year] if code in one.cells]
    return [{place(text): read(value) for text, value in cells.items()} for cells in found]


def _codes_in(number_of_year: int, indicator: Indicator, period: Period) -> list[str]:
    """The codes under which a release of that year printed what `indicator` counts in `period`."""
    other = year(number_of_year)
    if other == period:
        return [indicator.code]
    here = indicator.span.within(period)
    return [
        one.code
        for one in catalogue.indicators_of(catalogue.in_force(other))
        if one.unit == indicator.unit and one.span.within(other) == here and selection(one) == selection(indicator)
    ]


def tables_of(period: Period, known_at: dt.datetime) -> dict[Indicator, Table]:
    """Of every counted figure; few are hidden, and so is what few are missing from to a larger figure of the same
    people."""
    limit = int(Policy.objects.texts(timezone.localdate(known_at)).number(LIMIT))
    figures = catalogue.in_force(period)
    wanted = [one for one in catalogue.indicators_of(figures) if not one.stated]
    tables = {indicator: table_of(indicator, period, known_at, limit) for indicator in wanted}
    for smaller, larger in _nested(figures):
        if smaller in tables and larger in tables:
            tables[smaller] = replace(tables[smaller], close=_close(tables[smaller], tables[larger]))
    return tables


def _telling(shown: dict[Indicator, Shown | None]) -> list[Indicator]:
    """The parts of a whole by which a hidden cell of any of them could be worked out: each table is safe by itself,
    but not beside the others."""
    found = []
    for one in PARTS:
        tables = [shown.get(indicator) for indicator in (one.whole, *one.parts)]
        if any(table is None or None in table.values() for table in tables):
            found += [part for part in one.parts if part in shown]
    return found


def _nested(figures: list[Figure]) -> list[tuple[Indicator, Indicator]]:
    """Pairs that count persons or households of whom the first are a part of the second."""
    pairs = [(one.smaller, one.larger) for one in catalogue.ASSERTIONS]
    pairs += [(one.numerator, one.denominator) for one in figures if isinstance(one, Ratio)]
    people = (Counting.PERSON, Counting.HOUSEHOLD)
    return [(a, b) for a, b in dict.fromkeys(pairs) if a.unit == b.unit and a.unit.counting in people]


def _close(smaller: Table, larger: Table) -> frozenset[Any]:
    near = {key for key, count in larger.people.items() if 0 < count - smaller.people.get(key, count) < larger.limit}
    return smaller.close | near


def is_by_category(figure: Figure) -> bool:
    """Whether the category of disability of those concerned says something of it."""
    return not isinstance(figure, Ratio) and not figure.whole and describes_people(figure)


def table_of(indicator: Indicator, period: Period, known_at: dt.datetime, limit: int = SMALL) -> Table:
    """Streets with their sum, and by category where it is about people; who stands behind each cell is counted
    beside its value."""
    by_category = is_by_category(indicator)
    streets = [area for area in areas_in_scope() if area != DISTRICT]
    columns = CATEGORIES if by_category else ()
    keys = [(row, column) for row in (*streets, ALL) for column in (*columns, ALL)]
    values: dict[Any, Any] = dict.fromkeys(keys, indicator.unit.zero)
    people: dict[Any, int] = dict.fromkeys(keys, 0)
    for area, category, no_area, no_category, value, behind in rows(*forms.outside(indicator, known_at, period)):
        key = (ALL if no_area else area, ALL if no_category else category)
        if key in people:
            values[key], people[key] = number(indicator, value), behind
    return Table(values, people, sums_of(streets, columns), limit)
