"""A server, its database and the signed-in desks serve all tests of one module; DATABASE there names a command."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import databases
from tests.browser.desk import Complaints, Desk, Seat, seats
from tests.conftest import _own, served


@pytest.fixture(scope="module")
def own_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker, test_database: str
) -> Iterator[str]:
    command = getattr(request.module, "DATABASE", None)
    yield from _own(databases.template(*[command] if command else []), django_db_blocker, test_database)


@pytest.fixture(scope="module")
def live_url(own_database: str) -> Iterator[str]:
    with served() as url:
        yield url


@pytest.fixture(scope="module")
def all_complaints() -> Complaints:
    return Complaints()


@pytest.fixture(autouse=True)
def complaints(all_complaints: Complaints) -> Iterator[Complaints]:
    """No page of any test here may call a foreign host, break the content security policy or log an error."""
    yield all_complaints
    found, all_complaints.found = all_complaints.found, []
    assert not found, "\n".join(found)


@pytest.fixture
def forgiven(all_complaints: Complaints) -> Iterator[None]:
    """A lost network, or a refusal, is an error in the console of any browser."""
    yield
    all_complaints.found = [one for one in all_complaints.found if "Failed to load resource" not in one]


@pytest.fixture(scope="module")
def seat(browser: Browser, live_url: str, all_complaints: Complaints) -> Iterator[Seat]:
    """`seat("clerk_a")` is the desk of that member of the cast."""
    give, contexts = seats(browser, live_url, all_complaints)
    yield give
    for context in contexts:
        context.close()


@pytest.fixture
def clerk(seat: Seat) -> Desk:
    return seat("clerk_a")
