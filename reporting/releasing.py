"""Figures for readers outside the federation: small cells hidden, each release checked against those before it."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
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
from reporting.periods import Period, year
from reporting.suppression import ALL, Shown, Table, published, sums_of
from reporting.units import Counting
from services.ledger.reading import settle
from services.people.models import Category

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

    @property
    def figures(self) -> list[Figure]:
        """Without stated ones, which are taken from documents and not from records here."""
        return [figure for figure in catalogue.in_force(self.period) if not figure.stated]

    def withheld(self, figure: Figure) -> bool:
        return any(self.shown[part] is None for part in catalogue.parts_of(figure).values())

    def value(self, figure: Figure, area: str, category: Any = ALL) -> Value:
        """None when hidden; of a ratio, when one of its parts is (or there is nothing to divide by)."""
        parts = [(self.shown[part] or {}).get(_key(area, category)) for part in catalogue.parts_of(figure).values()]
        if any(part is None for part in parts):
            return None
        return figure.value(*parts) if isinstance(figure, Ratio) else parts[0]  # type: ignore[arg-type]


@transaction.atomic
def release(*, by: User | None, number_of_year: int, known_at: dt.datetime | None = None) -> Outside:
    """Writes down what is printed and returns it. NotAllowed for whoever reads less than the whole district."""
    require(scope_required(), "figure.export")
    if scope_required().street:
        raise NotAllowed("release.needs_district", _("对外版由区残联统一导出。请使用街道内部的导出，或联系区残联。"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known_at, period, names = settle(known_at), year(number_of_year), areas_in_scope()
    before = list(Release.objects.filter(year=number_of_year).order_by("pk"))
    shown = {
        indicator: published(table_of(indicator, period, known_at), _shown_before(before, indicator))
        for indicator in catalogue.indicators_of(catalogue.in_force(period))
        if not indicator.stated
    }
    cells = {
        indicator.code: {f"{area}|{category}": as_json(value) for (area, category), value in found.items()}  # type: ignore[misc]
        for indicator, found in shown.items()
        if found is not None
    }
    one = Release(year=number_of_year, known_at=known_at, cells=cells, by=by)
    one.save(force_insert=True)
    audit.record(by=by, action="figure.released", target=one, year=number_of_year)
    return Outside(period, known_at, names, shown)


def _key(area: str, category: Any) -> tuple[str, Any]:
    return (ALL if area == DISTRICT else area, category)


def _shown_before(before: list[Release], indicator: Indicator) -> list[Shown]:
    """Its cells in every earlier release, whatever version of the definition they were counted by."""

    def place(text: str) -> tuple[str, Any]:
        area, _bar, category = text.partition("|")
        return area, category if category == ALL else int(category)

    def read(value: Any) -> Any:
        return Decimal(value) if isinstance(value, str) else value

    found = [one.cells[indicator.code] for one in before if indicator.code in one.cells]
    return [{place(text): read(value) for text, value in cells.items()} for cells in found]


def table_of(indicator: Indicator, period: Period, known_at: dt.datetime) -> Table:
    """Streets with their sum, of persons also by category; who stands behind each cell is counted beside its value."""
    by_category = indicator.unit.counting == Counting.PERSON
    streets = [area for area in areas_in_scope() if area != DISTRICT]
    columns = CATEGORIES if by_category else ()
    keys = [(row, column) for row in (*streets, ALL) for column in (*columns, ALL)]
    values: dict[Any, Any] = dict.fromkeys(keys, indicator.unit.zero)
    people: dict[Any, int] = dict.fromkeys(keys, 0)
    for area, category, no_area, no_category, value, behind in rows(*forms.outside(indicator, known_at, period)):
        key = (ALL if no_area else area, ALL if no_category else category)
        if key in people:
            values[key], people[key] = number(indicator, value), behind
    return Table(values, people, sums_of(streets, columns))
