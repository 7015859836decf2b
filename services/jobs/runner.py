"""Claims a job, does it once, and says how it ended. Any number of workers may try at any time."""

import logging
import traceback
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce, Greatest, Now

from accounts.errors import DomainError, NotAllowed
from accounts.models import User
from accounts.roles import require
from accounts.scoping import DISTRICT, Scope, enter, narrowed, scope_of, system_scope
from services.jobs import lease
from services.jobs.lease import Cancelled, Lease, LeaseLost
from services.jobs.models import Job, JobFile, State
from services.jobs.registry import Result, Running, kind

logger = logging.getLogger(__name__)
BACKOFF = timedelta(seconds=5)  # doubled from attempt to attempt
RESEND = "UPDATE jobs_job SET wake_at = now() + least(greatest(now() - created_at, '10 s'), '60 s') WHERE id = ANY(%s)"


def run(job_id: UUID) -> None:
    """Runs the job unless it is done, in other hands or unknown. Never raises for a fault of the job itself."""
    if connection.in_atomic_block:
        raise RuntimeError("a job opens and commits its own transactions (tests: use own_database)")
    if (job := claim(job_id)) is None:
        return
    try:
        _perform(job)
    except (Cancelled, LeaseLost) as stopped:
        logger.info("job %s attempt %s stopped: %s", job.pk, job.attempts, type(stopped).__name__)
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        # Neither the message nor the values of an exception: they may name a person.
        logger.error("job %s (%s): %s at %s:%s", job.pk, job.name, _code(error), where.filename, where.lineno)
        _give_back(job, error)


def claim(job_id: UUID) -> Job | None:
    """The job, running in our hands for one lease; None when it is not to be had."""
    with enter(system_scope()):
        jobs = Job.objects.visible_to(None)
        found = jobs.takeable().filter(pk=job_id).select_for_update(skip_locked=True, of=("self",)).first()
        if found is None:
            return None
        jobs.filter(pk=job_id).update(
            state=State.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=Now() + lease.LEASE,
            started_at=Coalesce("started_at", Now()),
        )
        return jobs.select_related("requested_by").get(pk=job_id)


def _perform(job: Job) -> None:
    try:
        of_kind = kind(job.name)
    except KeyError:
        raise DomainError("job.unknown", "") from None
    scope = _scope_of(job)
    require(scope, of_kind.right)
    with Lease(job, of_kind.limit) as held:
        running = Running(job, scope, held)
        result = of_kind.function(running) if of_kind.in_batches else None
        with enter(scope):
            _finish(job, held, scope.user, result if of_kind.in_batches else of_kind.function(running))


def _finish(job: Job, held: Lease, user: User | None, result: Result) -> None:
    """The result, the end and the effects commit together, and only while this worker holds the job."""
    held.hold(user, state=State.DONE, done=Greatest("done", "total"), lease_until=None, finished_at=Now(), error="")
    if result:
        filename, content_type, content = result
        JobFile.objects.create(
            job=job, street_id=job.street_id, filename=filename, content_type=content_type, content=content
        )


def _scope_of(job: Job) -> Scope:
    """The requester's scope as their postings are now, no wider than where they asked from."""
    if job.requested_by is None:
        scope: Scope | None = system_scope()
    elif job.requested_by.is_active:
        # A request may also narrow a district posting to one street (accounts.scoping.api_scope).
        scope = scope_of(job.requested_by, job.area) or scope_of(job.requested_by, DISTRICT)
    else:
        scope = None
    if scope is None:
        raise NotAllowed("scope.gone", "")
    return scope if scope.street == job.street_id else narrowed(scope, job.street_id)


def _code(error: Exception) -> str:
    return (error.code if isinstance(error, DomainError) else type(error).__name__)[:100]


def _give_back(job: Job, error: Exception) -> None:
    """Waits for another attempt, or has failed: when attempts are used up, or a rule refused (it would again)."""
    connection.close_if_unusable_or_obsolete()
    final = isinstance(error, DomainError) or job.attempts >= job.max_attempts
    after = BACKOFF * 2 ** (job.attempts - 1)
    with enter(system_scope()):
        Job.objects.visible_to(None).filter(pk=job.pk).held(job.attempts).update(
            state=State.FAILED if final else State.QUEUED,
            lease_until=None,
            wake_at=Now() + after,
            finished_at=Now() if final else None,
            error=_code(error),
        )


def sweep(most: int = 500) -> list[UUID]:
    """The jobs whose message must be sent again; closes those whose workers died at every attempt."""
    with enter(system_scope()):
        jobs = Job.objects.visible_to(None)
        jobs.spent().update(state=State.FAILED, lease_until=None, finished_at=Now(), error="worker.lost")
        rows = jobs.lost().order_by("wake_at").select_for_update(skip_locked=True, of=("self",))
        lost = list(rows.values_list("pk", flat=True)[:most])
        with connection.cursor() as cursor:
            cursor.execute(RESEND, [lost])
    return lost
