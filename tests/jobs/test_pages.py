"""My jobs, as their requester sees them, and as nobody else does."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from services.jobs import runner
from services.jobs.models import State
from tests.jobs.conftest import look, set_columns


def at(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(name, job=None) -> str:
    return reverse(f"admin:{name}", args=[job] if job else [])


@pytest.fixture
def done(cast):
    job = cast.start(cast.clerk_a, "test.export")
    runner.run(job)
    return job


def test_the_list_shows_my_own_jobs_alone(cast):
    mine = cast.start(cast.clerk_a, "test.export")
    for user in (cast.colleague_a, cast.clerk_b, cast.officer):
        cast.start(user, "test.export")
    text = at(cast.clerk_a).get(url("jobs")).content.decode()
    assert text.count('<th scope="row">') == 1
    assert url("job", mine) in text
    assert "等待处理" in text


def test_the_list_of_a_newcomer_says_what_comes_here(cast):
    assert "您还没有提交过任务" in at(cast.clerk_b).get(url("jobs")).content.decode()


def test_the_list_takes_the_same_number_of_queries_however_long(cast):
    cast.start(cast.clerk_a, "test.export", n=0)
    client = at(cast.clerk_a)
    client.get(url("jobs"))  # what a process reads once only
    with CaptureQueriesContext(connection) as one:
        client.get(url("jobs"))
    for n in range(1, 30):
        cast.start(cast.clerk_a, "test.export", n=n)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url("jobs")).content.decode()
    assert len(many) == len(one), [query["sql"] for query in (*one, *many)]
    assert page.count('<th scope="row">') == 25
    assert client.get(url("jobs") + "?page=2").content.decode().count('<th scope="row">') == 5


def test_the_page_polls_until_the_job_has_ended(cast):
    job = cast.start(cast.clerk_a, "test.export")
    set_columns(job, "done = 3, total = 12, message = '第三批'")
    client = at(cast.clerk_a)
    text = client.get(url("job", job)).content.decode()
    assert 'id="job" role="status" aria-live="polite" data-poll' in text
    assert '<progress id="job-progress" max="12" value="3">' in text
    assert "第三批" in text and "取消任务" in text and "重新进行" not in text
    runner.run(job)
    text = client.get(url("job", job)).content.decode()
    assert "data-poll>" not in text and "取消任务" not in text
    assert url("job_file", job) in text and "下载 名单.csv" in text


def test_what_did_not_change_is_the_same_in_the_next_poll(cast):
    """Else the focus would leave the button every two seconds: no token stands inside the region."""
    job = cast.start(cast.clerk_a, "test.export")
    client = at(cast.clerk_a)
    first, second = (client.get(url("job", job)).content.decode() for _ in range(2))
    region = [text[text.index('<div class="card job"') : text.index("<noscript>")] for text in (first, second)]
    assert region[0] == region[1]
    assert "csrfmiddlewaretoken" not in region[0]


def test_the_result_is_downloaded_and_that_is_recorded(cast, done):
    response = at(cast.clerk_a).get(url("job_file", done))
    assert response.content.decode().strip() == cast.street_a
    assert response["Content-Disposition"].startswith("attachment")
    assert "%E5%90%8D%E5%8D%95.csv" in response["Content-Disposition"]
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert AuditEntry.objects.get(action="job.file_read").by == cast.clerk_a


@pytest.mark.parametrize("who", ["colleague_a", "clerk_b", "officer"])
def test_others_must_not_even_know(cast, done, who):
    """Neither a colleague of the same street, nor another street, nor the district, which sees every row."""
    waiting = cast.start(cast.clerk_a, "test.slow", milliseconds=1)
    client = at(getattr(cast, who))
    for job in (done, waiting):
        assert client.get(url("job", job)).status_code == 404
        assert client.get(url("job_file", job)).status_code == 404
        assert client.post(url("job_cancel", job)).status_code == 404
        assert client.post(url("job_retry", job)).status_code == 404
    assert look(waiting).state == State.QUEUED


def test_who_has_no_jobs_and_who_is_not_signed_in(cast, done):
    assert at(cast.auditor).get(url("jobs")).status_code == 403
    assert Client().get(url("job_file", done)).status_code == 302
    assert Client().get(url("jobs")).status_code == 302


def test_cancel_and_retry_by_post_alone(cast, sent):
    job = cast.start(cast.clerk_a, "test.export")
    client = at(cast.clerk_a)
    assert client.get(url("job_cancel", job)).status_code == 405
    assert client.post(url("job_cancel", job)).status_code == 302
    assert look(job).state == State.CANCELLED
    text = client.get(url("job", job)).content.decode()
    assert "重新进行" in text and "取消任务" not in text.split("noscript")[0]
    sent.clear()
    assert client.post(url("job_retry", job)).status_code == 302
    assert look(job).state == State.QUEUED
    assert sent == [job]
    assert client.post(url("job_retry", job)).status_code == 409


def test_a_forged_post_is_refused(cast):
    job = cast.start(cast.clerk_a, "test.export")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.clerk_a)
    assert client.post(url("job_cancel", job)).status_code == 403
    assert look(job).state == State.QUEUED


def test_a_dead_job_says_what_to_do_next(cast):
    job = cast.start(cast.clerk_a, "test.refused")
    runner.run(job)
    text = at(cast.clerk_a).get(url("job", job)).content.decode()
    assert "policy.missing" in text and "重新进行" in text and "张三" not in text
