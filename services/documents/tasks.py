from celery import shared_task

from accounts.scoping import scoped_task
from services.documents import actions


@shared_task(name="services.documents.tasks.sweep")
@scoped_task
def sweep() -> int:
    return actions.sweep()
