"""The full pass against SQL written by hand for the same figures, and against one ORM query per figure and area."""

import datetime as dt
import statistics
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils.translation import gettext as _

from accounts.scoping import DISTRICT
from reporting import catalogue
from reporting.catalogue import Filter, Indicator, Nature
from reporting.figures import areas_in_scope, summary
from reporting.periods import Period
from reporting.units import Counting
from services.ledger.models import Entry
from services.ledger.reading import settle

ENOUGH = 10_000
ROUNDS = 5
# Nothing here comes from the catalogue: this is what one would write who knows only the codes.
FLOWS = """
  SELECT CASE e.code WHEN 'device.approved_joint' THEN 'device.approved'
                     WHEN 'device.submitted_joint' THEN 'device.submitted' ELSE e.code END AS what,
         e.street_id,
         count(DISTINCT coalesce(c.stands_for, e.person_id)),
         count(DISTINCT coalesce(c.stands_for, e.person_id)) FILTER (WHERE e.detail = 'visit'),
         count(DISTINCT coalesce(c.stands_for, e.person_id)) FILTER (WHERE e.detail = 'willing'),
         count(DISTINCT coalesce(c.stands_for, e.person_id))
           FILTER (WHERE e.code = 'child_rehab.attended' AND e.category IS NOT NULL),
         count(DISTINCT coalesce(c.stands_for, e.person_id))
           FILTER (WHERE e.code = 'child_rehab.attended' AND e.category IS NULL),
         count(DISTINCT e.household_id)
           FILTER (WHERE e.code LIKE 'home_modification.%%' OR e.code = 'condolence_household.handed_over'),
         count(*) FILTER (WHERE e.detail LIKE 'resolved%%'), count(*) FILTER (WHERE e.detail LIKE '%%_satisfied'),
         count(*) FILTER (WHERE e.happened_on < %(november)s),
         sum(e.quantity) FILTER (WHERE e.happened_on < %(november)s),
         count(DISTINCT e.organisation_id)
           FILTER (WHERE e.code IN ('job_fair.employer_attended', 'employer_visit.visited')),
         count(*), sum(e.quantity), sum(e.amount)
    FROM ledger_entry e LEFT JOIN ledger_canonical(%(known)s) c ON c.person_id = e.person_id
   WHERE e.happened_on >= %(first)s AND e.happened_on < %(after)s
     AND e.recorded_at <= %(known)s AND (e.voided_at IS NULL OR e.voided_at > %(known)s) AND e.voids_id IS NULL
     AND e.code IN ('certificate.started', 'certificate.ended', 'social_insurance.paid', 'fuel.paid', 'home_help.paid',
       'adult_rehab.session', 'child_rehab.attended', 'device.submitted', 'device.submitted_joint',
       'device.submitted_item', 'device.approved', 'device.approved_joint', 'device.approved_item',
       'device.delivered_item', 'home_modification.submitted', 'home_modification.assessed',
       'home_modification.built', 'home_modification.accepted', 'ability_assessment.assessed',
       'job_seeker.registered', 'job_fair.held', 'job_fair.employer_attended', 'job_fair.intended',
       'employer_visit.visited', 'employer_visit.vacancies_developed', 'placement.placed', 'graduate.registered',
       'graduate.employed', 'training.enrolled', 'certificate_application.submitted',
       'certificate_application.assessed', 'certificate_application.issued', 'certificate_issue.first',
       'certificate_issue.renewed', 'certificate_issue.reissued', 'certificate_issue.changed',
       'certificate_issue.transferred_in', 'certificate_ending.transferred', 'certificate_ending.frozen',
       'certificate_ending.cancelled', 'condolence_household.handed_over', 'condolence_household.goods',
       'condolence_student.handed_over', 'condolence_student.goods', 'legal_aid.submitted', 'legal_aid.accepted',
       'legal_aid.closed', 'hotline_order.received', 'hotline_order.closed', 'hotline_time.responded',
       'hotline_time.answered', 'hotline_time.taken')
   GROUP BY GROUPING SETS ((what, e.street_id), (what))
"""
BEFORE = """
  SELECT e.street_id, count(DISTINCT coalesce(c.stands_for, e.person_id))
    FROM ledger_entry e LEFT JOIN ledger_canonical(%(known)s) c ON c.person_id = e.person_id
   WHERE e.happened_on >= %(before)s AND e.happened_on < %(first)s
     AND e.recorded_at <= %(known)s AND (e.voided_at IS NULL OR e.voided_at > %(known)s) AND e.voids_id IS NULL
     AND e.code = 'certificate_application.assessed'
   GROUP BY GROUPING SETS ((e.street_id), ())
"""
STOCKS = """
  SELECT e.street_id,
         count(DISTINCT coalesce(c.stands_for, e.person_id)) FILTER (WHERE e.code = 'certificate.started'),
         count(DISTINCT coalesce(c.stands_for, e.person_id)) FILTER (WHERE e.detail = 'employed'),
         count(DISTINCT coalesce(c.stands_for, e.person_id)) FILTER (WHERE e.detail IN ('employed', 'seeking'))
    FROM ledger_entry e LEFT JOIN ledger_canonical(%(known)s) c ON c.person_id = e.person_id
   WHERE e.code IN ('certificate.started', 'employment_status.started') AND e.happened_on < %(after)s
     AND (e.valid_until IS NULL OR e.valid_until >= %(after)s)
     AND e.recorded_at <= %(known)s AND (e.voided_at IS NULL OR e.voided_at > %(known)s) AND e.voids_id IS NULL
     AND NOT EXISTS (SELECT FROM ledger_entry x WHERE x.ends_id = e.id AND x.happened_on < %(after)s
       AND x.recorded_at <= %(known)s AND (x.voided_at IS NULL OR x.voided_at > %(known)s) AND x.voids_id IS NULL)
   GROUP BY GROUPING SETS ((e.street_id), ())
"""


