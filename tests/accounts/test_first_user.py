"""An empty installation has a way in: one security administrator, who registers everybody else; and no second way."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db
PASSWORD = "a long way in 72"


@pytest.fixture
def first(monkeypatch, capsys):
    def call(username: str = "security", password: str = PASSWORD) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        call_command("first_user", username, "安全员")
        return capsys.readouterr().out

    return call


def test_the_first_user_signs_in_and_registers_the_next(first, client):
    assert "已登记" in first()
    assert client.login(request=None, username="security", password=PASSWORD)
    sent = {
        "username": "next",
        "name": "下一位",
        "usable_password": "true",
        "password1": PASSWORD,
        "password2": PASSWORD,
    }
    sent |= {"postings-TOTAL_FORMS": "1", "postings-INITIAL_FORMS": "0", "postings-0-role": "system_admin"}
    assert client.post("/admin/accounts/user/add/", sent).status_code == 302
    added = AuditEntry.objects.filter(action="user.added").order_by("id")
    assert [entry.by and entry.by.username for entry in added] == [None, "security"]


def test_there_is_no_second_way_in(first):
    first()
    with pytest.raises(CommandError, match="已经有安全管理员"):
        first("another")


def test_a_weak_password_and_a_taken_name_are_refused(first):
    with pytest.raises(CommandError, match="密码"):
        first(password="12345")
    make.user("clerk_a")
    with pytest.raises(CommandError, match="已经有人使用"):
        first("clerk_a")
