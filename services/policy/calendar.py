"""Working days. Pure: the days that differ from the week stand in the table of holidays."""

import datetime as dt
from collections.abc import Mapping

SATURDAY = 5
DAY = dt.timedelta(days=1)


class WorkingDays:
    """`special`: day -> whether people work then. A year of which nothing is known has its weekends only."""

    def __init__(self, special: Mapping[dt.date, bool]) -> None:
        self._special = special
        self._years = {day.year for day in special}

    def is_working(self, day: dt.date) -> bool:
        return self._special.get(day, day.weekday() < SATURDAY)

    def covers(self, *years: int) -> bool:
        """Whether the holidays of these years are known."""
        return self._years.issuperset(years)

    def add(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after `day`, which itself does not count; `day` for 0."""
        while count > 0:
            day += DAY
            count -= self.is_working(day)
        return day

    def count(self, since: dt.date, until: dt.date) -> int:
        """Working days after `since` up to and with `until`; negative when `until` is before `since`."""
        if until < since:
            return -self.count(until, since)
        days = (since + n * DAY for n in range(1, (until - since).days + 1))
        return sum(map(self.is_working, days))
