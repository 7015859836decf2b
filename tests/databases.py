"""Databases for tests: templates that are made once and kept, and clones of them that live as long as a test.

A template's name carries the hash of what it was made of, so that a changed migration makes a new one. Everything is
done as the owner; the tests themselves work through `default`, the confined login of the web.
"""

import hashlib
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from psycopg import sql

BASE_DIR = Path(__file__).resolve().parent.parent
APPS = ("accounts", "services", "reporting", "deploy")
WEB_URL, OWNER_URL = os.environ.get("DATABASE_URL", ""), os.environ.get("DATABASE_OWNER_URL", "")
UNUSED_TEMPLATES_LIVE = 24 * 3600  # seconds
FIRST_PARTY_IMPORT = re.compile(r"^\s*(?:from|import) ((?:accounts|services|reporting)[\w.]*)(?: import (.+))?", re.M)


@contextmanager
def owner() -> Iterator[psycopg.Connection]:
    """The owner in the database that the environment names, outside any transaction."""
    with psycopg.connect(OWNER_URL, autocommit=True) as connection:
        yield connection


def template(*commands: str) -> str:
    """The name of a migrated database after these `manage.py` commands, which is made if it is not there yet.

    `template()` is the empty one, `template("load_district --people 600")` a loaded one.
    """
    sources = _code() if commands else _schema()
    name = f"tz_template_{_fingerprint(sources, commands)}"
    with owner() as connection:
        _lock(connection, "tz_template" + " ".join(commands))  # one worker makes it, the others wait
        if not _exists(connection, name):
            base = template(*commands[:-1]) if commands else "template1"
            _make(connection, name, base, commands[-1] if commands else "migrate --verbosity 0")
        _execute(connection, "COMMENT ON DATABASE {} IS {}", sql.Identifier(name), sql.Literal(str(int(time.time()))))
        _drop_unused(connection)
    return name


def database_from(template_name: str, name: str) -> str:
    """A fresh clone of a template under this name."""
    with owner() as connection:
        _drop(connection, name)
        _execute(connection, "CREATE DATABASE {} TEMPLATE {}", sql.Identifier(name), sql.Identifier(template_name))
    return name


def drop(name: str) -> None:
    with owner() as connection:
        for _ in range(20):  # a server process that was just stopped may still be leaving
            try:
                return _drop(connection, name)
            except psycopg.errors.ObjectInUse:
                time.sleep(0.1)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both connections of Django, and the processes that a test starts, use this database."""
    if any(c.in_atomic_block for c in connections.all(initialized_only=True)):
        raise RuntimeError("own_database and the db fixture (or mark) exclude each other in one test")
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    environment = {"DATABASE_URL": os.environ["DATABASE_URL"], "DATABASE_OWNER_URL": os.environ["DATABASE_OWNER_URL"]}
    _point(dict.fromkeys(before, name))
    os.environ.update(DATABASE_URL=_url(WEB_URL, name), DATABASE_OWNER_URL=_url(OWNER_URL, name))
    try:
        yield
    finally:
        os.environ.update(environment)
        _point(before)


def keep_connections(seconds: int) -> None:
    """How long threads that connect from now on keep their connection between requests."""
    for alias in connections:
        connections.settings[alias]["CONN_MAX_AGE"] = seconds


@contextmanager
def reserved(name: str) -> Iterator[None]:
    """Marks a name as used by a living process, and removes the databases of dead ones."""
    with owner() as connection:
        rows = connection.execute(r"SELECT datname FROM pg_database WHERE datname LIKE 'tz\_test\_%'").fetchall()
        for (left_over,) in rows:
            stem = left_over.split("__")[0]
            if connection.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [stem]).fetchone() == (True,):
                with suppress(psycopg.Error):
                    _drop(connection, left_over)
                connection.execute("SELECT pg_advisory_unlock(hashtext(%s))", [stem])
        _lock(connection, name)
        yield


def _point(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = connections.settings[alias]["NAME"] = name


def _url(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _make(connection: psycopg.Connection, name: str, base: str, command: str) -> None:
    unfinished = f"{name}_new"
    _drop(connection, unfinished)
    _execute(connection, "CREATE DATABASE {} TEMPLATE {}", sql.Identifier(unfinished), sql.Identifier(base))
    urls = {"DATABASE_URL": _url(WEB_URL, unfinished), "DATABASE_OWNER_URL": _url(OWNER_URL, unfinished)}
    done = subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=BASE_DIR,
        env={**os.environ, **urls},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {command} failed in the template database:\n{done.stdout[-5000:]}")
    _execute(connection, "ALTER DATABASE {} RENAME TO {}", sql.Identifier(unfinished), sql.Identifier(name))


def _schema() -> list[Path]:
    """What the schema is made of: migrations, the modules that they import, SQL and data files."""
    files = {path for app in APPS for kind in ("migrations/*.py", "*.sql", "data/*") for path in _files(app, kind)}
    for path in [*files]:
        if path.parent.name == "migrations":
            for module, names in FIRST_PARTY_IMPORT.findall(path.read_text()):
                for dotted in (module, *(f"{module}.{n.strip()}" for n in names.strip("()").split(","))):
                    files.add(BASE_DIR / (dotted.replace(".", "/") + ".py"))
    return [path for path in files if path.is_file()]


def _code() -> list[Path]:
    return [path for app in APPS for kind in ("*.py", "*.sql", "data/*") for path in _files(app, kind)]


def _files(app: str, pattern: str) -> list[Path]:
    return [path for path in (BASE_DIR / app).glob(f"**/{pattern}") if path.is_file()]


def _fingerprint(sources: list[Path], commands: tuple[str, ...]) -> str:
    packages = [f"{name} {version(name)}" for name in ("django", "django-rest-knox")]
    digest = hashlib.sha256("\n".join([*packages, *commands, os.environ["INDEX_KEY"]]).encode())
    for path in sorted(sources):
        digest.update(f"\n{path.relative_to(BASE_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _drop_unused(connection: psycopg.Connection) -> None:
    rows = connection.execute(
        r"SELECT datname FROM pg_database WHERE datname LIKE 'tz\_template\_%%' AND datname NOT LIKE '%%\_new'"
        " AND coalesce(shobj_description(oid, 'pg_database'), '0')::bigint < %s",
        [int(time.time()) - UNUSED_TEMPLATES_LIVE],
    ).fetchall()
    for (name,) in rows:
        with suppress(psycopg.Error):
            _drop(connection, name)


def _lock(connection: psycopg.Connection, name: str) -> None:
    connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).rowcount > 0


def _drop(connection: psycopg.Connection, name: str) -> None:
    _execute(connection, "DROP DATABASE IF EXISTS {}", sql.Identifier(name))


def _execute(connection: psycopg.Connection, statement: str, *parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(*parts))
