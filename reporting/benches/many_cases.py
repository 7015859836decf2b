"""Databases of many cases for the benches, made by SQL and dropped afterwards; a child process measures there, whose
environment names the smallest of them."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from psycopg import sql

from services.people import crypto, numbers

PEOPLE_COUNT = 20_000
# Of 1,000 cases 90 are running, 5 submitted, 5 returned; the others have ended.
PEOPLE = """
INSERT INTO people_person (id, street_id, name, sex, born_on, suspected, keys, version, created_at)
SELECT gen_random_uuid(), (SELECT array_agg(code ORDER BY code) FROM accounts_street)[1 + n %% 15], 'Bench', 'M',
       date '1960-01-01' + n / 500, false, '{}', 1, now()
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


def measured(module: str, *sizes: int) -> Any:
    """What `measure(names)` of that module returns in the child; `names`: a database for each number of cases."""
    with _databases(*sizes) as names:
        environment = {**os.environ, "DATABASE_URL": _named(os.environ["DATABASE_URL"], names[0])}
        child = (
            f"import django, json; django.setup(); from {module} import measure; print(json.dumps(measure({names})))"
        )
        done = subprocess.run(
            [sys.executable, "-c", child],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _databases(*sizes: int) -> Iterator[list[str]]:
    """One for each size, ascending: the first is migrated, each further one a copy of the one before that goes on."""
    names = [f"tz_bench_{os.getpid()}_{rows}" for rows in sizes]
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        try:
            for (base, there), (name, rows) in pairwise([("template1", 0), *zip(names, sizes, strict=True)]):
                create = "CREATE DATABASE {} TEMPLATE {}"
                connection.execute(sql.SQL(create).format(sql.Identifier(name), sql.Identifier(base)))
                if not there:
                    _migrate(name)
                with psycopg.connect(_named(owner, name), autocommit=True) as its_own:
                    _load(its_own, there, rows)
            yield names
        finally:
            for name in names:
                with suppress(psycopg.Error):
                    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _migrate(name: str) -> None:
    urls = {variable: _named(os.environ[variable], name) for variable in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**os.environ, **urls}, cwd=settings.BASE_DIR, check=True)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def _load(connection: psycopg.Connection, there: int, rows: int) -> None:
    """Up to so many cases, of which the first are there."""
    if not there:
        connection.execute(PEOPLE, {"people": PEOPLE_COUNT})
        _give_numbers(connection)
    for statement in (CASES, DETAILS):
        connection.execute(statement, {"first": there + 1, "last": rows, "people": PEOPLE_COUNT})
    connection.execute("VACUUM ANALYZE cases_case, subsidies_homehelpgrant, people_person")


def _give_numbers(connection: psycopg.Connection) -> None:
    """Sealed ID numbers: lists show them masked, and opening them is a part of the work."""
    found = connection.execute("SELECT id, born_on FROM people_person ORDER BY born_on, id").fetchall()
    sealed = [
        crypto.encrypt(numbers.synthetic_id(born, "M", n % 500), table="person", column="id_number", row=str(key))
        for n, (key, born) in enumerate(found)
    ]
    connection.execute(
        "UPDATE people_person p SET id_cipher = s.cipher"
        " FROM unnest(%s::uuid[], %s::bytea[]) s (id, cipher) WHERE s.id = p.id",
        [[key for key, _born in found], sealed],
    )
