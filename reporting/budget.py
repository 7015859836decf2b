"""Programme money against budget lines. Spending is the amount indicator of each kind: counted, never typed in."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reporting import catalogue
from reporting.catalogue import Indicator
from reporting.figures import summary
from reporting.units import Counting
from services.budget.models import BudgetLine, FunctionCode
from services.payments import schemes

ROUNDING, DIGITS = ROUND_HALF_UP, 2  # of the execution rate, as the report's 94.56 (F32)


def rate(spent: Decimal, budget: Decimal, rounding: str = ROUNDING, digits: int = DIGITS) -> Decimal | None:
    """Percent of `budget`; None when there is none. The mode of rounding is part of the definition."""
    if not budget:
        return None
    return (spent * 100 / budget).quantize(Decimal(1).scaleb(-digits), rounding)


@dataclass(frozen=True)
class Row:
    """One programme: `function` None where no budget line names it."""

    kind: str
    label: Any
    function: FunctionCode | None
    indicator: Indicator | None
    original: Decimal
    adjusted: Decimal
    spent: Decimal
    confirmed: bool

    @property
    def rate(self) -> Decimal | None:
        return rate(self.spent, self.adjusted)

    @property
    def is_over(self) -> bool:
        return self.spent > self.adjusted


def amount_of(kind: str) -> Indicator | None:
    """The indicator that sums what this kind paid."""
    return next(
        (
            figure
            for figure in catalogue.declared()
            if isinstance(figure, Indicator)
            and figure.unit.counting == Counting.AMOUNT
            and figure.codes == (f"{kind}.paid",)
        ),
        None,
    )


def execution(year: int, known_at: dt.datetime | None = None) -> list[Row]:
    """Every kind that pays, by function code; what has no line stands at the end."""
    lines = {line.kind: line for line in BudgetLine.objects.of_year(year).select_related("function")}
    reading = summary(year, known_at)
    rows = []
    for scheme in schemes.all_schemes():
        kind, line = scheme.kind, lines.get(scheme.kind.code)
        indicator = amount_of(kind.code)
        value = reading.cell(indicator, reading.areas[0]).value if indicator else None
        rows.append(
            Row(
                kind.code,
                kind.label,
                line and line.function,
                indicator,
                line.original if line else Decimal(0),
                line.adjusted if line else Decimal(0),
                Decimal(value or 0),
                bool(line and line.confirmed_by_id),
            )
        )
    return sorted(rows, key=lambda row: (row.function is None, row.function.code if row.function else "", row.kind))
