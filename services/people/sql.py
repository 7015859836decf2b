"""The database's part of people: which records are of one person, and what a street may learn about a number that is
registered elsewhere."""

# A person and every record that was merged into it, at any remove; within the policies of who asks.
PERSON_RECORDS = """
CREATE FUNCTION person_records(person uuid) RETURNS SETOF uuid LANGUAGE sql STABLE ROWS 2 AS $$
  WITH RECURSIVE record (id) AS (
    SELECT person UNION SELECT p.id FROM people_person p JOIN record r ON p.merged_into_id = r.id
  )
  SELECT id FROM record
$$
"""

# The street's name alone, so many times an hour.
LOOKUPS_PER_HOUR = 60

STREET_OF_NUMBER = f"""
CREATE FUNCTION street_of_number(purpose text, number_index bytea) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE found text;
BEGIN
  IF (SELECT count(*) FROM accounts_auditentry
       WHERE action = 'person.looked_up_elsewhere' AND at > now() - interval '1 hour'
         AND by_id = nullif(current_setting('taizhang.user', true), '')::bigint) >= {LOOKUPS_PER_HOUR} THEN
    RAISE EXCEPTION 'too many lookups'
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'number_lookups_are_limited';
  END IF;
  IF purpose = 'id_number' THEN
    SELECT street_id INTO found FROM people_person WHERE id_index = number_index;
  ELSE
    SELECT c.street_id INTO found FROM people_certificate c
     WHERE c.number_index = street_of_number.number_index LIMIT 1;
  END IF;
  RETURN found;
END $$
"""
