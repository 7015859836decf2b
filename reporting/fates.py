"""Fate of a cohort: whose first milestone lies in the year, how far each has come by now, and why others have not.

The cohort is the members of the funnel's first indicator, so that its size is that figure; where cases are counted
(件) the case is the member. A member has reached a later milestone when an entry of that indicator stands for the same
member and the same case (or, across cases, for the same member from that day on), of whatever year; what another street
recorded after a handover counts for the district only. Everything is read from the ledger as known at
one moment: a status is where the last standing move had led the case by then.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import DISTRICT, scope_required
from reporting import forms
from reporting.catalogue import Funnel, Indicator
from reporting.counting import rows
from reporting.figures import refuse_area
from reporting.members import Member, by_key, subjects, unseen
from reporting.periods import Period
from reporting.selection import AREA_THEN, member, selection, source, where
from services.cases import kinds
from services.cases.kinds import Status
from services.ledger.models import Entry

ALWAYS = Period(dt.date.min, dt.date.max)
BANDS = (30, 90, 180, 365)  # days since the first milestone, inclusive; the last band is open
NO_CASE = "none"
# Moves, and the stopping and starting of the clock, in the order in which they were taken: a correction stands in
# the place of the first entry of its line.
MOVES = f"""
    WITH moves AS (
      SELECT e.id, e.case_id, e.code, e.to_status, e.detail, e.replaces_id FROM ledger_entry e
       WHERE e.case_id = ANY (%(cases)s) AND e.recorded_at <= %(known)s
         AND (e.voided_at IS NULL OR e.voided_at > %(known)s) AND e.voids_id IS NULL
         AND (e.to_status <> '' OR e.code LIKE '%%.paused' OR e.code LIKE '%%.resumed')
         AND (%(street)s = '{DISTRICT}' OR e.street_id = %(street)s))
    SELECT m.case_id, m.code, m.to_status, m.detail FROM moves m
      LEFT JOIN ledger_lineage(
        ARRAY(SELECT id FROM moves WHERE replaces_id IS NOT NULL), %(known)s, %(known)s) l ON l.id = m.id
     ORDER BY coalesce(l.root, m.id)
