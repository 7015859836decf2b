from celery import shared_task

from accounts.scoping import scoped_task
from services.bulk import actions


@shared_task(name="services.bulk.tasks.forget")
@scoped_task
def forget() -> int:
    """Files whose time is over; returns how many."""
    return actions.forget()
