"""The list of cases at 10,000 and at 1,000,000 rows, ours and a stock ModelAdmin's, in databases of its own.

Every page is made as for a signed-in user, from the scope to the last byte.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from reporting.benches import many_cases
from reporting.benches.admin_views import page_of, showing, stock_page_of, users

SMALL, LARGE = 10_000, 1_000_000
ROUNDS = 11
LIST = "/admin/subsidies/homehelpgrant/"
PAGES = {"first": "", "common_status": "?status=active", "rare_status": "?status=returned", "deep": "?p=10"}


def run() -> dict[str, Any]:
    """`growth`: our slowest page at 1,000,000 rows over the same at 10,000 (1 is best); `vs_stock`: the stock list's
    time over ours at 1,000,000, first page (large is good)."""
    growth, stock, milliseconds = many_cases.measured(__name__, SMALL, LARGE)
    return {
        "ratios": {"growth": max(growth.values()), "vs_stock": stock["district"]},
        "detail": {"growth": growth, "vs_stock": stock, "milliseconds": milliseconds},
    }


def measure(names: list[str]) -> tuple[dict[str, float], dict[str, float], dict[str, list[float]]]:
    """In the child: page -> large over small; scope -> stock over ours; page -> milliseconds, small and large.

    Both sides of a ratio are timed in turn, so that a busy moment meets both; the ratio is the median of the pairs.
    Both show as many rows as there are at 10,000: of a rare status a street has less than a page there.
    """
    people = [_in(name, users) for name in names]
    growth, stock, milliseconds = {}, {}, {}
    for (scope, at_small), (_scope, at_large) in zip(*people, strict=True):
        for page, query in PAGES.items():
            views = [page_of(at_small, LIST + query), page_of(at_large, LIST + query)]
            with showing(_in(names[0], views[0])):
                pairs = [tuple(map(_timed, names, views)) for _ in range(ROUNDS)]
            key = f"{scope} {page}"
            growth[key] = round(statistics.median(large / small for small, large in pairs), 2)
            milliseconds[key] = [round(statistics.median(side), 1) for side in zip(*pairs, strict=True)]
        ours, theirs = page_of(at_large, LIST), stock_page_of(at_large, LIST)
        pairs = [(_timed(names[1], ours), _timed(names[1], theirs)) for _ in range(ROUNDS)]
        stock[scope] = round(statistics.median(their / our for our, their in pairs), 1)
    return growth, stock, milliseconds


def _in(database: str, work: Callable[[], Any]) -> Any:
    """`work` in that database."""
    if connection.settings_dict["NAME"] != database:
        connection.close()
        connection.settings_dict["NAME"] = database
    return work()


def _timed(database: str, page: Callable[[], int]) -> float:
    """Milliseconds of a page, once it has been seen in that database over this connection."""
    _in(database, page)
    start = time.perf_counter()
    page()
    return (time.perf_counter() - start) * 1000
