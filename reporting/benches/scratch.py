"""Databases of the benches' own, dropped afterwards; what is measured runs in a child process, whose environment names
the first of them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

Fill = Callable[[psycopg.Connection], None]
BASE = "template1"  # what the first of them is made of


def measured(module: str, *fills: Fill, **options: int) -> Any:
    """What `measure(names, **options)` of that module returns in the child; `names`: a database after each fill."""
    with _databases(*fills) as names:
        measure = f"from {module} import measure; print(json.dumps(measure({names}, **{options})))"
        child = f"import django, json; django.setup(); {measure}"
        done = subprocess.run(
            [sys.executable, "-c", child],
            env={**os.environ, **_urls(names[0])},
            cwd=settings.BASE_DIR,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _databases(*fills: Fill) -> Iterator[list[str]]:
    """The first is migrated and filled, each further one a copy of the one before that is filled up."""
    names: list[str] = []
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        try:
            for n, fill in enumerate(fills):
                name = f"tz_bench_{os.getpid()}_{n}"
                _execute(connection, "CREATE DATABASE {} TEMPLATE {}", name, names[-1] if names else BASE)
                names.append(name)
                if len(names) == 1:
                    _migrate(name)
                with psycopg.connect(_urls(name)["DATABASE_OWNER_URL"], autocommit=True) as its_own:
                    fill(its_own)
            yield names
        finally:
            for name in names:
                with suppress(psycopg.Error):
                    _execute(connection, "DROP DATABASE {} WITH (FORCE)", name)


@contextmanager
def copied(name: str) -> Iterator[None]:
    """In the child: its connections go to a copy of the database in which it works, for what is to commit."""
    copy = f"{name}_copy"
    connections.close_all()  # PostgreSQL copies a database only while nobody is connected to it
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname="template1", autocommit=True) as connection:
        _execute(connection, "CREATE DATABASE {} TEMPLATE {}", copy, name)
        _point(copy)
        try:
            yield
        finally:
            _point(name)
            _execute(connection, "DROP DATABASE {}", copy)  # waits for who is just leaving


def _point(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = connections.settings[alias]["NAME"] = name


def _migrate(name: str) -> None:
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrate, env={**os.environ, **_urls(name)}, cwd=settings.BASE_DIR, check=True)


def _urls(database: str) -> dict[str, str]:
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    return {name: urlunsplit(urlsplit(os.environ[name])._replace(path=f"/{database}")) for name in names}


def _execute(connection: psycopg.Connection, statement: str, *names: str) -> None:
    connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def as_it_is(connection: psycopg.Connection) -> None:
    """The fill of a database that stays as the migrations leave it."""
