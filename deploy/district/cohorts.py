"""Who is served in which years, so that each year has exactly as many people as it shall have."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from deploy.district.days import DAY, first, last
from deploy.district.people import Resident

Spans = dict[Resident, tuple[int, int]]


class TooFewPeople(Exception):
    """Not enough people meet the conditions of a programme; the text says which."""


@dataclass(frozen=True, slots=True)
class Window:
    """[low, high) in which somebody may be served, and why it ends."""

    low: dt.date
    high: dt.date
    why: str = ""

    def covers_enough_of(self, year: int) -> bool:
        """Long enough to apply, be approved and be paid in that year."""
        begin = max(self.low, first(year))
        return begin <= dt.date(year, 8, 1) and self.high >= begin + 115 * DAY


def spans(
    rng: Random,
    sizes: dict[int, int],
    candidates: Iterable[Resident],
    fits: Callable[[Resident, int], bool],
    what: str,
    stay: float = 0.9,
) -> Spans:
    """Person -> (first, last) year served; in each year exactly `sizes[year]` people are.

    From the last year backwards: of those served the year after, up to the share `stay` of a year's people were
    served already; the rest are people whose service ended in that year.
    """
    pool = list(candidates)
    rng.shuffle(pool)
    years = sorted(sizes, reverse=True)
    found: Spans = {}
    for year in years:
        on = [p for p, (begun, _) in found.items() if begun == year + 1 and fits(p, year)]
        on = on[: round(sizes[year] * stay)]
        for person in on:
            found[person] = (year, found[person][1])
        missing = sizes[year] - len(on)
        for person in pool:
            if missing and person not in found and fits(person, year):
                found[person] = (year, year)
                missing -= 1
        if missing:
            raise TooFewPeople(f"{missing} people are missing for {what} in {year}")
    return found


def yearly(rng: Random, size: int, candidates: Iterable[Resident], year: int, what: str) -> list[Resident]:
    """`size` different people of the candidates, who hold a certificate all the year."""
    fitting = [p for p in candidates if whole_year(p, year)]
    if len(fitting) < size:
        raise TooFewPeople(f"{size - len(fitting)} people are missing for {what} in {year}")
    return rng.sample(fitting, size)


def whole_year(person: Resident, year: int) -> bool:
    """Holds a certificate on every day of the year."""
    return person.since <= first(year) and person.until > last(year)


def split(rng: Random, total: int, parts: int, most: int = 1_000) -> list[int]:
    """`parts` numbers from 1 to `most`, about equal, which sum to `total`."""
    mean = total / parts
    found = [min(most, max(1, round(rng.gauss(mean, mean * 0.4)))) for _ in range(parts)]
    while missing := total - sum(found):
        n = rng.randrange(parts)
        found[n] = min(most, max(1, found[n] + (1 if missing > 0 else -1)))
    return found
