"""Workers die by kill -9 at any moment; every job is done, and done once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
import redis as redis_client
from django.db import connection

from deploy import servers
from deploy.celery import app
from services.jobs import lease, runner, tasks
from services.jobs.models import State
from tests.jobs.conftest import let_lease_run_out, look, set_columns
from tests.jobs.work import mark, marks

pytestmark = pytest.mark.crash
BASE_DIR = Path(__file__).resolve().parents[2]


def worker(jobs, *, seconds=30.0) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.jobs.worker", str(seconds), *map(str, jobs)],
        cwd=BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def until(condition, seconds=30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def test_a_job_whose_worker_was_killed_is_taken_again_after_the_lease_and_done_once(cast, sent):
    job = cast.start(cast.clerk_a, "test.suicide")
    killed = worker([job])
    assert killed.wait(30) == -signal.SIGKILL
    found = look(job)
    assert (found.state, found.attempts, found.done) == (State.RUNNING, 1, 40)
    runner.run(job)
    assert look(job).attempts == 1, "the lease still holds: nobody else may begin"
    sent.clear()
    assert tasks.sweep() == 0
    let_lease_run_out(job)
    set_columns(job, "wake_at = now()")
    assert tasks.sweep() == 1 and sent == [job]
    runner.run(job)
    found = look(job)
    assert (found.state, found.attempts, found.done) == (State.DONE, 2, 100)
    assert marks(job) == [0]


def test_a_worker_at_work_keeps_its_lease_without_reporting(cast):
    job = cast.start(cast.clerk_a, "test.slow", milliseconds=2500)
    busy = worker([job], seconds=0.9)
    until(lambda: look(job).done == 1)
    while busy.poll() is None:
        runner.run(job)  # any number of others try
        time.sleep(0.1)
    assert busy.returncode == 0
    assert (look(job).state, look(job).attempts) == (State.DONE, 1)
    assert marks(job) == [0]


def test_a_hung_worker_loses_the_job_at_its_limit(cast, register, monkeypatch):
    """A lease is renewed for as long as an attempt may take, not for ever."""
    monkeypatch.setattr(lease, "LEASE", timedelta(seconds=0.6))
    over = threading.Event()

    def function(job):
        mark(job, job.attempt)
        if job.attempt == 1:
            over.wait(30)

    def hang():
        runner.run(job)
        connection.close()

    register(function, limit=0.5)
    job = cast.start(cast.clerk_a, "test.own")
    hung = threading.Thread(target=hang)
    hung.start()
    until(lambda: look(job).state == State.RUNNING)
    until(lambda: runner.run(job) or look(job).state == State.DONE)
    over.set()
    hung.join()
    assert (look(job).attempts, marks(job)) == (2, [2])


def test_a_job_that_kills_its_workers_is_given_up(cast, sent):
    job = cast.start(cast.clerk_a, "test.suicide")
    set_columns(job, "max_attempts = 1")
    worker([job]).wait(30)
    let_lease_run_out(job)
    sent.clear()
    assert tasks.sweep() == 0
    found = look(job)
    assert (found.state, found.error, sent) == (State.FAILED, "worker.lost", [])
    assert "重新进行" in str(found.advice)


@pytest.fixture
def redis(monkeypatch, tmp_path) -> redis_client.Redis:
    """A Redis of this test alone, instead of the list `sent` (see conftest)."""
    server = servers.Redis(tmp_path)
    path = tempfile.mkdtemp(prefix="tz") + "/s"  # a socket's path is short
    options = f"--port 0 --unixsocket {path} --save".split()
    process = subprocess.Popen([server.binary(), *options, ""], cwd=tmp_path, stdout=subprocess.DEVNULL)
    client = redis_client.Redis(unix_socket_path=path)
    until(lambda: os.path.exists(path))
    monkeypatch.setattr(app.conf, "broker_write_url", f"redis+socket://{path}")
    monkeypatch.setenv("REDIS_URL", f"unix://{path}")
    yield client
    client.close()
    process.kill()
    process.wait()
    shutil.rmtree(os.path.dirname(path))


def test_redis_forgets_everything_and_celery_does_every_job_once(cast, redis):
    """The whole way: messages in Redis are lost, the sweeper sends them again, a real worker does the work."""
    jobs = [cast.start(cast.clerk_a, "test.export", n=n) for n in range(5)]
    assert redis.llen("celery") == 5
    redis.flushall()
    celery = [sys.executable, "-m", "celery", "-A", "tests.jobs.worker", "worker", "--pool", "solo", "-l", "ERROR"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(celery, cwd=BASE_DIR, **quiet)
    try:
        for job in jobs:
            set_columns(job, "wake_at = now()")
        assert tasks.sweep() == 5
        later = cast.start(cast.clerk_a, "test.export", n=5)  # and one whose message arrives as it should
        until(lambda: not any(look(job).is_open for job in (*jobs, later)), 60)
    finally:
        process.terminate()
        process.wait(30)
    assert [look(job).state for job in jobs] == [State.DONE] * 5
    assert [marks(job) for job in (*jobs, later)] == [[0]] * 6


def test_a_storm_of_kills_loses_nothing_and_does_nothing_twice(cast, full):
    kills = 60 if full else 4
    killed, chance, expected = 0, random.Random(7), {}
    deadline = time.monotonic() + (900 if full else 180)
    while True:
        open_jobs = [job for job in expected if look(job).is_open]
        while killed < kills and len(open_jobs) < 6:  # work for as long as there are kills to come
            open_jobs.append(one_more(cast, len(expected), expected))
        if not open_jobs:
            break
        assert time.monotonic() < deadline, f"{len(open_jobs)} jobs are still open after {killed} kills"
        chance.shuffle(open_jobs)
        before = attempts(expected)
        workers = [worker(open_jobs, seconds=0.5), worker(open_jobs[::-1], seconds=0.5)]
        if killed < kills:
            until(partial(something_happens, expected, workers, before))
            time.sleep(chance.uniform(0, 1.0))
            for one in workers:
                killed += one.poll() is None
                one.kill()
        for one in workers:
            one.wait(60)
    print(f"{killed} kills, {len(expected)} jobs, {attempts(expected)} attempts")
    assert {job: look(job).state for job in expected} == dict.fromkeys(expected, State.DONE)
    assert {job: marks(job) for job in expected} == expected


def one_more(cast, n, expected):
    """A job of one of three kinds; `expected` learns which effects it must have."""
    name = ("test.batches", "test.slow", "test.suicide")[n % 3]
    job = cast.start(cast.clerk_a, name, n=n, milliseconds=150 if name == "test.batches" else 600)
    set_columns(job, "max_attempts = 1000")
    expected[job] = list(range(10)) if name == "test.batches" else [0]
    return job


def attempts(jobs) -> int:
    return sum(look(job).attempts for job in jobs)


def something_happens(jobs, workers, before) -> bool:
    """A worker of this round has begun a job, or all of them have ended."""
    return attempts(jobs) > before or all(one.poll() is not None for one in workers)
