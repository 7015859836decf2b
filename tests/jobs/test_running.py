"""A job is done once, in the requester's scope, and says how it ended."""

import threading

import pytest
from django.db import connection

from accounts.models import Posting
from services.jobs import runner
from services.jobs.lease import LeaseLost
from services.jobs.models import JobFile, State
from tests.jobs.conftest import let_lease_run_out, look, set_columns
from tests.jobs.work import mark, marks


def _advice(job_id):
    return str(look(job_id).advice)


def test_the_effects_the_result_and_the_end_are_one(cast):
    job = cast.start(cast.clerk_a, "test.export")
    runner.run(job)
    found = look(job)
    assert (found.state, found.done, found.total, found.attempts) == (State.DONE, 3, 3, 1)
    assert found.finished_at >= found.started_at
    assert marks(job) == [0]
    with cast.as_(cast.clerk_a):
        file = JobFile.objects.visible_to(cast.clerk_a).get(job=job)
        assert (file.filename, bytes(file.content).decode().strip()) == ("名单.csv", cast.street_a)


def test_a_second_message_does_nothing(cast):
    job = cast.start(cast.clerk_a, "test.export")
    for _ in range(3):
        runner.run(job)
    assert marks(job) == [0]
    assert look(job).attempts == 1


def test_two_workers_claim_once(cast):
    job = cast.start(cast.clerk_a, "test.slow", milliseconds=300)
    together = threading.Barrier(4)

    def work():
        together.wait()
        runner.run(job)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert (look(job).state, look(job).attempts) == (State.DONE, 1)
    assert marks(job) == [0]


def test_progress_shows_while_the_job_is_at_work_and_never_goes_back(cast, register):
    seen = []

    def function(job):
        if job.attempt == 1:
            job.advance(50, 100, "第一批")
            mark(job)
            raise ValueError
        for done in (10, 40, 60):
            job.advance(done, 100, "第二次")
            seen.append(_elsewhere("SELECT done, total, message FROM jobs_job"))
        job.advance(2, 2)
        seen.append(_elsewhere("SELECT done, total, message FROM jobs_job"))

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert (look(job).done, marks(job)) == (50, []), "the progress stays, the effect does not"
    runner.run(job)
    assert seen == [(50, 100, "第二次"), (50, 100, "第二次"), (60, 100, "第二次"), (60, 60, "")]
    assert look(job).state == State.DONE


def _elsewhere(statement):
    """What another connection sees."""
    with_own = connection.copy()
    with with_own.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SET LOCAL ROLE taizhang_district")
        cursor.execute(statement)
        row = cursor.fetchone()
        cursor.execute("ROLLBACK")
    with_own.close()
    return row


def test_progress_without_a_known_total(cast, register):
    def function(job):
        job.advance(7, 0)

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert (look(job).done, look(job).total) == (7, 0)


def test_a_fault_is_tried_again_later_and_then_gives_up_kindly(cast, sent, caplog):
    job = cast.start(cast.clerk_a, "test.broken")
    for attempt in range(1, 5):
        assert look(job).state == State.QUEUED
        runner.run(job)
        assert look(job).attempts == attempt
        if attempt < 4:
            with connection.cursor() as cursor, cast.as_(None):
                cursor.execute("SELECT wake_at - now() > %s * interval '4 s' FROM jobs_job", [2 ** (attempt - 1)])
                assert cursor.fetchone()[0], "each attempt waits longer"
            assert "自动再试" in _advice(job)
    found = look(job)
    assert (found.state, found.error) == (State.FAILED, "ValueError")
    assert "重新进行" in _advice(job)
    assert marks(job) == []
    assert "张三" not in caplog.text and "110199" not in caplog.text and "ValueError" in caplog.text
    runner.run(job)
    assert look(job).attempts == 4


def test_what_a_rule_refuses_is_not_tried_again(cast):
    job = cast.start(cast.clerk_a, "test.refused")
    runner.run(job)
    found = look(job)
    assert (found.state, found.error, found.attempts) == (State.FAILED, "policy.missing", 1)
    assert "policy.missing" in _advice(job) and "张三" not in _advice(job)
    assert marks(job) == []


