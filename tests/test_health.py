"""The two addresses that whatever watches the service asks."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


def test_it_is_alive(client):
    assert client.get("/health/live").content == b"ok\n"


def test_it_is_ready(client):
    assert client.get("/health/ready").json() == {"database": "ok", "redis": "ok"}


def test_it_is_ready_without_redis(client, monkeypatch):
    monkeypatch.setattr(settings, "REDIS_URL", "unix:///nowhere/redis.sock")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["redis"]) == (200, "unreachable")
