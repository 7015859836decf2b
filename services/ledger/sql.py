"""The database's part of the ledger: functions and triggers, created by the first migration."""

# One advisory lock for the ledger: writers share it, a publication takes it alone for an instant.
LOCK = 7_142_311

# Column of an entry -> the table it refers to; those of the second list stand in a street.
PUBLIC = {
    "street_id": "accounts_street",
    "community_id": "accounts_community",
    "recorded_by_id": "accounts_user",
    "organisation_id": "people_organisation",
}
CONFINED = {
    "case_id": "cases_case",
    "person_id": "people_person",
    "household_id": "people_household",
}
# Foreign keys see to these; a street's scope asks besides that they are of the street.
KEYED = {"into_id": "people_person", "replaces_id": "ledger_entry", "ends_id": "ledger_entry"}


def _unknown(*, beside: bool) -> str:
    """The condition under which a new row refers to nothing (with `beside`: to nothing of its own street).

    One anti-join per column, so that many rows are checked by hash and a few by index.
    """

    def missing(column: str, table: str, street: str) -> str:
        key = "code" if table == "accounts_street" else "id"
        found = f"SELECT FROM {table} r WHERE r.{key} = n.{column}{street}"
        return f"EXISTS (SELECT FROM new_rows n WHERE n.{column} IS NOT NULL AND NOT EXISTS ({found}))"

    street = " AND r.street_id = n.street_id" if beside else ""
    of_a_street = CONFINED | KEYED if beside else CONFINED
    rows = [missing(column, table, "") for column, table in PUBLIC.items()]
    return " OR ".join(rows + [missing(column, table, street) for column, table in of_a_street.items()])


