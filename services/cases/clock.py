"""The clock of a case: working days since it came to its status, standing still while it is suspended. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.policy.calendar import DAY, WorkingDays


class Standing(StrEnum):
    OVERDUE = "overdue"
    SOON = "soon"
    RUNNING = "running"
    SUSPENDED = "suspended"


@dataclass(frozen=True)
class Pause:
    """[since, after) in which the clock stood still; `after` None: still does."""

    since: dt.date
    after: dt.date | None = None


@dataclass(frozen=True)
class Clock:
    """`due_on` is the last day in time; None while it is suspended. `left`: working days to it, negative when it is
    past. `sure` is False when the holidays of a year that it touches are not known."""

    standing: Standing
    limit: int
    used: int
    due_on: dt.date | None
    left: int
    sure: bool


def used_days(days: WorkingDays, since: dt.date, until: dt.date, pauses: Iterable[Pause]) -> int:
    """Working days after `since` up to and with `until` that no pause takes out. A pause takes out its first day up
    to the day before it ended."""
    count = days.count(since, until)
    for pause in pauses:
        first, last = max(pause.since - DAY, since), min((pause.after or until + DAY) - DAY, until)
        count -= max(days.count(first, last), 0) if first < last else 0
    return count


def read(
    days: WorkingDays,
    *,
    since: dt.date,
    limit: int,
    today: dt.date,
    soon: int,
    pauses: Iterable[Pause] = (),
) -> Clock:
    """`limit` working days from the day after `since`; `soon`: at so many days or fewer left it is soon due."""
    pauses = [pause for pause in pauses if pause.after is None or pause.after > pause.since]
    suspended = any(pause.since <= today and (pause.after is None or today < pause.after) for pause in pauses)
    used = used_days(days, since, today, pauses)
    sure = days.covers(*range(since.year, today.year + 1))
    left = limit - used
    if suspended:
        return Clock(Standing.SUSPENDED, limit, used, None, left, sure)
    due_on = days.add(today, left) if left >= 0 else _was_due(days, since, limit, pauses)
    standing = Standing.OVERDUE if left < 0 else Standing.SOON if left <= soon else Standing.RUNNING
    return Clock(standing, limit, used, due_on, left, sure and days.covers(due_on.year))


def _was_due(days: WorkingDays, since: dt.date, limit: int, pauses: list[Pause]) -> dt.date:
    """The day on which the last day in time was used up."""
    day, used = since, 0
    while used < limit:
        day += DAY
        used += used_days(days, day - DAY, day, pauses)
    return day
