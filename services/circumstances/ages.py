"""Working age. Pure: birth dates and terms in, dates out."""

import datetime as dt
from decimal import Decimal


def _months_later(day: dt.date, months: int) -> tuple[int, int]:
    """(year, month) so many months after the month of `day`."""
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def working_age_begins(born_on: dt.date, age_from: Decimal) -> dt.date:
    """The day on which somebody born on `born_on` reaches `age_from` (years, in steps of a month)."""
    year, month = _months_later(born_on, round(age_from * 12))
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return min(dt.date(year, month, 1) + dt.timedelta(born_on.day - 1), following - dt.timedelta(1))


def working_age_ends(born_on: dt.date, age_below: Decimal) -> dt.date:
    """The first day after working age: that of the month after the one in which `age_below` is reached."""
    year, month = _months_later(born_on, round(age_below * 12) + 1)
    return dt.date(year, month, 1)
