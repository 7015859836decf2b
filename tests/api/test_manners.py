"""An integrator with bad manners: whatever arrives, the answer is a refusal that says why and never a fault; no number
that he writes where it does not belong stands in a log."""

import gzip
import json
import re
import socket
import time
import uuid
from typing import Any

import pytest
from knox.models import AuthToken

from accounts.logs import Formatter
from accounts.models import AuditEntry
from services.cases import kinds
from tests import make
from tests.api.conftest import BASE, Api, problem_of
from tests.api.server import BASE_DIR, Server
from tests.api.test_lives import body_of, name_of
from tests.conftest import FULL
from tests.lives import LIVES

DESCRIPTION = json.loads((BASE_DIR / "tests" / "golden" / "openapi.json").read_text())
METHODS = ("get", "post", "put", "patch", "delete", "options", "trace", "head")
HUGE = 10**30
KEYS = {"year": 2023, "entry": 7, "member": 7, "code": "x", "slug": "reviewed", "kind": "fuel"}
TERM = "people/find/"


def operations(*methods: str) -> list[tuple[str, str]]:
    """(method, path) of the description; of opening a case, the same for each kind, one is enough."""
    paths = [path for path in DESCRIPTION["paths"] if not re.search(r"/cases/(?!device/)\w+/$", path)]
    return [(method, path) for path in paths for method in methods if method in DESCRIPTION["paths"][path]]


def filled(path: str, key: Any = None) -> str:
    """The path with `key`, or what could be a key, wherever it asks for one."""
    (described, *_others) = DESCRIPTION["paths"][path].values()
    whole = {one["name"] for one in described.get("parameters", ()) if one["schema"].get("type") == "integer"}
    return re.sub(
        r"\{(\w+)\}",
        lambda found: str(key or KEYS.get(found[1], 7 if found[1] in whole else uuid.UUID(int=7))),
        path,
    )


def send(client: Api, path: str, body: bytes, method: str = "post", **options: Any) -> Any:
    """What `body` is, is sent as it stands."""
    headers = {**client.headers, "Idempotency-Key": uuid.uuid4().hex, "If-Match": '"1"', **options.pop("headers", {})}
    url = path if path.startswith("/") else BASE + path
    options = {"content_type": "application/json", **options}
    return client.client.generic(method.upper(), url, body, headers=headers, **options)


BODIES = {
    "nothing": b"",
    "not UTF-8": b'{"term": "\xff\xfe"}',
    "cut in the middle": b'{"term": "x',
    "two texts": b'{"term": "x"}{"term": "y"}',
    "a nesting without end": b'{"term": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "a nesting that is just too deep": b'{"term": ' + b"[" * 1000 + b"]" * 1000 + b"}",
    "a lone surrogate": b'{"term": "\\ud800"}',
    "a surrogate as a name": b'{"\\udfff": "x"}',
    "NUL": b'{"term": "a\\u0000b"}',
    "a name twice": b'{"term": "x", "term": "y"}',
    "a name twice, below": b'{"term": "x", "y": {"z": 1, "z": 2}}',
    "not a number": b'{"term": NaN}',
    "infinity": b'{"term": -Infinity}',
    "a number of a thousand digits": b'{"term": ' + b"9" * 1000 + b"}",
    "a number of ten thousand digits": b'{"term": ' + b"9" * 10_000 + b"}",
    "an exponent": b'{"term": 1e999999}',
    "a list": b'[{"term": "x"}]',
    "null": b"null",
    "a word": b'"term"',
    "a list as a word": b'{"term": ["x"]}',
    "a long word": b'{"term": "' + b"x" * 100_000 + b'"}',
    "compressed": gzip.compress(b'{"term": "x"}'),
    "a mark of byte order": b'\xef\xbb\xbf{"term": "x"}',
}


@pytest.mark.parametrize("what", BODIES)
def test_a_body_that_no_two_readers_take_alike_is_refused(api, what):
    problem_of(*_refusal(send(api("clerk_a"), TERM, BODIES[what]), 400))


def _refusal(answer: Any, *statuses: int) -> tuple[Any, int, str]:
    """For problem_of, which looks at the shape; the status is one of these."""
    assert answer.status_code in statuses, answer.content
    return answer, answer.status_code, answer.json()["code"]


@pytest.mark.parametrize("charset", ["utf-16", "gbk", "latin-1", "bz2_codec", "idna", "nonsense"])
def test_a_body_in_another_charset_is_refused(api, charset):
    content = '{"term": "王"}'.encode("utf-16" if charset == "utf-16" else "gbk")
    answer = send(api("clerk_a"), TERM, content, content_type=f"application/json; charset={charset}")
    problem_of(*_refusal(answer, 400, 415))


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "",
        "x",
    ],
)
def test_a_body_of_another_type_is_refused(api, kind):
    problem_of(*_refusal(send(api("clerk_a"), TERM, b"--x\r\nterm=x", content_type=kind), 400, 415))


