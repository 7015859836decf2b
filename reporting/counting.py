"""The one count: all figures of a period in all areas of the scope, in one pass over the ledger per nature and span."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import connection

from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, forms
from reporting.catalogue import Filter, Indicator
from reporting.narrowing import narrowed_figures
from reporting.periods import Period
from reporting.units import Counting

Count = int | Decimal
Counts = dict[tuple[Indicator, str], Count | None]  # by indicator and area; what is not there is `indicator.empty`


def count(period: Period, known_at: dt.datetime, basis: str, filters: tuple[Filter, ...] = ()) -> Counts:
    wanted = catalogue.indicators_of(narrowed_figures(catalogue.in_force(period), filters))
    counts: Counts = {}
    district = scope_required().street is None
    for nature, span in forms.passes(wanted):
        one_pass = forms.Pass(wanted, nature, span, basis)
        found: dict[int, list[tuple]] = {}
        for group, area, *values in rows(*one_pass.query(known_at, period)):
            if area is not None or district:
                found.setdefault(group, []).append((area or DISTRICT, *values))
        for indicator in one_pass.indicators:
            column = {Counting.ENTRY: 1, Counting.QUANTITY: 2, Counting.AMOUNT: 3}.get(indicator.unit.counting, 0)
            for area, *values in found.get(one_pass.number(indicator), []):
                counts[indicator, area] = number(indicator, values[column])
    return counts


def number(indicator: Indicator, value: Any) -> Any:
    if value is None:
        return indicator.empty
    if indicator.unit.counting == Counting.AMOUNT:
        return Decimal(value).quantize(Decimal("0.01"))
    return int(value)


def rows(sql: str, found: dict[str, Any]) -> list[tuple]:
    scope_required()
    with connection.cursor() as cursor:
        cursor.execute(sql, found)
        return cursor.fetchall()
