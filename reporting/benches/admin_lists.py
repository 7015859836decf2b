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
from psycopg import sql

from reporting.benches.admin_views import page_of, stock_page_of, users

SMALL, LARGE, PEOPLE_COUNT = 10_000, 1_000_000, 20_000
ROUNDS = 15
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
    with _own_database() as environment:
        done = subprocess.run(
            [sys.executable, "-c", CHILD],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found = json.loads(done.stdout.splitlines()[-1])
    small, large = found[str(SMALL)], found[str(LARGE)]
    ours = [(who, page) for who in large["ours"] for page in PAGES]
    growth = {f"{who} {page}": large["ours"][who][page] / small["ours"][who][page] for who, page in ours}
    stock = large["stock"]["district"]["first"] / large["ours"]["district"]["first"]
    return {
        "ratios": {"growth": round(max(growth.values()), 2), "vs_stock": round(stock, 1)},
        "detail": {"growth": {page: round(value, 2) for page, value in growth.items()}, "milliseconds": found},
    }


@contextmanager
def _own_database() -> Iterator[dict[str, str]]:
    """An empty migrated database; gives the environment that names it."""
    name = f"tz_bench_admin_{os.getpid()}"
    web, owner = os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            urls = {"DATABASE_URL": _named(web, name), "DATABASE_OWNER_URL": _named(owner, name)}
            environment = {**os.environ, **urls}
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=environment, cwd=settings.BASE_DIR, check=True)
            yield environment
        finally:
            with suppress(psycopg.Error):
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def measure() -> dict[str, Any]:
    """In the child: {rows: {ours|stock: {scope: {page: milliseconds}}}}, medians."""
    found: dict[str, Any] = {}
    before = 0
    for rows in (SMALL, LARGE):
        _load(before + 1, rows)
        before = rows
        found[str(rows)] = {
            "ours": {scope: {p: _median(page_of(user, LIST + q)) for p, q in PAGES.items()} for scope, user in users()},
            "stock": {scope: {"first": _median(stock_page_of(user, LIST))} for scope, user in users()},
        }
    return found


def _load(first: int, last: int) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        if first == 1:
            connection.execute(PEOPLE, {"people": PEOPLE_COUNT})
        for statement in (CASES, DETAILS):
            connection.execute(statement, {"first": first, "last": last, "people": PEOPLE_COUNT})
        connection.execute("VACUUM ANALYZE cases_case, subsidies_homehelpgrant, people_person")


def _median(page: Callable[[], None]) -> float:
    page(), page()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        page()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 2)

