"""What Celery knows of jobs: their keys. Not `scoped_task`: a job opens and commits its transactions itself."""

import logging
from uuid import UUID

from celery import shared_task

from services.jobs import runner

logger = logging.getLogger(__name__)
PATIENCE = 1.0  # seconds that a request waits for the broker; the sweeper needs no longer than that either


@shared_task(name="services.jobs.tasks.run")
def run(job_id: str) -> None:
    runner.run(UUID(job_id))


@shared_task(name="services.jobs.tasks.sweep")
def sweep() -> int:
    """Sends again what was lost; returns how many."""
    return sum(wake(job_id) for job_id in runner.sweep())


def wake(job_id: UUID) -> bool:
    """Whether the message was taken. If not, nothing is lost: the row waits for the sweeper."""
    try:
        # A connection of its own: those of Celery's pool try for six seconds when nobody answers.
        options = {"max_retries": 0, "socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        with run.app.connection_for_write(connect_timeout=PATIENCE, transport_options=options) as broker:
            run.apply_async((str(job_id),), connection=broker, retry=False, ignore_result=True)
    except Exception as error:  # whatever the broker's client raises; the row is what counts
        logger.warning("job %s was not sent: %s; the sweeper will send it", job_id, type(error).__name__)
        return False
    return True
