"""Figures of years that were not recorded here: entered by hand, each with its source."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Stated:
    value: int | Decimal
    source: str


Known = Mapping[tuple[str, str], Stated]  # (indicator code, area) -> what was stated
# Registered by who keeps such values: f(year, as known at a moment) -> what was stated of that year.
SOURCES: list[Callable[[int, dt.datetime], Known]] = []


def of_year(number: int, known_at: dt.datetime) -> dict[tuple[str, str], Stated]:
    found: dict[tuple[str, str], Stated] = {}
    for source in SOURCES:
        found |= source(number, known_at)
    return found
