"""The list of cases at 10,000 and at 1,000,000 rows, ours and a stock ModelAdmin's, in a database of its own.

The rows are made by SQL; every page is made as for a signed-in user, from the scope to the last byte. A child process
measures, whose environment names that database.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from reporting.benches.admin_views import page_of, stock_page_of, users

SMALL, LARGE, PEOPLE_COUNT = 10_000, 1_000_000, 20_000
ROUNDS = 11
# Of 1,000 cases 90 are running, 5 submitted, 5 returned; the others have ended.
PEOPLE = """
INSERT INTO people_person (id, street_id, name, sex, born_on, suspected, keys, version, created_at)
SELECT gen_random_uuid(), (SELECT array_agg(code ORDER BY code) FROM accounts_street)[1 + n %% 15], 'Bench', 'M',
       '1960-01-01', false, '{}', 1, now()
  FROM generate_series(1, %(people)s) n
"""
CASES = """
WITH people AS (SELECT id, street_id, row_number() OVER () AS n FROM people_person)
INSERT INTO cases_case (id, serial, kind, street_id, person_id, status, opened_on, origin, external_system, version,
                        created_at)
SELECT gen_random_uuid(), i, CASE WHEN i %% 2 = 0 THEN 'home_help' ELSE 'fuel' END, p.street_id, p.id,
       CASE WHEN i / 2 %% 1000 < 900 THEN 'ended' WHEN i / 2 %% 1000 < 990 THEN 'active'
            WHEN i / 2 %% 1000 < 995 THEN 'submitted' ELSE 'returned' END,
       date '2015-01-01' + (i / 400)::int, 'import', '', 1, now()
  FROM generate_series(%(first)s::bigint, %(last)s::bigint) i JOIN people p ON p.n = 1 + i %% %(people)s
"""
DETAILS = """
INSERT INTO subsidies_homehelpgrant (case_id, street_id, declared_unemployed)
SELECT id, street_id, true FROM cases_case WHERE kind = 'home_help' AND serial BETWEEN %(first)s AND %(last)s
"""
LIST = "/admin/subsidies/homehelpgrant/"
CHILD = f"import django, json; django.setup(); from {__name__} import measure; print(json.dumps(measure()))"
PAGES = {"first": "", "common_status": "?status=active", "rare_status": "?status=returned", "deep": "?p=10"}


def run() -> dict[str, Any]:
    """`growth`: our slowest page at 1,000,000 rows over the same at 10,000 (1 is best); `vs_stock`: the stock list's
    time over ours at 1,000,000, first page (large is good)."""
    with _own_databases() as environment:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    growth, stock, milliseconds = json.loads(done.stdout.splitlines()[-1])
    return {
        "ratios": {"growth": max(growth.values()), "vs_stock": stock["district"]},
        "detail": {"growth": growth, "vs_stock": stock, "milliseconds": milliseconds},
    }


@contextmanager
def _own_databases() -> Iterator[dict[str, str]]:
    """A small and a large one, migrated and loaded; gives the environment that names the small one."""
    names = {rows: f"tz_bench_{os.getpid()}_{rows}" for rows in (SMALL, LARGE)}
    web, owner = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        try:
            for rows, name in names.items():
                base = names[SMALL] if rows == LARGE else "template1"
                create = "CREATE DATABASE {} TEMPLATE {}"
                connection.execute(sql.SQL(create).format(sql.Identifier(name), sql.Identifier(base)))
                urls = {"DATABASE_URL": _named(web, name), "DATABASE_OWNER_URL": _named(owner, name)}
                environment = {**os.environ, **urls}
                if rows == SMALL:
                    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
                    subprocess.run(migrate, env=environment, cwd=settings.BASE_DIR, check=True)
                _load(_named(owner, name), rows)
            yield {**os.environ, "DATABASE_URL": _named(web, names[SMALL]), "BENCH_LARGE": names[LARGE]}
        finally:
            for name in names.values():
                with suppress(psycopg.Error):
                    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _load(url: str, rows: int) -> None:
    """Up to so many cases; the large database is a copy of the small one, and goes on from there."""
    first = 1 if rows == SMALL else SMALL + 1
    with psycopg.connect(url, autocommit=True) as connection:
        if first == 1:
            connection.execute(PEOPLE, {"people": PEOPLE_COUNT})
        for statement in (CASES, DETAILS):
            connection.execute(statement, {"first": first, "last": rows, "people": PEOPLE_COUNT})
        connection.execute("VACUUM ANALYZE cases_case, subsidies_homehelpgrant, people_person")


def measure() -> tuple[dict[str, float], dict[str, float], dict[str, list[float]]]:
    """In the child: page -> large over small; scope -> stock over ours; page -> milliseconds, small and large.

    Both sides of a ratio are timed in turn, so that a busy moment meets both; the ratio is the median of the pairs.
    """
    names = [connection.settings_dict["NAME"], os.environ["BENCH_LARGE"]]
    people = [_in(name, users) for name in names]
    growth, stock, milliseconds = {}, {}, {}
    for (scope, at_small), (_scope, at_large) in zip(*people, strict=True):
        for page, query in PAGES.items():
            views = [page_of(at_small, LIST + query), page_of(at_large, LIST + query)]
            pairs = [tuple(_timed(name, view) for name, view in zip(names, views, strict=True)) for _ in range(ROUNDS)]
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


def _timed(database: str, page: Callable[[], None]) -> float:
    """Milliseconds of a page, once it has been seen in that database over this connection."""
    _in(database, page)
    start = time.perf_counter()
    page()
    return (time.perf_counter() - start) * 1000
