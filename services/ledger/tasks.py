from celery import shared_task

from accounts.scoping import scoped_task
from services.ledger import sealing


@shared_task(name="services.ledger.tasks.seal")
@scoped_task
def seal() -> int:
    return sealing.seal()
