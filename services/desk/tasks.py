from celery import shared_task

from accounts.scoping import scoped_task
from services.desk import actions


@shared_task(name="services.desk.tasks.drop_expired")
@scoped_task
def drop_expired() -> int:
    """Drafts that nobody came back to; returns how many."""
    return actions.drop_expired()
