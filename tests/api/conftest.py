"""Clients of the cast: `api("clerk_a")` speaks to /api/v1/ with a token of clerk_a."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from knox.models import AuthToken

from tests import make

BASE = "/api/v1/"


class Api:
    def __init__(self, user: Any = None, street: str | None = None) -> None:
        self.headers = {}
        if user is not None:
            self.headers["Authorization"] = f"Token {AuthToken.objects.create(user)[1]}"
        if street:
            self.headers["X-Street"] = street
        self.client = Client()

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(self._url(path), query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, match: Any = None, key: str | None = "", **fields: Any) -> Any:
        """`match`: the version for If-Match; `key`: the Idempotency-Key, a fresh one unless given (None: none)."""
        headers = {} if key is None else {"Idempotency-Key": key or uuid.uuid4().hex}
        return self._send(self.client.post, path, fields if body is None else body, match, headers)

    def patch(self, path: str, *, match: Any = None, **fields: Any) -> Any:
        return self._send(self.client.patch, path, fields, match, {})

    def _send(self, send: Any, path: str, body: Any, match: Any, headers: dict[str, str]) -> Any:
        data = json.dumps(body, cls=DjangoJSONEncoder)
        headers = {**self.headers, **headers}
        if match is not None:
            headers["If-Match"] = f'"{match}"' if isinstance(match, int) else match
        return send(self._url(path), data, content_type="application/json", headers=headers)

    def change(self, case: Any, path: str, body: Any = None, **fields: Any) -> Any:
        """Reads the case and posts to `path` below it with the ETag that was read."""
        url = f"cases/{getattr(case, 'pk', case)}/"
        seen = self.get(url)
        return self.post(f"{url}{path}", body, match=seen.get("ETag"), **fields)

    def delete(self, path: str) -> Any:
        return self.client.delete(self._url(path), headers=self.headers)

    def _url(self, path: str) -> str:
        return path if path.startswith(("/", "http")) else BASE + path


@pytest.fixture
def api(db) -> Callable[..., Api]:
    return lambda name=None, street=None: Api(make.user(name) if name else None, street)


@pytest.fixture
def refused() -> Callable[..., dict]:
    """The problem details of an answer without its request_id, after their shape was checked."""
    return problem_of


def problem_of(response: Any, status: int, code: str, *pointers: str) -> dict:
    body = response.json()
    assert response.status_code == status, body
    assert response["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "errors"} <= body.keys()
    assert body.pop("request_id") == response["X-Request-Id"]
    assert (body["status"], body["code"]) == (status, code), body
    assert {error["pointer"] for error in body["errors"]} >= set(pointers), body
    return body
