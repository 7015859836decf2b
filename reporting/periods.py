"""Periods are half-open; a stock is taken on the last day of its period."""

import datetime as dt
from dataclasses import dataclass

MONTHS = 12


@dataclass(frozen=True)
class Period:
    first: dt.date
    after: dt.date

    def __str__(self) -> str:
        """2023 for a whole year, else its months: 2023-01/2023-10."""
        if self == year(self.year):
            return str(self.year)
        return f"{self.first:%Y-%m}/{self.after - dt.timedelta(1):%Y-%m}"

    @property
    def year(self) -> int:
        return self.first.year


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number + 1, 1, 1))


@dataclass(frozen=True)
class Span:
    """The part of time that a figure has for its own: so many years back, from month `first` to month `last`."""

    first: int = 1
    last: int = MONTHS
    years_back: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last <= MONTHS or self.years_back < 0:
            raise ValueError(f"no such span: {self}")

    def within(self, period: Period) -> Period:
        """What the figure counts when the summary of `period` (a year) is drawn up."""
        number = period.year - self.years_back
        after = dt.date(number, self.last + 1, 1) if self.last < MONTHS else dt.date(number + 1, 1, 1)
        return Period(dt.date(number, self.first, 1), after)


WHOLE = Span()
