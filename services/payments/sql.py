"""The database's part of payments: what never changes, which state follows which, and sums that agree."""

TRIGGERS = [
    # Who gets how much for what never changes; a checked payment stays in its batch.
    """
    CREATE FUNCTION payment_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
      at_batch text;
    BEGIN
      IF (OLD.case_id, OLD.person_id, OLD.kind, OLD.for_month, OLD.decided_on, OLD.amount, OLD.lines, OLD.terms,
          OLD.claim, OLD.repays_id)
         IS DISTINCT FROM
         (NEW.case_id, NEW.person_id, NEW.kind, NEW.for_month, NEW.decided_on, NEW.amount, NEW.lines, NEW.terms,
          NEW.claim, NEW.repays_id) THEN
        RAISE EXCEPTION 'a payment is not changed'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_says_for_ever_who_gets_what';
      END IF;
      SELECT state INTO at_batch FROM payments_batch WHERE id = coalesce(OLD.batch_id, NEW.batch_id);
      IF OLD.line_no IS NOT NULL AND (OLD.batch_id, OLD.line_no, OLD.account_id, OLD.provider_account_id)
         IS DISTINCT FROM (NEW.batch_id, NEW.line_no, NEW.account_id, NEW.provider_account_id) THEN
        RAISE EXCEPTION 'a checked payment stays as it was checked'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'checked_payment_stays_as_it_was_checked';
      END IF;
      IF OLD.state <> NEW.state AND NOT (
           (OLD.state = 'listed' AND NEW.state = 'released' AND at_batch = 'releasing')
        OR (OLD.state = 'listed' AND NEW.state = 'held' AND at_batch IN ('prepared', 'releasing'))
        OR (OLD.state = 'held' AND NEW.state IN ('listed', 'dropped'))
        OR (OLD.state IN ('listed', 'held') AND NEW.state = 'cancelled'
            AND at_batch IN ('prepared', 'checked', 'approved'))
        OR (OLD.state = 'released' AND NEW.state IN ('paid', 'returned') AND at_batch = 'released')
        OR (OLD.state = 'paid' AND NEW.state = 'returned')) THEN
        RAISE EXCEPTION 'payment does not go from % to %', OLD.state, NEW.state
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'payment_takes_its_states_in_order';
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER payment_guard BEFORE UPDATE ON payments_payment FOR EACH ROW EXECUTE FUNCTION payment_guard()",
    # From CHECKED on a batch is what its rows are, and stays it.
    """
    CREATE FUNCTION batch_guard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
      agrees boolean;
    BEGIN
      IF OLD.state <> NEW.state AND NOT (
           (OLD.state = 'prepared' AND NEW.state = 'checked') OR (OLD.state = 'checked' AND NEW.state = 'approved')
        OR (OLD.state = 'approved' AND NEW.state = 'releasing')
        OR (OLD.state = 'releasing' AND NEW.state IN ('released', 'settled'))
        OR (OLD.state = 'released' AND NEW.state = 'settled')
        OR (OLD.state IN ('prepared', 'checked', 'approved') AND NEW.state = 'cancelled')) THEN
        RAISE EXCEPTION 'batch does not go from % to %', OLD.state, NEW.state
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'batch_takes_its_states_in_order';
      END IF;
      IF (OLD.kind, OLD.for_month, OLD.prepared_by_id) IS DISTINCT FROM (NEW.kind, NEW.for_month, NEW.prepared_by_id)
         OR OLD.state <> 'prepared' AND (OLD.count, OLD.total, OLD.content_hash, OLD.checked_by_id)
            IS DISTINCT FROM (NEW.count, NEW.total, NEW.content_hash, NEW.checked_by_id) THEN
        RAISE EXCEPTION 'a checked batch is not changed'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'checked_batch_stays_as_it_was_checked';
      END IF;
      IF OLD.state = 'prepared' AND NEW.state = 'checked' OR NEW.state = 'releasing' AND OLD.state <> NEW.state THEN
        SELECT count(*) = NEW.count AND coalesce(sum(amount), 0) = NEW.total INTO agrees
          FROM payments_payment WHERE batch_id = NEW.id AND line_no IS NOT NULL AND state = 'listed';
        IF NOT agrees THEN
          RAISE EXCEPTION 'count or total of the batch do not agree with its payments'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'batch_is_the_sum_of_its_payments';
        END IF;
      END IF;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER batch_guard BEFORE UPDATE ON payments_batch FOR EACH ROW EXECUTE FUNCTION batch_guard()",
    # A payment is counted by an entry of its own: same case, same amount, same month, not void.
    """
    CREATE FUNCTION payment_is_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      IF NOT EXISTS (SELECT FROM ledger_entry e WHERE e.id = NEW.entry_id AND e.code = NEW.kind || '.paid'
           AND e.case_id = NEW.case_id AND e.amount = NEW.amount AND e.happened_on = NEW.result_on
           AND e.for_month IS NOT DISTINCT FROM NEW.for_month) THEN
        RAISE EXCEPTION 'payment % has no entry of its own', NEW.id
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'paid_payment_has_its_entry';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER payment_is_counted AFTER INSERT OR UPDATE OF state ON payments_payment FOR EACH ROW"
    " WHEN (NEW.state = 'paid') EXECUTE FUNCTION payment_is_counted()",
]
