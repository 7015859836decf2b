"""The database's part of publications: states in order, what was checked freezes, and nothing frozen changes."""

TRIGGERS = [
    """
    CREATE FUNCTION publication_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') OR TG_OP = 'UPDATE' AND OLD.state = 'frozen' THEN
        RAISE EXCEPTION 'a publication is not changed'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'frozen_publication_is_for_ever';
      END IF;
      IF TG_OP = 'INSERT' AND NOT (NEW.state = 'open' OR NEW.state = 'checked' AND NEW.corrects_id IS NOT NULL)
         OR TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND NOT (
              (OLD.state = 'open' AND NEW.state = 'confirming')
           OR (OLD.state = 'confirming' AND NEW.state = 'checked')
           OR (OLD.state = 'checked' AND NEW.state = 'confirming' AND NEW.corrects_id IS NULL)
           OR (OLD.state = 'checked' AND NEW.state = 'frozen')) THEN
        RAISE EXCEPTION 'publication does not come to %', NEW.state
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'publication_takes_its_states_in_order';
      END IF;
      IF TG_OP = 'UPDATE' AND ((OLD.year, OLD.version, OLD.corrects_id, OLD.basis, OLD.opened_by_id)
           IS DISTINCT FROM (NEW.year, NEW.version, NEW.corrects_id, NEW.basis, NEW.opened_by_id)
         OR NEW.state = 'frozen' AND (OLD.content_hash, OLD.checked_by_id)
           IS DISTINCT FROM (NEW.content_hash, NEW.checked_by_id)) THEN
        RAISE EXCEPTION 'what was checked is what freezes'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'publication_freezes_what_was_checked';
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER publication_guard BEFORE INSERT OR UPDATE OR DELETE ON reporting_publication"
    " FOR EACH ROW EXECUTE FUNCTION publication_guard()",
    "CREATE TRIGGER publication_is_never_emptied BEFORE TRUNCATE ON reporting_publication"
    " FOR EACH STATEMENT EXECUTE FUNCTION publication_guard()",
    # Passports are written in the transaction that freezes, before it does: nothing is added to what is frozen.
    """
    CREATE FUNCTION figure_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      IF EXISTS (SELECT FROM new_rows n JOIN reporting_publication p ON p.id = n.publication_id
                  WHERE p.state <> 'checked') THEN
        RAISE EXCEPTION 'passports are written when their publication freezes'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'frozen_publication_is_for_ever';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER figure_guard AFTER INSERT ON reporting_figure REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION figure_guard()",
    # Of a difference only the decision is written later, and once.
    """
    CREATE FUNCTION difference_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') OR OLD.state <> 'proposed'
         OR (OLD.figure_id, OLD.street_id, OLD.value, OLD.member_hash, OLD.reason, OLD.proposed_by_id, OLD.proposed_at)
           IS DISTINCT FROM
            (NEW.figure_id, NEW.street_id, NEW.value, NEW.member_hash, NEW.reason, NEW.proposed_by_id, NEW.proposed_at)
      THEN
        RAISE EXCEPTION 'a difference is decided once'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'difference_is_decided_once';
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER difference_guard BEFORE UPDATE OR DELETE ON reporting_difference"
    " FOR EACH ROW EXECUTE FUNCTION difference_guard()",
    "CREATE TRIGGER difference_is_never_emptied BEFORE TRUNCATE ON reporting_difference"
    " FOR EACH STATEMENT EXECUTE FUNCTION difference_guard()",
]
