from celery import shared_task
from django.utils import timezone

from accounts.roles import may
from accounts.scoping import enter, scope_of
from reporting import keeping
from reporting.models import Schedule


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
                begun += keeping.begin_due(schedule=schedule, today=today) is not None
    return begun