def test_every_operation_refuses_bodies_that_are_none(api):
    client = api("officer")
    client.client.raise_request_exception = False
    for method, path in operations("post", "patch", "put"):
        for what in ("cut in the middle", "a lone surrogate", "a nesting without end", "a list", "compressed"):
            answer = send(client, filled(path), BODIES[what], method)
            assert 400 <= answer.status_code < 500, (method, path, what, answer.content)
            assert answer["Content-Type"] == "application/problem+json", (method, path, what)


def test_every_method_that_is_not_described_is_refused_alike(api):
    client = api("officer")
    client.client.raise_request_exception = False
    for path, described in DESCRIPTION["paths"].items():
        for method in METHODS:
            if method in described or (method == "head" and "get" in described):
                continue
            answer = send(client, filled(path), b"{}", method)
            assert answer.status_code == 405, (method, path, answer.status_code)
            allowed = {one.strip().lower() for one in answer["Allow"].split(",")}
            assert allowed >= described.keys() and method not in allowed, (method, path, answer["Allow"])


def test_head_answers_as_get_does_without_a_body(api):
    client = api("officer")
    for _method, path in operations("get"):
        headers = client.headers
        got, asked = (getattr(client.client, name)(filled(path), headers=headers) for name in ("get", "head"))
        assert (asked.status_code, asked.content) == (got.status_code, b""), path


ADDRESSES = {
    "NUL": "%00",
    "not UTF-8": "%ff%fe",
    "beyond every integer": str(HUGE),
    "a digit of another script": "%D9%A3",
    "upwards": "..%2f..%2fetc",
    "a word of statements": "'%3B%20DROP%20TABLE%20x%3B--",
    "a pattern": "%25%25%25",
    "long": "x" * 5000,
}


@pytest.mark.parametrize("what", ADDRESSES)
def test_a_spoilt_address_is_not_there(api, what):
    client = api("officer")
    client.client.raise_request_exception = False
    for method, path in operations("get", "post", "patch"):
        if "{" in path:
            answer = send(client, filled(path, ADDRESSES[what]), b"{}", method)
            assert 400 <= answer.status_code < 500, (method, path, answer.content)
            assert answer["Content-Type"] == "application/problem+json", (method, path)


DAYS = ("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01")
MOMENTS = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2023-01-01T00:00:00+99:00")
NUMBERS = (str(HUGE), f"-{HUGE}", "1e999", "١", "9223372036854775808", "2147483648", "NaN")
TEXTS = ("%00", "%ED%A0%80", "x" * 3000)
VALUES = (*DAYS, HUGE, -HUGE, 2**63, 2**31, 2**15, 0.1, -1, True, None, "", "x" * 3000, "\x00", [], {}, [[]])
CODES = sorted(LIVES) if FULL else ["device", "home_rating", "placement", "statement"]


def test_no_parameter_of_any_list_breaks_it(api):
    """One parameter after the other, with what its type never holds."""
    client = api("officer")
    client.client.raise_request_exception = False
    for _method, path in operations("get"):
        for parameter in DESCRIPTION["paths"][path]["get"].get("parameters", []):
            if parameter["in"] != "query":
                continue
            for value in (*DAYS, *MOMENTS, *NUMBERS, *TEXTS):
                url = f"{filled(path)}?{parameter['name']}={value.replace('+', '%2B')}"
                answer = client.client.get(url, headers=client.headers)
                assert answer.status_code < 500, (url, answer.content)


@pytest.mark.parametrize("code", CODES)
def test_no_day_of_any_year_breaks_the_opening_of_a_case(api, code):
    client, body = api(name_of(LIVES[code].opener)), body_of(kinds.get(code))
    client.client.raise_request_exception = False
    for day in DAYS:
        answer = client.post(f"cases/{code}/", body | {"opened_on": day})
        assert answer.status_code in (201, 400, 409, 422), (day, answer.content)


@pytest.mark.parametrize("code", CODES)
def test_no_value_of_any_field_breaks_the_opening_of_a_case(api, code):
    """One field after the other of a body that is right in all others."""
    client, body = api(name_of(LIVES[code].opener)), body_of(kinds.get(code))
    client.client.raise_request_exception = False
    for name in body:
        for value in VALUES:
            answer = client.post(f"cases/{code}/", body | {name: value})
            assert answer.status_code in (201, 400, 403, 409, 422), (name, value, answer.content)


def test_no_day_of_any_year_breaks_the_steps_of_a_case(api):
    client = api("officer")
    client.client.raise_request_exception = False
    for code in CODES:
        case = make.opened(code)
        slug = next((slug for slug, _who, _data in LIVES[code].steps()), None)
        for day in DAYS if slug else ():
            answer = client.change(case, f"steps/{slug}/", on=day)
            assert answer.status_code in (201, 400, 403, 404, 409, 422), (code, slug, day, answer.content)


