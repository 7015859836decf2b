"""The sign-in page: guesses are limited, every try is audited, and a new password ends what the old one gave."""

import uuid

import pytest
from django.conf import settings

from accounts import actions
from accounts.clients import store
from accounts.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
PAGE = "/admin/login/"


@pytest.fixture
def address() -> dict:
    """An address of this test's own: failures are remembered by address."""
    return {"REMOTE_ADDR": f"test-{uuid.uuid4()}"}


@pytest.fixture
def sign_in(client, address):
    def one(username: str, password: str, **headers):
        return client.post(PAGE, {"username": username, "password": password}, **address | headers)

    return one


def audited(action: str) -> list[str]:
    return list(AuditEntry.objects.filter(action=action).order_by("id").values_list("outcome", flat=True))


def test_after_five_failures_an_account_waits_also_with_the_right_password(sign_in):
    make.user("clerk_a"), make.user("clerk_b")
    for number in range(5):
        assert "用户名或密码不对" in sign_in("clerk_a", "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}").text
    answer = sign_in("CLERK_A", make.PASSWORD)
    assert answer.status_code == 200 and "请10分钟后再试" in answer.text
    assert audited("user.sign_in") == ["refused"] * 5
    assert sign_in("clerk_b", make.PASSWORD).status_code == 302


def test_whoever_knows_the_password_is_never_kept_waiting(client, sign_in):
    make.user("clerk_a")
    for _ in range(6):
        assert sign_in("clerk_a", make.PASSWORD).status_code == 302
        assert client.post("/admin/logout/").status_code == 200
    assert [len(audited(f"user.{what}")) for what in ("signed_in", "signed_out")] == [6, 6]


def test_without_redis_people_still_sign_in(client, sign_in, address, monkeypatch):
    make.user("clerk_a")
    monkeypatch.setattr(settings, "REDIS_URL", "unix:///nowhere.sock")
    monkeypatch.setattr(store, "_away", {})
    assert sign_in("clerk_a", make.PASSWORD).status_code == 302
    body = {"username": "clerk_a", "password": make.PASSWORD}
    assert client.post("/api/v1/sign-in/", body, content_type="application/json", **address).status_code == 201


@pytest.mark.parametrize("who", ["clerk_a", "secadmin"])
def test_a_new_password_ends_the_tokens_and_sessions_of_the_old_one(client, who):
    user, by, new = make.user("clerk_a"), make.user(who), "staple battery horse"
    with make.acting("clerk_a"):
        _row, token = actions.issue_token(by=user)
    other = type(client)()
    other.force_login(user)
    client.force_login(by)
    page = "/admin/password_change/" if by == user else f"/admin/accounts/user/{user.pk}/password/"
    body = {"old_password": make.PASSWORD, "new_password1": new, "new_password2": new}
    body |= {"password1": new, "password2": new, "usable_password": "true"}
    assert client.post(page, body).status_code == 302
    assert client.get("/api/v1/people/", headers={"Authorization": f"Token {token}"}).status_code == 401
    assert other.get("/admin/").status_code == 302
    entry = AuditEntry.objects.get(action="user.password_changed")
    assert (entry.by, entry.target) == (by, f"accounts.user:{user.pk}")
