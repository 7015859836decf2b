"""The database's part of the feed: what a watched table leaves behind, and which epoch this is.

The ledger's lock is taken before the clock is read, as for entries, so that the same barrier holds for both. Where old
and new rows are joined the query is dynamic: a plan made for one row shall not be kept for many.
"""

from services.ledger.sql import LOCK

# Which history this is: what `begin_epoch` wrote last, and what changes by itself when the data are brought to another
# cluster or database (pg_restore), or back to an earlier moment (a new timeline).
EPOCH = """
CREATE FUNCTION feed_current_epoch() RETURNS text LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp AS $$
  SELECT substr(encode(sha256(convert_to(concat_ws('|', e.token, s.system_identifier, d.oid,
           left(pg_walfile_name(pg_current_wal_lsn()), 8)), 'UTF8')), 'hex'), 1, 16)
    FROM (SELECT token FROM feed_epoch ORDER BY id DESC LIMIT 1) AS e, pg_control_system() AS s, pg_database AS d
   WHERE d.datname = current_database()
$$
"""


def _append(values: str, rows: str) -> str:
    columns = "street_id, what, key, operation, version, into_key, recorded_at"
    return f"INSERT INTO feed_change ({columns}) SELECT {values}, clock_timestamp() FROM {rows}"


def created(table: str, what: str, version: str | None, street: str | None = None) -> str:
    """A change for each row of `table`, or of a transition table; `street`: of rows that stand in none."""
    return _append(f"{_street('n', street)}, '{what}', n.id, 'created', {_of('n', version)}, ''", f"{table} n")


def whole(table: str, what: str, version: str | None, into: str | None, street: str | None = None) -> str:
    """Of a table whose rows are told of themselves. Whoever reads only the street that a row leaves is told so."""
    operation, into_key = "'updated'", "''"
    if into:
        into_key = f"coalesce(n.{into}::text, '')"
        operation = (
            f"CASE WHEN o.{into} IS NULL AND n.{into} IS NOT NULL THEN 'merged'"
            f" WHEN o.{into} IS NOT NULL AND n.{into} IS NULL THEN 'unmerged' ELSE 'updated' END"
        )
    old_and_new = "old_rows o JOIN new_rows n USING (id) WHERE"
    gone = f"o.street_id, '{what}', o.id, 'left', {_of('o', version)}, ''"
    now = f"{_street('n', street)}, '{what}', n.id, {operation}, {_of('n', version)}, {into_key}"
    left = "" if street else f"EXECUTE $query${_append(gone, f'{old_and_new} o.street_id <> n.street_id')}$query$;"
    return f"""
      IF TG_OP = 'INSERT' THEN
        {created("new_rows", what, version, street)};
      ELSIF TG_OP = 'DELETE' THEN
        {_append(f"{_street('o', street)}, '{what}', o.id, 'deleted', {_of('o', version)}, ''", "old_rows o")};
      ELSE
        {left}
        EXECUTE $query${_append(now, f"{old_and_new} o IS DISTINCT FROM n")}$query$;
      END IF;
    """


def part(what: str, key: str) -> str:
    """Of a table whose rows are parts of what `key` names: whatever happens to them, that was updated."""

    def updated(rows: str) -> str:
        keys = f"(SELECT DISTINCT street_id, {key} FROM {rows}) AS r"
        return _append(f"r.street_id, '{what}', r.{key}, 'updated', NULL, ''", keys)

    return f"""
      IF TG_OP = 'DELETE' THEN
        {updated("old_rows")};
      ELSE
        {updated("new_rows")};
      END IF;
    """


def _street(row: str, street: str | None) -> str:
    return f"'{street}'" if street else f"{row}.street_id"


def _of(row: str, version: str | None) -> str:
    return f"{row}.{version}" if version else "NULL::int"


def watch(table: str, body: str) -> list[str]:
    """The trigger function of a table and its three triggers."""
    function = f"""
    CREATE FUNCTION feed_watch_{table}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared({LOCK});
      {body}
      RETURN NULL;
    END $$
    """
    transitions = {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "DELETE": "OLD TABLE AS old_rows",
    }
    return [
        function,
        *(
            f"CREATE TRIGGER {table}_is_watched_{event.lower()} AFTER {event} ON {table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION feed_watch_{table}()"
            for event, rows in transitions.items()
        ),
    ]