TRIGGERS = [
    # The digest covers everything but the void mark; `verify` recomputes it. STABLE, so that it is inlined.
    """
    CREATE FUNCTION ledger_digest(e ledger_entry) RETURNS bytea LANGUAGE sql STABLE AS $$
      SELECT sha256(convert_to(concat(
        e.id, '|', e.code, '|', e.happened_on - date '2000-01-01', '|', extract(epoch FROM e.recorded_at),
        '|', e.recorded_by_id, '|', e.street_id, '|', e.community_id, '|', e.case_id, '|', e.person_id,
        '|', e.household_id, '|', e.organisation_id, '|', e.quantity, '|', e.amount,
        '|', e.for_month - date '2000-01-01', '|', e.valid_until - date '2000-01-01', '|', e.category,
        '|', e.grade, '|', e.age, '|', e.sex, '|', e.suspected, '|', e.from_status, '|', e.to_status,
        '|', e.voids_id, '|', e.replaces_id, '|', e.ends_id, '|', e.into_id, '|', e.detail, '|', e.reason
      ), 'UTF8'))
    $$
    """,
    f"""
    CREATE FUNCTION ledger_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_advisory_xact_lock_shared({LOCK});
      NEW.recorded_at := clock_timestamp();
      NEW.recorded_by_id := nullif(current_setting('taizhang.user', true), '')::bigint;
      NEW.voided_at := NULL;
      NEW.digest := ledger_digest(NEW);
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER ledger_stamp BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_stamp()",
    # A void is an entry; marking its target is the only change the ledger knows.
    """
    CREATE FUNCTION ledger_void() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      UPDATE ledger_entry SET voided_at = NEW.recorded_at
       WHERE id = NEW.voids_id AND voided_at IS NULL AND voids_id IS NULL AND street_id = NEW.street_id;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'entry % cannot be voided', NEW.voids_id
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_is_voided_once';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER ledger_void AFTER INSERT ON ledger_entry FOR EACH ROW"
    " WHEN (NEW.voids_id IS NOT NULL) EXECUTE FUNCTION ledger_void()",
    """
    CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        IF OLD.voided_at IS NULL AND NEW.voided_at IS NOT NULL
           AND ledger_digest(OLD) = ledger_digest(NEW) AND OLD.digest = NEW.digest
           AND OLD.recorded_at = NEW.recorded_at THEN
          RETURN NEW;
        END IF;
      END IF;
      RAISE EXCEPTION 'the ledger is append-only'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_entry_is_append_only';
    END $$
    """,
    "CREATE TRIGGER ledger_is_append_only BEFORE UPDATE OR DELETE ON ledger_entry"
    " FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change()",
    "CREATE TRIGGER ledger_is_never_emptied BEFORE TRUNCATE ON ledger_entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
    # What an entry refers to is there; in a street's scope it is of that street (a plain foreign-key check would see
    # past the policies). A few rows take a prepared plan, many are planned for their number.
    f"""
    CREATE FUNCTION ledger_refuse_unknown() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
      anywhere boolean := current_setting('role') <> 'taizhang_street';
      unknown boolean;
    BEGIN
      IF (SELECT count(*) FROM (SELECT FROM new_rows LIMIT 50) AS few) = 50 THEN
        IF anywhere THEN
          EXECUTE 'SELECT {_unknown(beside=False)}' INTO unknown;
        ELSE
          EXECUTE 'SELECT {_unknown(beside=True)}' INTO unknown;
        END IF;
      ELSIF anywhere THEN
        unknown := {_unknown(beside=False)};
      ELSE
        unknown := {_unknown(beside=True)};
      END IF;
      IF unknown THEN
        RAISE EXCEPTION 'ledger entry refers to what is not there or of another street'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'row_stands_beside_its_own_street';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER ledger_refuse_unknown AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_unknown()",
    # The reading barrier: now, or just before the oldest transaction that holds the ledger's lock began. Whoever
    # takes the lock after the look gets a later clock; whoever released it before has committed and is visible.
    f"""
    CREATE FUNCTION ledger_settled_at() RETURNS timestamptz LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
      now_ timestamptz := clock_timestamp();
      oldest timestamptz;
    BEGIN
      SELECT min(coalesce(a.xact_start, a.query_start, '-infinity')) INTO oldest
        FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
       WHERE l.locktype = 'advisory' AND l.granted AND l.pid <> pg_backend_pid() AND l.objsubid = 1
         AND l.classid = 0 AND l.objid = {LOCK}
         AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
      RETURN least(now_, oldest - interval '1 microsecond');
    END $$
    """,
    # Which record stands for which, as known at a moment: the end of each chain of merges. It holds row keys only
    # and is the same for every scope, so that a figure does not depend on who looks.
    """
    CREATE FUNCTION ledger_canonical(known timestamptz) RETURNS TABLE (person_id uuid, stands_for uuid)
    LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER SET search_path = public, pg_temp ROWS 10 AS $$
      WITH RECURSIVE merge AS (
        SELECT e.person_id, e.into_id FROM ledger_entry e
         WHERE e.code = 'person.merged' AND e.recorded_at <= known AND (e.voided_at IS NULL OR e.voided_at > known)
      ), chain (person_id, stands_for, depth) AS (
        SELECT m.person_id, m.into_id, 1 FROM merge m
        UNION ALL
        SELECT c.person_id, m.into_id, c.depth + 1 FROM chain c JOIN merge m ON m.person_id = c.stands_for
         WHERE c.depth < 50
      )
      SELECT DISTINCT ON (c.person_id) c.person_id, c.stands_for FROM chain c ORDER BY c.person_id, c.depth DESC
    $$
    """,
    "CREATE INDEX entry_of_a_merge ON ledger_entry (recorded_at) WHERE code = 'person.merged'",
]

# What stands of cases that the scope may see, in whatever street it was counted: a case that was handed over goes on in
# the new street, which does not see the entries of the old one. Keys, codes and days only. A correction stands in the
# place (`place`) of the first entry of its line.
COURSE = """
CREATE FUNCTION ledger_of_cases(cases uuid[]) RETURNS TABLE (
  case_id uuid, id bigint, street text, code text, detail text, happened_on date, to_status text, for_month date,
  by bigint, place bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE mine AS (
    SELECT e.* FROM ledger_entry e JOIN cases_case c ON c.id = e.case_id
     WHERE e.case_id = ANY (cases) AND e.voided_at IS NULL AND e.voids_id IS NULL
       AND (current_setting('role') = 'taizhang_district'
            OR current_setting('role') = 'taizhang_street' AND c.street_id = current_setting('taizhang.street'))
  ), back (id, at) AS (
    SELECT m.id, m.replaces_id FROM mine m WHERE m.replaces_id IS NOT NULL
    UNION ALL
    SELECT b.id, e.replaces_id FROM back b JOIN ledger_entry e ON e.id = b.at AND e.replaces_id IS NOT NULL
  ), began AS (
    SELECT b.id, min(b.at) AS place FROM back b GROUP BY b.id
  )
  SELECT m.case_id, m.id, m.street_id, m.code, m.detail, m.happened_on, m.to_status, m.for_month,
         m.recorded_by_id, coalesce(began.place, m.id)
    FROM mine m LEFT JOIN began USING (id)
$$
"""
