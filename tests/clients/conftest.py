"""A city system: `city()` gives one that speaks to /api/v1/ with its own token."""

import base64
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client as Browser

from accounts.clients import actions
from accounts.clients.models import Client, Secret
from accounts.clients.offers import offered
from accounts.models import Street
from tests import make
from tests.api.conftest import Api, problem_of

TOKEN = "/api/v1/oauth/token/"


class City(Api):
    """`client` of the database is `row`; `secret` its text."""

    def __init__(self, row: Client, secret: str, street: str | None = None) -> None:
        super().__init__(street=street)
        self.row, self.secret, self.address = row, secret, f"test-{uuid.uuid4()}"

    def token(self, form: dict | None = None, *, secret: str | None = None, **more: Any) -> Any:
        """The answer of the token endpoint to HTTP Basic and a form."""
        pair = f"{self.row.client_id}:{secret or self.secret}"
        headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        given = {"grant_type": "client_credentials"} if form is None else form
        return ask(self.client, {**given, **more}, self.address, headers=headers)

    def signed_in(self, **form: Any) -> "City":
        answer = self.token(**form)
        assert answer.status_code == 200, answer.content
        self.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self


def ask(browser: Browser, form: dict, address: str, **more: Any) -> Any:
    kind = "application/x-www-form-urlencoded"
    return browser.post(TOKEN, urlencode(form), content_type=kind, REMOTE_ADDR=address, **more)


@pytest.fixture
def city(db) -> Callable[..., City]:
    """A registered client, signed in unless `token=False`; without `scopes` with all of them."""

    def registered(
        *scopes: str, streets: tuple[str, ...] = (make.STREET_A,), per_minute: int = 600, token: bool = True
    ) -> City:
        with make.acting("secadmin") as by:
            row, secret = actions.register(
                by=by,
                name=f"市平台{uuid.uuid4().hex[:6]}",
                scopes=list(scopes or offered()),
                streets=list(Street.objects.filter(pk__in=streets)),
                per_minute=per_minute,
            )
        one = City(row, secret)
        return one.signed_in() if token else one

    return registered


@pytest.fixture
def refused() -> Callable[..., dict]:
    return problem_of


def secrets_of(one: City) -> list[Secret]:
    return list(one.row.secrets.order_by("pk"))
