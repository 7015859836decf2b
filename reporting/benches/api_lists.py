"""Lists of a hundred cases at 1,000,000 rows through the whole stack, from the headers to the last byte: ours, and what
one writes by the tutorial; the first page and the last of ten thousand."""

import io
import json
import statistics
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from knox.models import AuthToken

from accounts.keyset import encoded
from accounts.models import User
from accounts.scoping import enter, scope_of
from reporting.benches import api_bulk, many_cases
from reporting.benches.admin_views import users
from services.cases.models import Case

ROWS, PAGE = 1_000_000, 100
ROUNDS = 101
OURS, PLAIN, JOINED = "/api/v1/cases/", "/api/plain/cases/", "/api/joined/cases/"
PLAIN_URLS = "reporting.benches.plain_drf"
Page = Callable[[], bytes]


def run() -> dict[str, Any]:
    """`vs_plain_drf`: requests a second over those of the plain view (large is good); `depth`: the time of the last
    page over that of the first (1 is best). Both of the district's officer; the detail has those of a street's clerk,
    and `vs_joined_drf` against the same view with `select_related`.
    `bulk_vs_drf` and its parts: see api_bulk.
    """
    found, bulk = many_cases.measured(__name__, ROWS), api_bulk.measured()
    ratios = {name: found["district"][name] for name in ("vs_plain_drf", "depth")}
    return {"ratios": ratios | bulk["ratios"], "detail": {**found, "bulk": bulk["detail"]}}


def measure(_names: list[str]) -> dict[str, dict[str, Any]]:
    """In the child: scope -> its ratios, and milliseconds of a page, at best and in the median."""
    return {scope: _of(user) for scope, user in users()}


def _of(user: User) -> dict[str, Any]:
    """Pages are timed in turn and the best times compared: what else the machine does only adds to them."""
    token = AuthToken.objects.create(user)[1]
    plain, joined = (_page(token, path, PLAIN_URLS) for path in (PLAIN, JOINED))
    ours = _page(token, OURS, limit=PAGE)
    last = _page(token, OURS, limit=PAGE, cursor=_before_the_last(user))
    first = json.loads(ours())["results"]
    for rival in (plain, joined):
        assert first == json.loads(rival())["results"], "the rival shows other rows"
    assert len(first) == len(json.loads(last())["results"]) == PAGE
    seconds = _in_turn(plain, joined, ours, last)
    best = dict(zip(("plain", "joined", "ours", "last"), map(min, seconds), strict=True))
    return {
        "vs_plain_drf": round(best["plain"] / best["ours"], 1),
        "vs_joined_drf": round(best["joined"] / best["ours"], 1),
        "depth": round(best["last"] / best["ours"], 2),
        "milliseconds": {name: round(value * 1000, 1) for name, value in best.items()},
        "median": {name: round(statistics.median(one) * 1000, 1) for name, one in zip(best, seconds, strict=True)},
    }


def _before_the_last(user: User) -> str:
    """The cursor after which a whole page is left."""
    scope = scope_of(user)
    assert scope is not None
    with enter(scope):
        return encoded(Case.objects.visible_to(user).order_by("serial").values_list("serial", flat=True)[PAGE])


def _page(token: str, path: str, urls: str = settings.ROOT_URLCONF, **query: Any) -> Page:
    """GET as a web server hands it over; what has been answered."""
    handler = WSGIHandler()
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": urlencode(query),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "HTTP_HOST": settings.ALLOWED_HOSTS[0],
        "HTTP_AUTHORIZATION": f"Token {token}",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
    }

    def get() -> bytes:
        with override_settings(ROOT_URLCONF=urls):
            answer = handler(dict(environ), lambda status, headers: None)
            try:
                body = b"".join(answer)
            finally:
                answer.close()
        assert answer.status_code == 200, (path, answer.status_code)
        return body

    return get


def _in_turn(*pages: Page) -> list[list[float]]:
    """Seconds of each page, so many times; once unmeasured."""
    found: list[list[float]] = [[] for _ in pages]
    for number in range(ROUNDS + 1):
        for page, times in zip(pages, found, strict=True):
            start = time.perf_counter()
            page()
            if number:
                times.append(time.perf_counter() - start)
    return found
