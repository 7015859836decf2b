"""Working days. Pure: the days that differ from the week stand in the table of holidays."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

SATURDAY, WEEK = 5, 7
DAY = dt.timedelta(days=1)


class WorkingDays:
    """`special`: day -> whether people work then. A year of which nothing is known has its weekends only."""

    def __init__(self, special: Mapping[dt.date, bool]) -> None:
        self._special = special
        self._years = {day.year for day in special}
        ordered = sorted(special)
        self._days = [day.toordinal() for day in ordered]
        differ = (special[day] - (day.weekday() < SATURDAY) for day in ordered)
        self._differ = [0, *accumulate(differ)]

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
        return self._upto(until) - self._upto(since)

    def _upto(self, day: dt.date) -> int:
        """Working days from the first day of the calendar (a Monday) up to and with `day`."""
        number = day.toordinal()
        weeks, rest = divmod(number, WEEK)
        return weeks * SATURDAY + min(rest, SATURDAY) + self._differ[bisect_right(self._days, number)]
