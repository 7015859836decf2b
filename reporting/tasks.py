"""What the beat does: figures that are kept, figures that come by themselves."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.roles import may
from accounts.scoping import enter, scope_of, scoped_task
from reporting import arranging, keeping
from reporting.figures import areas_in_scope, summary
from reporting.models import KeptCell, Schedule
from reporting.periods import year

logger = logging.getLogger(__name__)


@shared_task(name="reporting.tasks.renew")
@scoped_task
def renew() -> int:
    """Every minute: kept figures follow the ledger, so that a page finds them ready."""
    return keeping.renew(list(areas_in_scope()))


@shared_task(name="reporting.tasks.check_kept")
@scoped_task
def check_kept() -> int:
    """Every night: a full count against every kept cell. The number of differences, which must be 0; a year with
    one is counted again and the difference is in the log."""
    found = 0
    for number in KeptCell.objects.order_by("year").values_list("year", flat=True).distinct():
        reading = summary(number, fresh=True)
        drifted = list(keeping.drift(reading.period, reading.known_at, reading.areas, reading.counts))
        for sentence in drifted:
            logger.error(sentence)
        if drifted:
            keeping.forget(year(number))
        found += len(drifted)
    return found


@shared_task(name="reporting.tasks.begin_due")
def begin_due() -> int:
    """Starts the jobs of all schedules that are due, each in its owner's scope; returns how many.

    Whose owner has left or lost the right stays where it is: the list shows it as overdue.
    """
    today, begun = timezone.localdate(), 0
    for schedule in Schedule.objects.due(today).select_related("owner"):
        scope = scope_of(schedule.owner) if schedule.owner.is_active else None
        if scope and may(scope, "figure.schedule"):
            with enter(scope):
                begun += arranging.begin_due(schedule=schedule, today=today) is not None
    return begun