def run() -> dict[str, Any]:
    """`vs_sql`: our time over the hand-written SQL's (small is good); `vs_orm`: the ORM's over ours (large is good)."""
    year, entries = busiest_year()
    known_at = settle(None)
    period = summary(year, known_at).period
    ours, by_hand = alternate(
        lambda: summary(year, known_at, fresh=True), lambda: _hand_written(period, known_at), ROUNDS
    )
    orm = timed(lambda: _by_orm(period, known_at))
    return {
        "ratios": {"vs_sql": round(ours / by_hand, 2), "vs_orm": round(orm / ours, 1)},
        "detail": {
            "year": year,
            "entries": entries,
            "figures": len(catalogue.in_force(period)),
            "areas": len(areas_in_scope()),
            "seconds": {"pass": round(ours, 3), "sql": round(by_hand, 3), "orm": round(orm, 3)},
        },
    }


def busiest_year() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM happened_on)::int, count(*), sum(count(*)) OVER () FROM ledger_entry"
            " GROUP BY 1 ORDER BY 2 DESC LIMIT 1"
        )
        found = cursor.fetchone()
    if found is None or found[2] < ENOUGH:
        raise CommandError(_("台账不足 %(count)s 条，测不出结果。请先运行 load_district。") % {"count": ENOUGH})
    return found[0], int(found[2])


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def alternate(one: Callable[[], Any], other: Callable[[], Any], rounds: int) -> tuple[float, float]:
    """Medians of both, run in turn, so that a busy moment meets both."""
    one(), other()
    times = [(timed(one), timed(other)) for _ in range(rounds)]
    return statistics.median(a for a, _ in times), statistics.median(b for _, b in times)


def _hand_written(period: Period, known_at: dt.datetime) -> None:
    before, november = dt.date(period.year - 1, 1, 1), dt.date(period.year, 11, 1)
    days = {"before": before, "first": period.first, "november": november, "after": period.after}
    found = {"known": known_at, **days}
    with connection.cursor() as cursor:
        for sql in (FLOWS, BEFORE, STOCKS):
            cursor.execute(sql, found)
            cursor.fetchall()


def _by_orm(period: Period, known_at: dt.datetime) -> None:
    for indicator in catalogue.indicators_of(catalogue.in_force(period)):
        rows = _orm_rows(indicator, period, known_at)
        for area in areas_in_scope():
            within = rows if area == DISTRICT else rows.filter(street=area)
            match indicator.unit.counting:
                case Counting.ENTRY:
                    within.count()
                case Counting.QUANTITY | Counting.AMOUNT as column:
                    within.aggregate(n=Sum(column.value))
                case column:
                    within.aggregate(n=Count(column.value, distinct=True))


def _orm_rows(indicator: Indicator, period: Period, known_at: dt.datetime) -> Any:
    period = indicator.span.within(period)
    rows = Entry.objects.visible_to(None).known_at(known_at).of(*indicator.codes).filter(happened_on__lt=period.after)
    for condition in indicator.conditions:
        rows = rows.filter(_q(condition))
    if indicator.nature == Nature.FLOW:
        return rows.filter(happened_on__gte=period.first)
    ends = Entry.objects.known_at(known_at).filter(ends=OuterRef("pk"), happened_on__lt=period.after)
    return rows.filter(~Exists(ends), Q(valid_until=None) | Q(valid_until__gte=period.after))


def _q(condition: Filter) -> Q:
    if condition.op == "!=":
        return ~Q(**{condition.column: condition.value})
    lookup = {"=": "exact", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "in": "in"}.get(condition.op, "isnull")
    value = condition.op == "null" if lookup == "isnull" else condition.value
    return Q(**{f"{condition.column}__{lookup}": value})