"""


@dataclass(frozen=True)
class Fate:
    """One member of the cohort: `furthest` is the place of the last milestone reached (0: the first alone)."""

    key: str
    entry: int
    case: object
    since: dt.date
    furthest: int
    days: int
    reason: str = ""  # of one who has not reached the last milestone: the code of a status, or paused:<why>

    @property
    def band(self) -> int:
        """The place of its age among BANDS."""
        return sum(self.days > limit for limit in BANDS)


@dataclass(frozen=True)
class Cohort:
    funnel: Funnel
    period: Period
    area: str
    known_at: dt.datetime
    fates: list[Fate] = field(default_factory=list)

    @property
    def last(self) -> int:
        return len(self.funnel.indicators) - 1

    def reached(self, place: int) -> list[Fate]:
        return [fate for fate in self.fates if fate.furthest >= place]

    @property
    def remainder(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.furthest < self.last]


def cohort(funnel: Funnel, period: Period, area: str, known_at: dt.datetime) -> Cohort:
    """The cohort of a funnel in one area; NotAllowed for an area outside the scope in force."""
    refuse_area(area)
    found = rows(*_query(funnel, period, area, known_at))
    reasons = _reasons([case for *_rest, case, furthest in found if case and furthest < _last(funnel)], area, known_at)
    today = timezone.localdate(known_at)
    return Cohort(
        funnel,
        period,
        area,
        known_at,
        [
            Fate(
                key,
                entry,
                case,
                since,
                furthest,
                (today - since).days,
                "" if furthest == _last(funnel) else reasons.get(case, NO_CASE),
            )
            for key, entry, since, case, furthest in found
        ],
    )


def _last(funnel: Funnel) -> int:
    return len(funnel.indicators) - 1


def _query(funnel: Funnel, period: Period, area: str, known_at: dt.datetime) -> forms.Query:
    """Rows of (key, first entry, its day, case, place of the furthest milestone), by key."""
    first, *later = funnel.indicators
    sql, found = _milestone(first, first.span.within(period), area, known_at, "m0")
    parts = [f"m0 AS ({sql})"]
    for place, indicator in enumerate(later, 1):
        sql, more = _milestone(indicator, ALWAYS, area, known_at, f"m{place}")
        parts.append(f"m{place} AS ({sql})")
        found |= more
    came = "(m.key, m.link) IN (SELECT key, link FROM m{place})"
    if not funnel.by_case:
        came = "m.happened_on <= (SELECT max(l.happened_on) FROM m{place} l WHERE l.key = m.key)"
    tests = "".join(f" WHEN {came.format(place=place)} THEN {place}" for place in range(len(later), 0, -1))
    sql = f"""
        WITH {", ".join(parts)}, come AS (SELECT m.*, CASE{tests} ELSE 0 END AS place FROM m0 m)
        SELECT key, (array_agg(id ORDER BY happened_on, id))[1], min(happened_on),
               (array_agg(case_id ORDER BY place DESC, happened_on DESC, id DESC))[1], max(place)
          FROM come GROUP BY key ORDER BY key"""
    return sql, found


def _milestone(indicator: Indicator, period: Period, area: str, known_at: dt.datetime, name: str) -> forms.Query:
    """The entries of one milestone; `link` tells cases apart."""
    counting = indicator.unit.counting
    parts = [where(selection(indicator), counting)] + [f"{AREA_THEN} = %(street)s"] * (area != DISTRICT)
    key = "e.case_id" if indicator.unit.is_cases else member(counting)
    sql = (
        f"SELECT e.id, ({key})::text AS key, e.case_id, coalesce(e.case_id::text, '') AS link,"
        f" e.happened_on FROM {source('then')} WHERE {' AND '.join(parts)}"
    )
    return forms.named((sql, forms.parameters(known_at, period) | {"street": area}), name)


def _reasons(cases: list[object], area: str, known_at: dt.datetime) -> dict[object, str]:
    """By case: its status at that moment, or what its clock waits for."""
    found: dict[object, str] = {}
    paused: dict[object, str] = {}
    for case, code, status, detail in rows(MOVES, {"cases": cases, "known": known_at, "street": area}):
        if status:
            found[case] = status
            paused.pop(case, None)
        elif code.endswith(".paused"):
            paused[case] = f"{code}:{detail}"
        else:
            paused.pop(case, None)
    return found | paused


def said(reason: str) -> str:
    """A reason in words."""
    if reason == NO_CASE:
        return _("没有案件")
    if ":" not in reason:
        return str(Status(reason).label)
    code, _colon, detail = reason.partition(":")
    word = kinds.get(code.partition(".")[0]).word(code, detail)
    return _("暂停计时：%(word)s") % {"word": word or detail}


def band_label(place: int) -> str:
    if place == len(BANDS):
        return _("超过%(days)s天") % {"days": BANDS[-1]}
    return _("%(first)s—%(last)s天") % {"first": BANDS[place - 1] + 1 if place else 0, "last": BANDS[place]}


def listed(found: Cohort, fates: Iterable[Fate]) -> list[Member]:
    """The members behind a number of the cohort, with the entry of their first milestone."""
    fates = list(fates)
    user = scope_required().user
    entries = by_key(Entry.objects.visible_to(user).select_related("case"), [fate.entry for fate in fates])
    unit = found.funnel.indicators[0].unit
    names = subjects(unit.counting, [fate.key for fate in fates], list(entries.values()))
    by_text = {str(key): name for key, name in names.items()}
    keys = [str(fate.entry) if unit.is_cases else fate.key for fate in fates]
    return [
        Member(fate.key, by_text.get(key, unseen()), entries[fate.entry], 1)
        for key, fate in zip(keys, fates, strict=True)
    ]
