"""What the beat does. Not `scoped_task`: each step opens and commits its own transaction, requests go out between."""

from celery import shared_task

from services.webhooks import runner

SECONDS = 10.0  # that one run takes new events in hand; a worker has other work too


@shared_task(name="services.webhooks.tasks.push")
def push() -> int:
    return runner.push(SECONDS)


@shared_task(name="services.webhooks.tasks.forget")
def forget() -> int:
    return runner.forget()
