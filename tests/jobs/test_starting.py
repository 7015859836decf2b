"""A job is a row first; what happens to its message does not matter."""

import socket
import time

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

from accounts.errors import NotAllowed
from accounts.models import AuditEntry
from accounts.scoping import enter, scope_of
from deploy.celery import app
from services.jobs import actions, registry, runner, tasks
from services.jobs.models import Job, State
from tests.jobs.conftest import look, set_columns


def test_it_is_sent_after_commit_and_never_after_a_rollback(cast, sent):
    with cast.as_(cast.clerk_a) as scope:
        job = actions.start(by=cast.clerk_a, name="test.export", args={}, street=scope.street)
        assert sent == []
    assert sent == [job.pk]
    assert look(job.pk).state == State.QUEUED
    with pytest.raises(ZeroDivisionError), cast.as_(cast.clerk_a) as scope:
        actions.start(by=cast.clerk_a, name="test.slow", args={}, street=scope.street)
        raise ZeroDivisionError
    assert sent == [job.pk]


def test_the_start_is_audited(cast):
    job = cast.start(cast.clerk_a, "test.export")
    entry = AuditEntry.objects.get(action="job.started")
    assert (entry.by, entry.target, entry.street_id) == (cast.clerk_a, f"jobs.job:{job}", cast.street_a)


def test_redis_down_at_the_start_does_not_lose_the_job(cast, sent, monkeypatch):
    def down(*args: object, **options: object) -> None:
        raise OperationalError("no such file")

    with monkeypatch.context() as while_down:
        while_down.setattr(tasks.run, "apply_async", down)
        job = cast.start(cast.clerk_a, "test.export")
    assert look(job).state == State.QUEUED
    set_columns(job, "wake_at = now()")
    assert tasks.sweep() == 1
    assert sent == [job]
    runner.run(job)
    assert look(job).state == State.DONE


def test_a_broker_that_is_not_there_or_hangs_does_not_hold_the_request_up(cast, monkeypatch, tmp_path):
    for path in (tmp_path / "none", tmp_path / "hung"):
        nowhere = Celery("nowhere", broker=f"redis+socket://{path}", set_as_current=False)

        @nowhere.task(name="services.jobs.tasks.run", shared=False)
        def run(job_id: str) -> None:
            """Never reached."""

        monkeypatch.setattr(tasks, "run", run)
        with socket.socket(socket.AF_UNIX) as hung:
            if path.name == "hung":
                hung.bind(str(path))
                hung.listen()
            begun = time.monotonic()
            job = cast.start(cast.clerk_a, "test.export", path=path.name)
            assert time.monotonic() - begun < 2.5
        assert look(job).state == State.QUEUED


def test_a_lost_message_is_sent_again_but_not_at_every_sweep(cast, sent):
    job = cast.start(cast.clerk_a, "test.export")
    sent.clear()
    assert tasks.sweep() == 0, "its message may still be on the way"
    set_columns(job, "wake_at = now()")
    assert tasks.sweep() == 1
    assert tasks.sweep() == 0
    assert sent == [job]


def test_the_same_request_that_still_waits_is_one_job(cast):
    first = cast.start(cast.clerk_a, "test.export", year=2023)
    assert cast.start(cast.clerk_a, "test.export", year=2023) == first
    assert cast.start(cast.clerk_a, "test.export", year=2022) != first
    assert cast.start(cast.colleague_a, "test.export", year=2023) != first
    runner.run(first)
    assert cast.start(cast.clerk_a, "test.export", year=2023) != first


def test_personal_data_cannot_be_an_argument(cast):
    for value in ("张三", "110199199001010011", "11019919900101001X", "13800138000", 1.5, ["王五"], {"李四": 1}):
        with pytest.raises(ValueError, match="row keys and codes"):
            cast.start(cast.clerk_a, "test.export", value=value)


def test_who_may_not_do_it_may_not_start_it(cast):
    registry.register("test.approval", lambda job: None, label="审批", right="case.approve")
    with pytest.raises(NotAllowed):
        cast.start(cast.clerk_a, "test.approval")
    cast.start(cast.officer, "test.approval")


def test_a_district_officer_may_start_one_about_a_street(cast):
    job = cast.start(cast.officer, "test.export", street=cast.street_a)
    runner.run(job)
    with cast.as_(cast.officer):
        found = Job.objects.visible_to(cast.officer).get(pk=job)
        assert bytes(found.file.content).decode().strip() == cast.street_a, "it works in that street alone"
    with enter(scope_of(cast.clerk_a)):
        assert not Job.objects.visible_to(cast.clerk_a).exists()


def test_the_beat_sweeps():
    assert "services.jobs.tasks.sweep" in {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert app.conf.broker_url == settings.CELERY_BROKER_URL
    assert {"services.jobs.tasks.sweep", "services.jobs.tasks.run"} <= set(app.tasks)
