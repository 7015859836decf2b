"""Whatever is refused, wherever: problem details with the id of the request, in the language of who asked."""

import json
import logging
import re
import uuid
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from knox.models import AuthToken
from rest_framework.exceptions import Throttled

from accounts import request_id
from accounts.errors import RuleBroken
from deploy.errors import problem_response
from deploy.last_resort import always_answered
from tests import make
from tests.api.conftest import BASE, Api, problem_of

CJK = re.compile(r"[\u3400-\u9fff]")
HOME = {"opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}
PERSON = {"name": "某某", "id_number": "110199197001010010"}


def broken(*args, **kwargs):
    raise ZeroDivisionError


def large() -> bytes:
    return json.dumps({"term": "x" * 3_000_000}).encode()


def raw(client: Api, path: str, data: bytes, **options):
    options = {"content_type": "application/json", "headers": client.headers, **options}
    return client.client.post(BASE + path, data, **options)


def throttled(client: Api):
    body = json.dumps({"username": "nobody", "password": "x"}).encode()
    address = f"test-{uuid.uuid4()}"
    for _n in range(6):
        answer = raw(Api(), "sign-in/", body, REMOTE_ADDR=address, headers=client.headers)
    return answer


def breaking(monkeypatch, where: str, client: Api, path: str = "people/"):
    monkeypatch.setattr(where, broken)
    client.client.raise_request_exception = False
    return client.get(path)


REFUSALS = {
    "unreadable body": (400, "request.parse_error", lambda c, m: raw(c, "people/find/", b"{")),
    "unknown parameter": (400, "request.invalid", lambda c, m: c.get("people/", verbose="1")),
    "a wrong host": (400, "request.invalid", lambda c, m: c.client.get(BASE, headers=c.headers | {"Host": "a b"})),
    "no token": (
        401,
        "request.not_authenticated",
        lambda c, m: Client().get(BASE + "people/", headers=c.headers | {"Authorization": ""}),
    ),
    "not the role": (403, "role.not_allowed", lambda c, m: c.post(f"cases/{make.opened('fuel').pk}/steps/approved/")),
    "no such path": (404, "path.not_there", lambda c, m: c.get("nothing/")),
    "no such row": (404, "record.not_there", lambda c, m: c.get(f"people/{uuid.uuid4()}/")),
    "no such method": (405, "request.method_not_allowed", lambda c, m: c.delete("people/")),
    "no such format": (
        406,
        "request.not_acceptable",
        lambda c, m: c.client.get(BASE + "people/", headers=c.headers | {"Accept": "text/csv"}),
    ),
    "a number that is wrong": (400, "id_number.check_digit", lambda c, m: c.post("people/", PERSON)),
    "too large for the view": (413, "request.too_large", lambda c, m: raw(c, "people/find/", large())),
    "too large for Django": (
        413,
        "request.too_large",
        lambda c, m: (
            m.setattr("accounts.api_base.ApiView.most_bytes", 10**9),
            raw(c, "people/", large(), headers=c.headers | {"Idempotency-Key": "k"}),
        )[1],
    ),
    "not JSON": (
        415,
        "request.unsupported_media_type",
        lambda c, m: raw(c, "people/find/", b"x", content_type="text/plain"),
    ),
    "of unknown length": (
        411,
        "request.length_missing",
        lambda c, m: raw(c, "people/find/", b"", headers=c.headers | {"Transfer-Encoding": "chunked"}),
    ),
    "packed": (
        415,
        "request.content_encoding",
        lambda c, m: raw(c, "people/find/", b"x", headers=c.headers | {"Content-Encoding": "gzip"}),
    ),
    "not of the page of documentation": (405, "request.method_not_allowed", lambda c, m: c.post("docs/")),
    "not of the description": (404, "record.not_there", lambda c, m: c.get("schema/?format=xml")),
    "a parameter of the description": (400, "request.invalid", lambda c, m: c.get("schema/?colour=red")),
    "the rule says no": (
        422,
        "person.not_there",
        lambda c, m: c.post("cases/home_modification/", HOME | {"person": uuid.uuid4()}),
    ),
    "no If-Match": (
        428,
        "precondition.missing",
        lambda c, m: c.post(f"cases/{make.opened('fuel').pk}/annul/", reason="x"),
    ),
    "an old If-Match": (
        412,
        "precondition.stale",
        lambda c, m: c.post(f"cases/{make.opened('fuel').pk}/annul/", reason="x", match=7),
    ),
    "too often": (429, "request.throttled", lambda c, m: throttled(c)),
    "a fault in a view": (
        500,
        "server.fault",
        lambda c, m: breaking(m, "services.people.views.PeopleView.get_queryset", c),
    ),
    "a fault in a middleware": (500, "server.fault", lambda c, m: breaking(m, "accounts.scoping.token_user", c)),
    "a fault before the language is known": (
        500,
        "server.fault",
        lambda c, m: breaking(m, "accounts.sessions.IdleMiddleware.__call__", c),
    ),
}


@pytest.mark.parametrize("language", ["zh-CN,zh;q=0.9", "en-GB,en;q=0.8"])
@pytest.mark.parametrize("what", REFUSALS)
def test_it_is_a_problem_in_the_language_of_who_asked(api, monkeypatch, what, language):
    status, code, provoke = REFUSALS[what]
    client = api("clerk_a")
    client.headers |= {"Accept-Language": language, "X-Request-Id": "abc-12345678"}
    answer = provoke(client, monkeypatch)
    assert answer["X-Request-Id"] == "abc-12345678"
    problem = problem_of(answer, status, code)
    chinese = language.startswith("zh")
    for text in (problem["title"], problem["detail"], *(error["detail"] for error in problem["errors"])):
        assert bool(CJK.search(text)) == chinese, text


OUTSIDE = {
    "at the start of a request": "django.core.handlers.wsgi.WSGIHandler.request_class",
    "in the handler of errors": "django.core.handlers.exception.handle_uncaught_exception",
}


@pytest.mark.parametrize("where", OUTSIDE)
def test_what_fails_outside_of_the_handler_is_a_problem_under_api(db, monkeypatch, where):
    """As a server calls the application, which has a page of its own for pages alone."""
    monkeypatch.setattr("accounts.sessions.IdleMiddleware.__call__", broken)
    monkeypatch.setattr(OUTSIDE[where], broken)
    application, headers = always_answered(WSGIHandler()), {"X-Request-Id": "abc-12345678", "Accept-Language": "en"}
    with pytest.raises(ZeroDivisionError):
        application(RequestFactory().get("/admin/", headers=headers).environ, lambda *_: None)
    told = []
    request = RequestFactory().get("/api/v1/people/", headers=headers)
    (content,) = application(request.environ, lambda status, headers, _error: told.append((status, dict(headers))))
    ((status, headers),) = told
    assert (status, headers["Content-Type"]) == ("500 Internal Server Error", "application/problem+json")
    problem = json.loads(content)
    assert (problem["code"], problem["request_id"]) == ("server.fault", headers["X-Request-Id"])
    assert headers["X-Request-Id"] == "abc-12345678" and not CJK.search(problem["detail"])


def test_a_lost_database_outside_of_the_handler_is_no_fault_of_ours(db, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr(OUTSIDE["at the start of a request"], away)
    told = []
    request = RequestFactory().get("/api/v1/people/")
    (content,) = always_answered(WSGIHandler())(request.environ, lambda *given: told.append(given))
    assert told[0][0] == "503 Service Unavailable" and json.loads(content)["code"] == "server.unavailable"


def test_a_lost_connection_is_a_problem_and_the_next_request_is_answered(live_url, monkeypatch):
    """The database takes the connection away in the middle of the request, and of keeping its answer."""
    headers = {"Authorization": f"Token {AuthToken.objects.create(make.user('clerk_a'))[1]}"}

    def asked(key):
        given = {**headers, "Idempotency-Key": key, "Content-Type": "application/json"}
        request = Request(f"{live_url}{BASE}people/find/", b'{"term": "x"}', given)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read()
        except HTTPError as error:
            return error.code, error.headers["Content-Type"], error.read()

    for place in ("accounts.idempotency.begin", "accounts.idempotency.keep"):
        with monkeypatch.context() as patched:
            patched.setattr(place, _cut)
            status, kind, content = asked(place)
        assert (status, kind, json.loads(content)["code"]) == (503, "application/problem+json", "server.unavailable")
        assert asked(place)[0] == 200


def _cut(*_args, **_kwargs):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE none")  # only the login that connected may end its own connection
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def test_what_is_refused_outside_of_a_view_keeps_its_headers(settings):
    answer = problem_response(Throttled(wait=7))
    assert (answer.status_code, answer["Retry-After"]) == (429, "7")
    assert json.loads(answer.content)["code"] == "request.throttled"
    assert problem_response(RuleBroken("a.b", "x")).status_code == 422
    assert problem_response(ZeroDivisionError()) is None


@pytest.mark.parametrize(
    "given",
    ["", "short", "has space", "x" * 65, "110199197001010010", "a\x7fbcdefghi", "１２３４５６７８", "<script>alert"],
)
def test_an_id_that_could_be_anything_else_is_replaced(client, db, given):
    made = client.get("/health/live", headers={"X-Request-Id": given})["X-Request-Id"]
    assert made != given and request_id.HARMLESS.fullmatch(made)


def test_the_log_names_the_request():
    record = logging.LogRecord("x", logging.INFO, "", 1, "text", (), None)
    assert request_id.RequestIdFilter().filter(record) and record.request_id == "-"
    record.request = RequestFactory().get("/")
    record.request.request_id = "of-this-request"
    assert request_id.RequestIdFilter().filter(record) and record.request_id == "of-this-request"


def test_a_fault_is_logged_with_the_id_that_its_answer_names(api, monkeypatch, caplog):
    caplog.handler.addFilter(request_id.RequestIdFilter())
    answer = breaking(monkeypatch, "services.people.views.PeopleView.get_queryset", api("clerk_a"))
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert record.request_id == answer.json()["request_id"] == answer["X-Request-Id"]


def test_the_id_of_one_request_is_not_that_of_the_next(api):
    clerk = api("clerk_a")
    ids = {clerk.get("people/")["X-Request-Id"] for _n in range(3)}
    assert len(ids) == 3
    assert request_id.current() == request_id.NONE
