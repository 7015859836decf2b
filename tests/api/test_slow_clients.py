"""Who sends slowly keeps a thread of the server waiting for a while, and nobody else: no transaction is open then."""

import http.client
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from knox.models import AuthToken

from tests import make
from tests.api.server import Server
from tests.bulk.sending import digest
from tests.documents import files

CSRF = "a" * 32
FORM = "multipart/form-data; boundary=x"
LINES = json.dumps({"external_id": "1"}).encode() * 100


def field(name, content, filename=""):
    about = f'; filename="{filename}"' if filename else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{about}\r\n\r\n'.encode() + content + b"\r\n"


@pytest.fixture
def sent(live_url):
    """what is sent -> (headers, body, status of the answer)"""
    case = make.opened("fuel")
    photo = field("purpose", b"proof") + field("file", files.photo(), "a.jpg") + b"--x--\r\n"
    session, user = SessionStore(), make.user("clerk_a")
    backend = "django.contrib.auth.backends.ModelBackend"
    session.update(
        {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()}
    )
    session.save()
    token = {name: f"Token {AuthToken.objects.create(make.user(name))[1]}" for name in ("clerk_a", "integrator")}
    keyed = {"Authorization": token["clerk_a"], "Idempotency-Key": "k"}
    bulk = {"Authorization": token["integrator"], "Idempotency-Key": "k", "Content-Digest": digest(LINES)}
    return {
        "a small body": ("/api/v1/people/find/", keyed | {"Content-Type": "application/json"}, b'{"term": "x"}', 200),
        "a photo": (f"/api/v1/cases/{case.pk}/documents/", keyed | {"Content-Type": FORM}, photo, 201),
        "lines": ("/api/v1/bulk/fuel/", bulk | {"Content-Type": "application/x-ndjson"}, LINES, 202),
        "a page's form": (
            "/admin/find/",
            {"Cookie": f"sessionid={session.session_key}; csrftoken={CSRF}", "Content-Type": FORM},
            field("csrfmiddlewaretoken", CSRF.encode()) + b"--x--\r\n",
            200,
        ),
    }


def states():
    """Of everybody else in this database, once nobody does anything."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT state, clock_timestamp() - state_change > '0.3 s' FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IS NOT NULL"
            )
            found = cursor.fetchall()
        if found and all(quiet for _state, quiet in found):
            return {state for state, _quiet in found}
        time.sleep(0.05)
    raise AssertionError("nobody came, or somebody never rests")


@contextmanager
def begun(live_url, path, headers, body):
    """A client that has sent all but the end."""
    address = urlsplit(live_url)
    head = {"Host": address.netloc, "Content-Length": len(body), "Connection": "close", **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items()), "", ""]
    with socket.create_connection((address.hostname, address.port), timeout=20) as client:
        client.sendall("\r\n".join(lines).encode() + body[:-5])
        yield client


def answered(client):
    answer = http.client.HTTPResponse(client)
    answer.begin()
    return answer.status, answer.read()


@pytest.mark.parametrize("what", ["a small body", "a photo", "lines", "a page's form"])
def test_while_it_is_sent_no_transaction_is_open(live_url, sent, what):
    path, headers, body, status = sent[what]
    with begun(live_url, path, headers, body) as client:
        assert states() == {"idle"}
        client.sendall(body[-5:])
        found, content = answered(client)
    assert found == status, content


def test_what_was_not_sent_to_its_end_is_not_taken(live_url, sent):
    path, headers, body, _status = sent["lines"]
    with begun(live_url, path, headers, body) as client:
        client.shutdown(socket.SHUT_WR)
        status, content = answered(client)
    assert (status, json.loads(content)["code"]) == (400, "request.broken_off")


PUBLIC = {
    "/api/v1/sign-in/": "application/json",
    "/api/v1/oauth/token/": "application/x-www-form-urlencoded",
    "/api/v1/people/find/": "application/json",
}


def test_who_never_comes_to_an_end_is_told_and_sets_his_thread_free(own_database, tmp_path, monkeypatch):
    """More of them than there are threads, who stall or send drop by drop, signed in or not; a piece has a second."""
    monkeypatch.setenv("BODY_SECONDS", "1")
    token = {"Authorization": f"Token {AuthToken.objects.create(make.user('clerk_a'))[1]}"}

    def slowly(path: str, drops: int) -> tuple[int, bytes]:
        announced = {**token, "Content-Type": PUBLIC[path], "Content-Length": 100_000}
        with begun(server.url, path, announced, b"{" * 100) as client:
            for _drop in range(drops):
                time.sleep(0.3)
                with suppress(OSError):
                    client.sendall(b"{")
            return answered(client)

    asked = [(path, drops) for path in PUBLIC for drops in (0, 10)]
    with Server(tmp_path / "server.log") as server, ThreadPoolExecutor(len(asked)) as pool:
        for status, content in pool.map(slowly, *zip(*asked, strict=True)):
            assert (status, json.loads(content)["code"]) == (408, "request.too_slow"), content
        status, _headers, content = server.request("POST", "/api/v1/people/find/", token, {"term": "x"})
    assert (status, json.loads(content)["results"]) == (200, [])
