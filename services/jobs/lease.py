"""A worker's hold on a job: renewed on a connection of its own, and asked before anything commits."""

import logging
import threading
import time
from datetime import timedelta
from typing import Any, Self

from django.db import connection
from psycopg import Error as DatabaseError

from accounts.models import User
from services.jobs.models import Job, State

logger = logging.getLogger(__name__)
LEASE = timedelta(seconds=30)  # so long after the death of its worker a job is taken again
SHOW_EVERY = 0.5  # seconds between two writings of the progress

# One short transaction; the role holds for it alone (a session setting would leak behind a connection pool).
AS_DISTRICT = "SELECT set_config('role', 'taizhang_district', true)"
RENEW = """
UPDATE jobs_job SET lease_until = clock_timestamp() + %(lease)s
 WHERE id = %(id)s AND state = 'running' AND attempts = %(attempt)s
"""
# Progress never goes back, also when a second attempt begins at the beginning.
ADVANCE = """
UPDATE jobs_job SET lease_until = clock_timestamp() + %(lease)s, done = greatest(done, %(done)s),
       total = CASE WHEN %(total)s = 0 THEN 0 ELSE greatest(%(total)s, done, %(done)s) END, message = %(message)s
 WHERE id = %(id)s AND state = 'running' AND attempts = %(attempt)s
"""
STATE = "SELECT state FROM jobs_job WHERE id = %(id)s"


class Cancelled(Exception):
    """The requester cancelled the job."""


class LeaseLost(Exception):
    """Another worker has the job by now; nothing of this attempt may commit."""


class Lease:
    """`with Lease(job, limit):` a thread renews the lease for at most `limit` seconds."""

    def __init__(self, job: Job, limit: float) -> None:
        self._job, self._limit = job, limit
        self._side = connection.copy()  # of the thread-safe driver's connection only; see _execute
        self._lock, self._over = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._renew, name=f"lease of {job.pk}", daemon=True)
        self._shown = 0.0

    def __enter__(self) -> Self:
        self._side.inc_thread_sharing()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._side.close()

    def advance(self, done: int, total: int, message: str) -> None:
        now = time.monotonic()
        if now - self._shown < SHOW_EVERY and done != total:
            return
        self._shown = now
        if not self._execute(ADVANCE, done=done, total=total, message=message[:200]):
            self._refuse()

    def hold(self, user: User | None, **values: Any) -> None:
        """Writes `values` in the current transaction, whose commit thereby depends on the hold."""
        if not Job.objects.visible_to(user).filter(pk=self._job.pk).held(self._job.attempts).update(**values):
            self._refuse()

    def _refuse(self) -> None:
        cancelled = self._execute(STATE, fetch=True) == State.CANCELLED
        raise Cancelled if cancelled else LeaseLost

    def _renew(self) -> None:
        ends = time.monotonic() + self._limit
        while not self._over.wait(LEASE.total_seconds() / 3) and time.monotonic() < ends:
            try:
                if not self._execute(RENEW):
                    return
            except DatabaseError as error:
                logger.warning("the lease of job %s was not renewed: %s", self._job.pk, type(error).__name__)

    def _execute(self, statement: str, *, fetch: bool = False, **values: Any) -> Any:
        with self._lock:
            if self._side.connection is None or self._side.connection.closed:
                self._side.connect()
            raw = self._side.connection
            with raw.transaction():
                raw.execute(AS_DISTRICT)
                values |= {"id": self._job.pk, "attempt": self._job.attempts, "lease": LEASE}
                cursor = raw.execute(statement, values)
                return cursor.fetchone()[0] if fetch else cursor.rowcount
