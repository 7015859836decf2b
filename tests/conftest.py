import itertools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, Page, sync_playwright

from deploy import browser as installed_browser
from tests import databases

FULL = os.environ.get("TAIZHANG_FULL") == "1"  # make test-full: the long forms

hypothesis_settings.register_profile("short", max_examples=50, deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("full", max_examples=2000, deadline=None)
hypothesis_settings.load_profile("full" if FULL else "short")

_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def language() -> Iterator[None]:
    """A request leaves its language in the thread; the next test begins in Chinese all the same."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True, scope="session")
def quick_beginnings() -> Iterator[None]:
    """A production hash takes half a second on purpose; and a server lists its static files as it starts, which would
    be done for each client of a test.
    """
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(PASSWORD_HASHERS=hashers, WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session")
def test_database(testrun_uid: str, worker_id: str) -> Iterator[str]:
    """The name of this worker's database; clones for single tests are called after it."""
    name = f"tz_test_{testrun_uid[:10]}_{worker_id}"
    with databases.reserved(name):
        yield name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, test_database: str) -> Iterator[None]:
    """In place of pytest-django's: a clone of the migrated template; never created, flushed or migrated in place."""
    databases.database_from(databases.template(), test_database)
    with databases.pointed_at(test_database):
        yield
    databases.drop(test_database)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker, test_database: str) -> Iterator[str]:
    """For what commits: a database of this test alone. Its name, for the rare test that connects by itself."""
    yield from _own(databases.template(), django_db_blocker, test_database)


@pytest.fixture
def live_url(own_database: str) -> Iterator[str]:
    """The address of a running server on `own_database`."""
    with served() as url:
        yield url


@contextmanager
def served() -> Iterator[str]:
    """The address of a server in a thread, on whatever database is pointed at.

    A thread, which serves one connection of a browser, keeps its own connection to the database as long.
    """
    databases.keep_connections(60)
    with_threads = ThreadedWSGIServer(("127.0.0.1", 0), _QuietHandler, connections_override={})
    with_threads.daemon_threads = True
    with_threads.set_app(WSGIHandler())
    thread = threading.Thread(target=with_threads.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{with_threads.server_port}"
    with_threads.shutdown()
    thread.join()
    with_threads.server_close()
    databases.keep_connections(0)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, which can reach this machine alone."""
    if not (path := installed_browser.find()):
        pytest.fail(installed_browser.MISSING)
    arguments = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking"]
    arguments += ["--no-sandbox"] * (os.geteuid() == 0)
    with sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        chromium = playwright.chromium.launch(executable_path=path, args=arguments)
        yield chromium
        chromium.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, live_url: str) -> Iterator[Page]:
    """An empty page of a fresh browser profile; `page.goto("/admin/")` is on `live_url`."""
    context = browser.new_context(base_url=live_url, locale="zh-CN", timezone_id="Asia/Shanghai")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def full() -> bool:
    """Whether the long form is asked for (make test-full)."""
    return FULL


@pytest.fixture
def transactional_db() -> None:
    pytest.fail("Flushing is forbidden (TRUNCATE is refused): use the fixture own_database")


@pytest.fixture
def live_server() -> None:
    pytest.fail("Use the fixture live_url")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and (mark.kwargs.get("transaction") or any(mark.args)):
            raise pytest.UsageError(f"{item.nodeid}: use own_database in place of django_db(transaction=True)")


def _own(template: str, blocker, stem: str) -> Iterator[str]:
    name = databases.database_from(template, f"{stem}__{next(_numbers)}")
    with blocker.unblock(), databases.pointed_at(name):
        yield name
    databases.drop(name)


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass
