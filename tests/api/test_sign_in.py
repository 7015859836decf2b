import datetime as dt
import uuid

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from tests import make


@pytest.fixture
def address() -> dict:
    """An address of this test's own: the throttle remembers addresses."""
    return {"REMOTE_ADDR": f"test-{uuid.uuid4()}"}


def sign_in(client, address: dict, username: str, password: str):
    body = {"username": username, "password": password}
    return client.post("/api/v1/sign-in/", body, content_type="application/json", **address)


def test_it_gives_a_token_that_works_until_it_is_revoked(client, db, address, refused):
    user = make.user("clerk_a")
    answer = sign_in(client, address, "clerk_a", make.PASSWORD)
    assert answer.status_code == 201
    assert dt.datetime.fromisoformat(answer.json()["expires_at"]) > timezone.now()
    headers = {"Authorization": f"Token {answer.json()['token']}"}
    assert client.get("/api/v1/people/", headers=headers).status_code == 200
    assert client.delete("/api/v1/sign-in/", headers=headers).status_code == 204
    refused(client.get("/api/v1/people/", headers=headers), 401, "request.authentication_failed")
    assert set(AuditEntry.objects.filter(by=user).values_list("action", flat=True)) >= {
        "user.signed_in",
        "user.signed_out",
    }


def test_it_refuses_a_wrong_password_as_it_refuses_an_unknown_name_and_audits_both(client, db, address, refused):
    make.user("clerk_a")
    wrong = refused(sign_in(client, address, "clerk_a", "wrong"), 401, "sign_in.refused")
    unknown = refused(sign_in(client, address, "nobody", "wrong"), 401, "sign_in.refused")
    assert wrong == unknown
    assert AuditEntry.objects.filter(action="user.sign_in", outcome=AuditEntry.Outcome.REFUSED).count() == 2


def test_it_allows_five_tries_a_minute_for_an_account(client, db, address, refused):
    make.user("clerk_a")
    for _ in range(5):
        refused(sign_in(client, address, "clerk_a", "wrong"), 401, "sign_in.refused")
    answer = sign_in(client, address, "CLERK_A", make.PASSWORD)
    refused(answer, 429, "request.throttled")
    assert int(answer["Retry-After"]) > 0
    assert sign_in(client, address, "clerk_b", "wrong").status_code == 401


def test_it_allows_thirty_tries_a_minute_from_an_address(client, db, address, refused):
    for number in range(30):
        refused(sign_in(client, address, f"user{number}", "wrong"), 401, "sign_in.refused")
    refused(sign_in(client, address, "another", "wrong"), 429, "request.throttled")


def test_it_needs_a_token(api, refused):
    for path in ("people/", "cases/", "kinds/", "streets/", "certificates/", "organisations/"):
        answer = api().get(path)
        refused(answer, 401, "request.not_authenticated")
        assert answer["WWW-Authenticate"] == "Token"


def test_it_needs_a_posting(client, db, address, refused):
    user = make.User.objects.create(username="nobody", name="nobody")
    user.set_password(make.PASSWORD)
    user.save()
    token = sign_in(client, address, "nobody", make.PASSWORD).json()["token"]
    refused(client.get("/api/v1/cases/", headers={"Authorization": f"Token {token}"}), 403, "role.not_allowed")


@pytest.mark.parametrize("header", ["Token", "Token x", "Token a b", "Token \xff", "Token x\x00", "Basic eDp5", ""])
def test_it_refuses_a_header_that_is_no_token(client, db, refused, header):
    answer = client.get("/api/v1/people/", headers={"Authorization": header})
    assert refused(answer, 401, answer.json()["code"])["code"].startswith("request.")


def test_what_a_client_claims_as_its_address_does_not_count(client, db, address, refused):
    make.user("clerk_a")
    for number in range(5):
        claimed = address | {"HTTP_X_FORWARDED_FOR": f"10.0.0.{number}"}
        refused(sign_in(client, claimed, "clerk_a", "wrong"), 401, "sign_in.refused")
    refused(sign_in(client, address, "clerk_a", "wrong"), 429, "request.throttled")
