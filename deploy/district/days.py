"""Working days and months. Every day is a `date`; chance comes from the district's own generator."""

import datetime as dt
from random import Random

DAY = dt.timedelta(1)


def first(year: int) -> dt.date:
    return dt.date(year, 1, 1)


def last(year: int) -> dt.date:
    return dt.date(year, 12, 31)


def plus_years(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def between(rng: Random, low: dt.date, high: dt.date) -> dt.date:
    """A working day from `low` to `high`, both included; any day where there is no working day."""
    day = dt.date.fromordinal(rng.randint(low.toordinal(), max(low, high).toordinal()))
    weekend = day.weekday() - 4
    if weekend > 0:
        if day + (3 - weekend) * DAY <= high:
            return day + (3 - weekend) * DAY
        if day - weekend * DAY >= low:
            return day - weekend * DAY
    return day


def after(rng: Random, day: dt.date, least: int, most: int, latest: dt.date | None = None) -> dt.date:
    """A working day `least` to `most` days later, never after `latest` (nor before `day`)."""
    low, high = day + least * DAY, day + most * DAY
    if latest:
        low, high = max(day, min(low, latest)), max(day, min(high, latest))
    return between(rng, low, high)


def pay_days(rng: Random, years: list[int], from_day: int) -> dict[tuple[int, int], dt.date]:
    """(year, month) -> the one day on which the district pays in that month."""
    found = {}
    for year in years:
        for month in range(1, 13):
            low = dt.date(year, month, from_day)
            found[year, month] = between(rng, low, low + 4 * DAY)
    return found


def month_before(day: dt.date) -> dt.date:
    """The first day of the month before that of `day`."""
    return (day.replace(day=1) - DAY).replace(day=1)
