"""Databases of many cases for the benches, made by SQL."""

from functools import partial
from itertools import pairwise
from typing import Any

import psycopg

from reporting.benches import scratch
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
    """What `measure(names)` of that module returns; `names`: a database for each number of cases, ascending."""
    return scratch.measured(module, *(partial(_load, there, rows) for there, rows in pairwise([0, *sizes])))


def _load(there: int, rows: int, connection: psycopg.Connection) -> None:
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
