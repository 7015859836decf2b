"""Periods are half-open; a stock is taken on the last day of its period."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Period:
    first: dt.date
    after: dt.date

    def __str__(self) -> str:
        return str(self.year)

    @property
    def year(self) -> int:
        return self.first.year


def year(number: int) -> Period:
    return Period(dt.date(number, 1, 1), dt.date(number + 1, 1, 1))