def test_a_requester_without_posting_gets_nothing_done(cast):
    job = cast.start(cast.clerk_a, "test.export")
    Posting.objects.filter(user=cast.clerk_a).delete()
    runner.run(job)
    assert (look(job).state, look(job).error) == (State.FAILED, "scope.gone")
    assert "安全管理员" in _advice(job)
    assert marks(job) == []


def test_a_requester_who_was_locked_out_gets_nothing_done(cast):
    job = cast.start(cast.clerk_a, "test.export")
    cast.clerk_a.is_active = False
    cast.clerk_a.save()
    runner.run(job)
    assert (look(job).state, look(job).error) == (State.FAILED, "scope.gone")


def test_a_requester_with_another_role_gets_nothing_done(cast):
    job = cast.start(cast.officer, "test.export")
    Posting.objects.filter(user=cast.officer).update(role="audit_admin")
    runner.run(job)
    assert (look(job).state, look(job).error) == (State.FAILED, "role.not_allowed")


def test_a_job_whose_code_is_gone_says_so(cast):
    job = cast.start(cast.clerk_a, "test.export")
    set_columns(job, "name = 'test.removed'")
    runner.run(job)
    assert (look(job).state, look(job).error) == (State.FAILED, "job.unknown")


def test_the_systems_own_job_works_in_the_systems_scope(cast, register):
    scopes = []
    register(lambda job: scopes.append(job.scope))
    job = cast.start(None, "test.own")
    runner.run(job)
    assert look(job).state == State.DONE
    assert scopes[0].system and scopes[0].street is None


def test_a_zombie_cannot_commit(cast, register):
    """A worker that was away for longer than its lease comes back after another one has done the job."""

    def function(job):
        mark(job, job.attempt)
        if job.attempt == 1:
            let_lease_run_out_elsewhere(job.id)
            other = threading.Thread(target=_run_elsewhere, args=(job.id,))
            other.start()
            other.join()
        return "r.txt", "text/plain", str(job.attempt).encode()

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert marks(job) == [2]
    assert (look(job).state, look(job).attempts) == (State.DONE, 2)
    with cast.as_(cast.clerk_a):
        assert bytes(JobFile.objects.visible_to(cast.clerk_a).get(job=job).content) == b"2"


def test_a_zombie_learns_at_its_next_report(cast, register):
    raised = []

    def function(job):
        if job.attempt > 1:
            return
        let_lease_run_out_elsewhere(job.id)
        other = threading.Thread(target=_run_elsewhere, args=(job.id,))
        other.start()
        other.join()
        try:
            job.advance(1, 2)
        except LeaseLost as error:
            raised.append(error)
            raise

    register(function)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert len(raised) == 1
    assert (look(job).state, look(job).done) == (State.DONE, 0)


def _run_elsewhere(job_id):
    runner.run(job_id)
    connection.close()


def let_lease_run_out_elsewhere(job_id):
    def away():
        let_lease_run_out(job_id)
        connection.close()

    thread = threading.Thread(target=away)
    thread.start()
    thread.join()


def test_batches_commit_one_by_one_and_go_on_where_they_stopped(cast, register):
    def function(job):
        for _ in range(3):
            with job.batch() as kept:
                step = kept["step"] = kept.get("step", 0) + 1
                mark(job, step)
                if step == 2 and job.attempt == 1:
                    raise ValueError

    register(function, in_batches=True)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert (look(job).state, look(job).kept, marks(job)) == (State.QUEUED, {"step": 1}, [1])
    runner.run(job)
    assert (look(job).state, marks(job)) == (State.DONE, [1, 2, 3, 4])


def test_a_batch_of_a_zombie_does_not_commit(cast, register):
    def function(job):
        with job.batch():
            mark(job, job.attempt)
            if job.attempt == 1:
                let_lease_run_out_elsewhere(job.id)
                other = threading.Thread(target=_run_elsewhere, args=(job.id,))
                other.start()
                other.join()

    register(function, in_batches=True)
    job = cast.start(cast.clerk_a, "test.own")
    runner.run(job)
    assert marks(job) == [2]


def test_a_job_inside_a_transaction_is_refused(cast):
    job = cast.start(cast.clerk_a, "test.export")
    with cast.as_(cast.clerk_a), pytest.raises(RuntimeError, match="own_database"):
        runner.run(job)
