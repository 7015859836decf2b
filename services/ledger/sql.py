"""The database's part of the ledger: functions and triggers, created by the first migration."""

# One advisory lock for the ledger: writers share it, a publication takes it alone for an instant.
LOCK = 7_142_311

TRIGGERS = [
    # The digest covers everything but the void mark; `verify` recomputes it.
    """
    CREATE FUNCTION ledger_digest(e ledger_entry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
      SELECT sha256(convert_to(ROW(
        e.id, e.code, e.happened_on - date '2000-01-01', extract(epoch FROM e.recorded_at), e.recorded_by_id,
        e.street_id, e.community_id, e.case_id, e.person_id, e.household_id, e.organisation_id, e.quantity, e.amount,
        e.detail, e.for_month - date '2000-01-01', e.valid_until - date '2000-01-01', e.category, e.grade, e.age,
        e.sex, e.suspected, e.from_status, e.to_status, e.voids_id, e.replaces_id, e.ends_id, e.into_id, e.reason
      )::text, 'UTF8'))
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
    # Foreign-key checks see past the policies: a street may only refer to its own rows.
    """
    CREATE FUNCTION ledger_refuse_other_street() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE other boolean;
    BEGIN
      IF current_setting('role') <> 'taizhang_street' THEN RETURN NULL; END IF;
      EXECUTE 'SELECT EXISTS (SELECT FROM new_rows n
                 LEFT JOIN cases_case c ON c.id = n.case_id
                 LEFT JOIN people_person p ON p.id = n.person_id
                 LEFT JOIN people_person i ON i.id = n.into_id
                 LEFT JOIN people_household h ON h.id = n.household_id
                 LEFT JOIN ledger_entry e ON e.id = coalesce(n.ends_id, n.replaces_id)
                WHERE n.street_id <> ANY (array_remove(
                        ARRAY[c.street_id, p.street_id, i.street_id, h.street_id, e.street_id], NULL)))'
        INTO other;
      IF other THEN
        RAISE EXCEPTION 'ledger entry refers to another street'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'row_stands_beside_its_own_street';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER ledger_same_street AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_other_street()",
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
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 10 AS $$
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