HEADERS = {
    "Authorization": ["Token", "Token \x00", "Bearer x", "Basic eDp5", "Token a, Token b", "Token " + "x" * 5000],
    "X-Street": ["", "0", "district", "110102007, 110102020", "١١٠١٠٢٠٠٧", "x" * 5000, "110102007\x00"],
    "If-Match": ["", "*", '"1", "2"', '"99999999999999999999"', '"١"', 'W/"x"', '"-1"', "1"],
    "Idempotency-Key": ["", " ", "x" * 101, "ключ", "a\x00b"],
    "Accept": ["text/csv", "application/xml;q=1", "*/*;q=0", "x", "application/json;version=9", ",,,"],
    "Accept-Language": ["x" * 5000, "zz", "*;q=9", "en;q=NaN", "\xff"],
    "Content-Encoding": ["gzip", "br", "x"],
    "Cookie": ["sessionid=x; sessionid=y", "sessionid=\x00", "sessionid=" + "x" * 3000, "=;;="],
    "X-Forwarded-For": ["999.1.1.1", "::1, x"],
    "X-HTTP-Method-Override": ["DELETE"],
    "Range": ["bytes=0-0"],
    "If-None-Match": ["*", '"1"'],
    "Host": ["evil.example", "127.0.0.1:99999", "[::1", "a b"],
}


@pytest.mark.parametrize("name", HEADERS)
def test_no_header_breaks_an_answer(api, name):
    client, case = api("clerk_a"), make.opened("fuel")
    client.client.raise_request_exception = False
    for value in HEADERS[name]:
        for method, path in (("get", "cases/"), ("post", TERM), ("post", f"cases/{case.pk}/annul/")):
            answer = send(client, path, b'{"term": "x"}', method, headers={name: value})
            assert answer.status_code < 500, (name, value, path, answer.content)


def test_two_tokens_are_no_token_and_another_street_is_refused(own_database, tmp_path):
    """As they arrive over the wire: a server joins what stands twice."""
    one, other = (AuthToken.objects.create(make.user(name))[1] for name in ("clerk_a", "clerk_b"))
    with Server(tmp_path / "server.log") as server:

        def status(*lines: str) -> int:
            head = ["GET /api/v1/cases/ HTTP/1.1", f"Host: 127.0.0.1:{server.port}", "Connection: close", *lines]
            return int(said(server, "\r\n".join([*head, "", ""]).encode()).split()[1])

        assert status(f"Authorization: Token {one}") == 200
        assert status(f"Authorization: Token {one}", f"Authorization: Token {other}") == 401
        assert status(f"Authorization: Token {one}", f"X-Street: {make.STREET_B}") == 403
        assert status(f"Authorization: Token {one}", f"X-Street: {make.STREET_A}", f"X-Street: {make.STREET_B}") == 403
        assert status(f"Authorization: Token {one}", "Content-Length: 5", "Transfer-Encoding: chunked") == 400
        _slow_and_broken(server, one)
    assert "Traceback" not in server.log.read_text()


def said(server: Server, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def _slow_and_broken(server: Server, token: str) -> None:
    """Clients who stop in the middle: of their headers, of their body, of an upload. The others are answered."""
    head = (
        f"POST {BASE}{TERM} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n"
    )
    waiting = []
    for text in (head[:40], f'{head}\r\n{{"te'):
        waiting.append(socket.create_connection(("127.0.0.1", server.port)))
        waiting[-1].sendall(text.encode())
    start = time.monotonic()
    assert server.request("GET", "/health/live", {})[0] == 200
    assert time.monotonic() - start < 5
    for connection in waiting:
        connection.close()
    multipart = head.replace("application/json", "multipart/form-data; boundary=x").replace("1000", "20")
    assert b" 415 " in said(server, f"{multipart}Connection: close\r\n\r\n--x\r\nContent-Disp....".encode()[:2000])
    assert server.request("GET", "/health/live", {})[0] == 200


def test_a_number_that_a_client_writes_where_it_does_not_belong_stands_in_no_log(api, caplog):
    number = make.id_number(make.dt.date(1970, 1, 1))
    formatter = Formatter("%(levelname)s %(name)s %(message)s")  # the one of settings.LOGGING
    client = api("clerk_a")
    client.client.raise_request_exception = False
    for path in (f"people/{number}/", f"figures/2023/{number}/members/", f"passports/{number}/", number):
        for answer in (client.get(path), client.get(path, q=number), client.post(path, {number: number})):
            assert 400 <= answer.status_code < 500
            assert number not in answer.content.decode()
    client.get("cases/", person=number, cursor=number)
    lines = [formatter.format(record) for record in caplog.records]
    assert lines and not any(number in line for line in lines)
    assert not AuditEntry.objects.filter(target__contains=number).exists()
