"""The two addresses that whatever watches the service asks."""

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_it_is_alive(client):
    assert client.get("/health/live").content == b"ok\n"


@pytest.mark.django_db
def test_it_is_ready(client):
    assert client.get("/health/ready").json() == {"database": "ok", "redis": "ok"}


@pytest.mark.django_db
def test_it_is_ready_without_redis(client, monkeypatch):
    monkeypatch.setattr(settings, "REDIS_URL", "unix:///nowhere/redis.sock")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["redis"]) == (200, "unreachable")


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/api/v1/people/"])
def test_without_the_database_it_says_so_and_when_to_come_again(own_database, client, monkeypatch, path):
    client.raise_request_exception = False
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 32  # whoever worked here a moment ago
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
    response = client.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "数据库" in response.content.decode()
    monkeypatch.undo()
    assert client.get(path).status_code in (200, 302, 401)
