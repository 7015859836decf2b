import itertools
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings

from accounts.models import Posting, User
from accounts.roles import Role
from services.webhooks import actions, runner
from services.webhooks.models import AllowedHost, Delivery, Endpoint
from tests import make
from tests.webhooks.receiver import Receiver, receiving

_names = itertools.count(1)
LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture(autouse=True)
def on_this_machine(settings: LazySettings) -> None:
    """Receivers of tests listen here, which production refuses."""
    settings.WEBHOOK_NETWORKS = LOOPBACK


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


def open_endpoint(
    receiver: Receiver, *, user: User | None = None, streets: tuple[str | None, ...] = (None,), **values: Any
) -> Endpoint:
    """An endpoint of an integrator (of its own, unless given), whose receiver knows the secret."""
    if user is None:
        user = User.objects.create(username=f"city{next(_names)}", name="市级平台")
        for street in streets:
            Posting.objects.create(user=user, street_id=street, role=Role.INTEGRATOR)
    place = urlsplit(receiver.url)
    with make.acting("secadmin") as by:
        if not AllowedHost.objects.filter(host=place.hostname, port=place.port).exists():
            actions.allow_host(by=by, host=place.hostname, port=place.port, purpose="市级平台")
    values = {"name": "市级平台", "url": receiver.url, "kinds": [], **values}
    with make.acting("sysadmin") as by:
        endpoint, secret = actions.open_endpoint(by=by, user=user, **values)
    receiver.secrets.append(secret)
    return endpoint


@pytest.fixture
def endpoint(receiver: Receiver, db: None) -> Endpoint:
    return open_endpoint(receiver)


def deliveries(**filters: Any) -> list[Delivery]:
    with make.acting(None):
        return list(Delivery.objects.visible_to(None).filter(**filters).order_by("at", "position"))


def make_due(**filters: Any) -> None:
    """As if their time had come."""
    with make.acting(None):
        Delivery.objects.visible_to(None).waiting().filter(**filters).update(due_at="2020-01-01T00:00:00Z")


@pytest.fixture
def push() -> Callable[[], int]:
    """Plans and sends all that is due, also what is to wait for its next attempt until `make_due`."""
    return lambda: runner.push(5.0)
