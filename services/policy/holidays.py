"""The days of a year from the library chinesecalendar (the State Council's notices)."""

import datetime as dt

from chinese_calendar import get_holiday_detail, is_workday
from chinese_calendar.constants import Holiday, holidays, workdays

SOURCE = "chinesecalendar（国务院办公厅放假安排）"
DAY = dt.timedelta(days=1)
NAMES = {one.value: one.chinese for one in Holiday}  # the library's English names -> ours


def known_years() -> list[int]:
    return sorted({day.year for day in holidays})


def special_days(year: int) -> list[tuple[dt.date, bool, str]]:
    """(day, working, name) of each day that is not as the week has it, and of each named holiday; empty for a year
    that the library does not know."""
    if year not in known_years():
        return []
    found = []
    day = dt.date(year, 1, 1)
    while day.year == year:
        if day in holidays or day in workdays:
            found.append((day, is_workday(day), NAMES.get(get_holiday_detail(day)[1], "")))
        day += DAY
    return found
