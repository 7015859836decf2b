"""Which cases are due: their clocks are read from their standing moves, nothing is stored.

A status has a limit when a policy text `deadline.<kind>.<status>` is in force on the day on which the case came to it.
The clock stands still between a step `paused` and the next `resumed` (papers, assessment, public notice). A case that
was returned for papers has the applicant's own limit (deadline.returned).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from services.cases import clock
from services.cases.clock import Clock, Pause, Standing
from services.cases.course import courses
from services.cases.kinds import Status
from services.cases.models import Case
from services.policy.models import Holiday, Policy

TONES = {Standing.OVERDUE: "stop", Standing.SOON: "warn", Standing.RUNNING: "info", Standing.SUSPENDED: "neutral"}


def clocks_of(cases: Iterable[Case], today: dt.date) -> dict[UUID, Clock]:
    """Case -> its clock; a case whose status has no limit is left out. Three queries."""
    cases = list(cases)
    entered, pauses = _moves(cases)
    texts_on = Policy.objects.filter(code__startswith="deadline.").texts_by_day()
    days, now = Holiday.objects.calendar(), texts_on(today)
    found = {}
    for case in cases:
        since = entered.get(case.pk)
        if since is None:
            continue
        texts = texts_on(since)
        code = "deadline.returned" if case.status == Status.RETURNED else f"deadline.{case.kind}.{case.status}"
        if texts.has(code):
            found[case.pk] = clock.read(
                days,
                since=since,
                limit=texts.days(code),
                today=today,
                soon=now.days("deadline.soon"),
                pauses=pauses.get(case.pk, ()),
            )
    return found


def _moves(cases: list[Case]) -> tuple[Mapping[UUID, dt.date], Mapping[UUID, list[Pause]]]:
    """The day on which each case came to its status, and the pauses since then."""
    kinds = {case.pk: case.kind for case in cases}
    entered: dict[UUID, dt.date] = {}
    pauses: defaultdict[UUID, list[Pause]] = defaultdict(list)
    for case, taken in courses(kinds).items():
        for one in sorted(taken, key=attrgetter("happened_on")):
            if one.to_status:
                entered[case] = one.happened_on
                pauses[case] = []
            elif one.code == f"{kinds[case]}.paused":
                pauses[case].append(Pause(one.happened_on))
            elif one.code == f"{kinds[case]}.resumed" and pauses[case]:
                pauses[case][-1] = Pause(pauses[case][-1].since, one.happened_on)
    return entered, pauses


def is_paused(case: Case) -> bool:
    _entered, pauses = _moves([case])
    return any(pause.after is None for pause in pauses.get(case.pk, ()))


def in_words(found: Clock) -> str:
    """For people: how much time is left, or by how much it is late."""
    match found.standing:
        case Standing.OVERDUE:
            words = _("已逾期%(days)s个工作日（应于%(due)s前办结）")
        case Standing.SOON:
            words = _("即将到期：还剩%(days)s个工作日（%(due)s）")
        case Standing.SUSPENDED:
            words = _("已暂停计时，已用%(used)s个工作日，时限%(limit)s个工作日")
        case _other:
            words = _("未到期：还剩%(days)s个工作日（%(due)s）")
    text = words % {"days": abs(found.left), "due": found.due_on, "used": found.used, "limit": found.limit}
    return text if found.sure else text + _("；放假安排未录入，日期可能有误")


def pill(found: Clock | None) -> Any:
    return {"text": in_words(found), "tone": TONES[found.standing]} if found else "—"
