from celery import shared_task

from accounts.scoping import scoped_task
from services.workbooks import actions


@shared_task(name="services.workbooks.tasks.forget")
@scoped_task
def forget() -> int:
    """Uploaded files whose time is over; returns how many."""
    return actions.forget()
