"""What the database itself refuses about jobs, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.confinement import problems
from services.jobs import runner
from services.jobs.models import Job, JobFile
from tests.jobs.conftest import set_columns


def refusal(job, assignments) -> str:
    with pytest.raises(DatabaseError) as refused:
        set_columns(job, assignments)
    return refused.value.__cause__.diag.constraint_name


def count(table) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_the_walls_stand(cast):
    assert [problem for problem in problems() if "jobs_" in problem] == []


def test_a_street_sees_its_own_jobs_and_the_district_all(cast):
    of_a, of_the_district = cast.start(cast.clerk_a, "test.export"), cast.start(cast.officer, "test.export")
    for job in (of_a, of_the_district):
        runner.run(job)
    for user, expected in ((cast.clerk_a, 1), (cast.colleague_a, 1), (cast.clerk_b, 0), (cast.officer, 2)):
        with cast.as_(user):
            assert (count("jobs_job"), count("jobs_jobfile")) == (expected, expected)
    with cast.as_(cast.colleague_a):
        assert not Job.objects.visible_to(cast.colleague_a).exists(), "the row stands in the street, but is not theirs"
        assert not JobFile.objects.visible_to(cast.colleague_a).exists()


def test_outside_a_scope_nothing_can_be_read(cast):
    cast.start(cast.clerk_a, "test.export")
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        count("jobs_job")


def test_a_street_cannot_start_work_about_another_or_the_district(cast):
    for street in (cast.street_b, None):
        with pytest.raises(DatabaseError, match="row-level security"), cast.as_(cast.clerk_a):
            Job(name="test.export", street_id=street, requested_by=cast.clerk_a).save(force_insert=True)


def test_a_result_stands_in_the_street_of_its_job(cast):
    job = cast.start(cast.officer, "test.export")
    with pytest.raises(DatabaseError) as refused, cast.as_(cast.officer):
        file = JobFile(job_id=job, street_id=cast.street_a, filename="x", content_type="a/b", content=b"")
        file.save(force_insert=True)
    assert refused.value.__cause__.diag.constraint_name == "jobs_jobfile_in_street_of_its_job"


def test_a_result_is_never_changed(cast):
    job = cast.start(cast.clerk_a, "test.export")
    runner.run(job)
    for statement in ("UPDATE jobs_jobfile SET filename = 'x'", "DELETE FROM jobs_jobfile", "DELETE FROM jobs_job"):
        denied = pytest.raises(DatabaseError, match="permission denied")
        with denied, cast.as_(cast.officer), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_states_are_consistent(cast):
    job = cast.start(cast.clerk_a, "test.export")
    assert refusal(job, "state = 'lost'") == "job_state_is_known"
    assert refusal(job, "state = 'running'") == "only_a_running_job_has_a_lease"
    assert refusal(job, "lease_until = now()") == "only_a_running_job_has_a_lease"
    assert refusal(job, "state = 'done'") == "only_an_open_job_has_no_end"
    assert refusal(job, "state = 'failed', finished_at = now()") == "failed_job_says_why"
    assert refusal(job, "done = 2, total = 1") == "job_does_not_exceed_its_total"
    assert refusal(job, "attempts = 9") == "job_is_tried_no_more_than_allowed"
    assert refusal(job, "name = 'export'") == "job_name_is_noun_dot_verb"
    assert refusal(job, f"area = '{cast.street_b}'") == "job_stays_where_it_was_asked_for"
