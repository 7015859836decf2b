"""The bulk path: COPY into a temporary table, then one INSERT ... SELECT under the ledger's triggers and policies."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from services.ledger.models import Entry


def reserve_ids(model: Any, count: int) -> list[int]:
    """`count` keys of the model's identity sequence, so that rows can refer to each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: Any, columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Writes rows (tuples in the order of `columns`) into the model's table; returns how many.

    COPY itself is refused on tables under row security, so it fills a temporary table of the same shape first.
    """
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        try:
            with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staging")
            return cursor.rowcount
        finally:
            if not connection.needs_rollback:
                cursor.execute("DROP TABLE IF EXISTS staging")


def append(columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Appends ledger entries; street and snapshot columns are the caller's duty, time and digest the database's."""
    return copy_rows(Entry, columns, rows)
