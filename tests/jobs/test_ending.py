"""Cancel and retry: what stops, what stays, what begins anew."""

import threading

import pytest
from django.db import connection

from accounts.errors import Conflict
from services.jobs import actions, runner
from services.jobs.lease import Cancelled
from services.jobs.models import Job, State
from tests.jobs.conftest import look
from tests.jobs.work import mark, marks


def test_a_cancelled_job_stops_at_its_next_report_and_leaves_nothing(cast, register):
    raised = []

    def function(job):
        mark(job)
        thread = threading.Thread(target=_cancel_elsewhere, args=(cast, job.id))
        thread.start()
        thread.join()
        try:
            job.advance(1, 2)
        except Cancelled as error:
            raised.append(error)
            raise

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert len(raised) == 1
    assert (look(job).state, marks(job)) == (State.CANCELLED, [])


def test_a_cancelled_job_that_never_reports_leaves_nothing_either(cast, register):
    def function(job):
        mark(job)
        thread = threading.Thread(target=_cancel_elsewhere, args=(cast, job.id))
        thread.start()
        thread.join()

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert (look(job).state, marks(job)) == (State.CANCELLED, [])


def _cancel_elsewhere(cast, job_id):
    _cancel(cast, job_id)
    connection.close()


def _cancel(cast, job_id):
    with cast.as_(cast.clerk_a):
        actions.cancel(by=cast.clerk_a, job=Job.objects.visible_to(cast.clerk_a).get(pk=job_id))


def test_what_has_ended_cannot_be_cancelled_or_repeated(cast):
    job = cast.start(cast.clerk_a, "test.export")
    runner.run(job)
    with pytest.raises(Conflict):
        _cancel(cast, job)
    with pytest.raises(Conflict):
        _retry(cast, job)


def test_a_dead_job_is_retried_with_fresh_attempts_and_numbers_that_go_on(cast, sent):
    job = cast.start(cast.clerk_a, "test.refused")
    runner.run(job)
    sent.clear()
    _retry(cast, job)
    found = look(job)
    assert (found.state, found.attempts, found.max_attempts, found.error) == (State.QUEUED, 1, 5, "")
    assert sent == [job]
    runner.run(job)
    assert (look(job).state, look(job).attempts) == (State.FAILED, 2)


def _retry(cast, job_id):
    with cast.as_(cast.clerk_a):
        actions.retry(by=cast.clerk_a, job=Job.objects.visible_to(cast.clerk_a).get(pk=job_id))
