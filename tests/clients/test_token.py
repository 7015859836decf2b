"""The token endpoint answers as RFC 6749 says; secrets rotate; a blocked client is out at once."""

import datetime as dt
import json
import logging
import uuid

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.clients import actions, secrets
from accounts.clients.models import Secret, Token
from accounts.errors import Conflict, RuleBroken
from accounts.models import AuditEntry
from tests import make
from tests.clients.conftest import TOKEN, ask, secrets_of


def test_a_secret_is_exchanged_for_a_token_of_fifteen_minutes(city):
    one = city("people.read", token=False)
    answer = one.token()
    body = answer.json()
    assert (body["token_type"], body["expires_in"], body["scope"]) == ("Bearer", 900, "people.read")
    assert answer["Cache-Control"] == "no-store"
    row = Token.objects.get()
    assert dt.timedelta(minutes=14) < row.expires_at - timezone.now() <= dt.timedelta(minutes=15)
    assert one.signed_in().get("people/").status_code == 200


def test_nothing_that_could_be_used_is_kept(city):
    one = city()
    token = one.headers["Authorization"].split()[1]
    kept = json.dumps([*Secret.objects.values(), *Token.objects.values(), *AuditEntry.objects.values()], default=str)
    assert one.secret not in kept and token not in kept
    assert Secret.objects.get().digest == secrets.digest(one.secret)


def test_the_client_may_also_stand_in_the_form(city):
    one = city("people.read", token=False)
    form = {"grant_type": "client_credentials", "client_id": one.row.client_id, "client_secret": one.secret}
    assert ask(Browser(), form, one.address).json()["token_type"] == "Bearer"


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "people.read nothing.read"}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "fuel.write"}, 400, "invalid_scope"),
        ({"grant_type": "client_credentials", "client_id": "somebody"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_secret": "twice"}, 401, "invalid_client"),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_the_standard(city, form, status, error):
    one = city("people.read", token=False)
    answer = one.token(form)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer["Content-Type"] == "application/json"
    assert ("WWW-Authenticate" in answer) == (status == 401)
    assert AuditEntry.objects.filter(action="client.token_refused", data__error=error).count() == 1


@pytest.mark.parametrize("header", ["", "Basic", "Basic !!", "Basic eA==", "Basic eABhOmI=", "Bearer x", "Basic \xff"])
def test_a_header_that_is_no_client_is_refused(db, header):
    form = {"grant_type": "client_credentials"}
    answer = ask(Browser(), form, f"test-{uuid.uuid4()}", headers={"Authorization": header})
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer["WWW-Authenticate"].startswith("Basic ")


def test_a_wrong_secret_and_an_unknown_client_are_the_same(city):
    one, other = city(token=False), city(token=False)
    wrong = one.token(secret=other.secret)
    other.row.user.username = "tz-0000000000000000"
    unknown = other.token()
    assert (wrong.status_code, wrong.content) == (unknown.status_code, unknown.content)
    assert wrong.json() == {"error": "invalid_client"}


def test_the_endpoint_takes_posts_and_no_secret_in_the_address(city, caplog):
    one = city(token=False)
    assert Browser().get(TOKEN).json()["error"] == "invalid_request"
    with caplog.at_level(logging.DEBUG):
        answer = Browser().post(f"{TOKEN}?client_secret=x", REMOTE_ADDR=one.address)
        one.signed_in()
    assert answer.json()["error"] == "invalid_request"
    assert one.secret not in caplog.text
    assert one.headers["Authorization"].split()[1] not in caplog.text


def test_the_endpoint_is_limited_and_says_so(city):
    one = city(token=False)
    for _ in range(30):
        assert one.token(secret="tzs_wrong").status_code == 401
    answer = one.token()
    assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["RateLimit"].startswith('"minute";r=0;t=')
    one.address = f"test-{uuid.uuid4()}"
    assert one.token().status_code == 200


def test_two_secrets_are_valid_while_they_are_changed(city):
    one = city(token=False)
    with make.acting("secadmin") as by:
        new = actions.rotate(by=by, client=one.row, overlap=dt.timedelta(days=7))
        with pytest.raises(Conflict, match="两个有效"):
            actions.rotate(by=by, client=one.row, overlap=dt.timedelta(days=7))
    assert one.token().status_code == one.token(secret=new).status_code == 200
    old = secrets_of(one)[0]
    assert dt.timedelta(days=6) < old.ends_at - timezone.now() <= dt.timedelta(days=7)
    Secret.objects.filter(pk=old.pk).update(ends_at=timezone.now())
    assert one.token().status_code == 401
    assert one.token(secret=new).status_code == 200


def test_an_ended_secret_takes_its_tokens_along(city, refused):
    one = city()
    with make.acting("secadmin") as by:
        new = actions.rotate(by=by, client=one.row, overlap=dt.timedelta(days=1))
        old, fresh = secrets_of(one)
        with_new = one.token(secret=new).json()["access_token"]
        actions.end_secret(by=by, secret=old)
        with pytest.raises(Conflict, match="已经失效"):
            actions.end_secret(by=by, secret=old)
        with pytest.raises(Conflict, match="唯一有效"):
            actions.end_secret(by=by, secret=fresh)
    refused(one.get("people/"), 401, "token.invalid")
    one.headers["Authorization"] = f"Bearer {with_new}"
    assert one.get("people/").status_code == 200


def test_an_overlap_is_thirty_days_at_most(city):
    one = city(token=False)
    for overlap in (dt.timedelta(days=31), dt.timedelta(seconds=-1)):
        with make.acting("secadmin") as by, pytest.raises(RuleBroken):
            actions.rotate(by=by, client=one.row, overlap=overlap)


def test_a_blocked_client_is_out_at_once_with_the_tokens_that_it_has(city, refused):
    one = city()
    with make.acting("secadmin") as by:
        actions.block(by=by, client=one.row, reason="异常访问")
    answer = one.get("people/")
    refused(answer, 401, "client.blocked")
    assert answer["WWW-Authenticate"].startswith("Bearer ")
    assert one.token().json() == {"error": "invalid_client"}
    with make.acting("secadmin") as by:
        actions.unblock(by=by, client=one.row)
    assert one.get("people/").status_code == 200


def test_a_token_ends(city, refused, monkeypatch):
    monkeypatch.setattr(actions, "LIFE", dt.timedelta())
    one = city()
    refused(one.get("people/"), 401, "token.invalid")
    monkeypatch.undo()
    assert one.signed_in().get("people/").status_code == 200
    assert Token.objects.count() == 1


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "bearer x y", "Bearer \xff", "Bearer x\x00"])
def test_a_header_that_is_no_token_is_refused(client, db, refused, header):
    answer = client.get("/api/v1/people/", headers={"Authorization": header})
    assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer ")


def test_nobody_signs_in_as_a_client(city, client):
    one = city(token=False)
    assert not one.row.user.has_usable_password()
    body = {"username": one.row.client_id, "password": ""}
    assert client.post("/admin/login/", body).status_code == 200


def test_all_that_was_done_is_audited(city):
    one = city()
    with make.acting("secadmin") as by:
        actions.rotate(by=by, client=one.row, overlap=dt.timedelta())
    found = set(AuditEntry.objects.filter(target=f"clients.client:{one.row.pk}").values_list("action", flat=True))
    assert found == {"client.registered", "client.token_issued", "client.secret_rotated"}
