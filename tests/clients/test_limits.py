"""So many requests in a minute for all processes together; each answer says what is left; what was asked is counted."""

import re
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from accounts.clients import limits, store, usage
from accounts.clients.models import Use
from accounts.clients.tasks import write_use
from tests import make
from tests.api.conftest import Api


def left(answer) -> int:
    return int(re.fullmatch(r'"minute";r=(\d+);t=\d+', answer["RateLimit"])[1])


def test_every_answer_says_what_is_left(city, refused):
    one = city("people.read", per_minute=5)
    answer = one.get("people/")
    assert answer["RateLimit-Policy"] == '"minute";q=5;w=60'
    assert left(answer) == 4
    assert left(one.get("people/", nothing="x")) == 3  # 400
    assert left(one.get(f"people/{uuid.uuid4()}/")) == 2  # 404
    assert left(one.get("cases/")) == 1  # 403
    assert left(one.get("people/")) == 0
    answer = one.get("people/")
    refused(answer, 429, "client.limited")
    assert left(answer) == 0
    assert 0 < int(answer["Retry-After"]) <= 60


def test_each_client_has_a_count_of_its_own(city, refused):
    one, other = city("people.read", per_minute=1), city("people.read", per_minute=1)
    assert one.get("people/").status_code == other.get("people/").status_code == 200
    refused(one.get("people/"), 429, "client.limited")
    assert "RateLimit" not in Api(make.user("clerk_a")).get("people/")


def test_many_at_once_get_no_more_than_there_is():
    who = uuid.uuid4().hex
    begin = threading.Barrier(16)

    def burst(_number: int) -> int:
        begin.wait()
        return sum(not limits.take(who, 200).exceeded for _ in range(25))

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(burst, range(16))) == 200


def test_the_count_begins_anew_after_its_minute(monkeypatch):
    monkeypatch.setattr(limits, "WINDOW", 0.1)
    who = uuid.uuid4().hex
    assert not limits.take(who, 1).exceeded and limits.take(who, 1).exceeded
    time.sleep(0.15)
    assert not limits.take(who, 1).exceeded


@pytest.fixture
def no_redis():
    with override_settings(REDIS_URL="redis://127.0.0.1:9/0"):
        yield
    store._away.clear()


def test_without_redis_everything_goes_on_and_the_log_says_so_once(city, no_redis, caplog):
    one = city("people.read", per_minute=1)
    answers = [one.get("people/") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("RateLimit" in answer for answer in answers)
    assert caplog.text.count("Redis is away") == 1


def uses(one) -> dict[str, tuple[int, int, int]]:
    return {use.operation: (use.requests, use.refused, use.limited) for use in Use.objects.filter(client=one.row)}


def test_what_was_asked_is_counted_by_day_and_operation(city):
    one = city("people.read", per_minute=4)
    person = make.person()
    for path in ("people/", "people/", f"people/{person.pk}/", "cases/", "people/"):
        one.get(path)
    write_use()
    assert uses(one) == {
        "GET /api/v1/people/": (3, 0, 1),
        "GET /api/v1/people/<uuid:id>/": (1, 0, 0),
        "GET /api/v1/cases/": (1, 1, 0),
        "POST /api/v1/oauth/token/": (1, 0, 0),
    }
    assert not any(str(person.pk) in use.operation for use in Use.objects.all())


def test_writing_twice_and_a_redis_that_lost_its_data_do_not_spoil_the_count(city):
    one = city("people.read")
    one.get("people/")
    write_use()
    write_use()
    assert uses(one)["GET /api/v1/people/"] == (1, 0, 0)
    store.ask(lambda redis: redis.delete(usage._key(usage.timezone.localdate())))
    one.get("people/")
    one.get("people/")
    write_use()
    rows = Use.objects.filter(client=one.row, operation="GET /api/v1/people/")
    assert sorted(rows.values_list("requests", flat=True)) == [1, 2]


def test_counting_asks_the_database_for_nothing(city):
    one = city("people.read")
    with CaptureQueriesContext(connection) as captured:
        one.get("people/")
    assert not any("clients_use" in query["sql"] for query in captured)
    assert sum("clients_" in query["sql"] for query in captured) == 2  # the token; the postings with their client
