"""The migration operation that makes a table's changes part of the feed."""

from django.db.migrations.operations.special import RunSQL

from services.feed import sql
from services.ledger.sql import LOCK


class Watched(RunSQL):
    """Every row that is written, changed or taken away leaves a change of `what`, in the transaction that does it.

    The table has a column `id` and is confined, or `street` says under which its changes stand; `version` names its
    column of versions, `into` the one that names what a row was merged into. With `part_of` its rows are parts: (what
    they belong to, the column that names it). Rows that are there already become changes at once, so that a reader
    from the beginning misses none.
    """

    def __init__(
        self,
        table: str,
        what: str = "",
        *,
        version: str | None = None,
        into: str | None = None,
        part_of: tuple[str, str] | None = None,
        street: str | None = None,
    ) -> None:
        if part_of:
            statements = sql.watch(table, sql.part(*part_of))
        else:
            lock = f"SELECT pg_advisory_xact_lock_shared({LOCK})"
            statements = [
                *sql.watch(table, sql.whole(table, what, version, into, street)),
                lock,
                sql.created(table, what, version, street),
            ]
        super().__init__(statements, reverse_sql=RunSQL.noop)
