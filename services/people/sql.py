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

# The same for a whole workbook: (place from 1, street) of the numbers that are registered, in their order. The limit
# is the same; when it is reached the last row has no street, and from its place on nothing is told.
STREETS_OF_NUMBERS = f"""
CREATE FUNCTION streets_of_numbers(indexes bytea[]) RETURNS TABLE (place bigint, street text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE allowed bigint;
BEGIN
  SELECT greatest({LOOKUPS_PER_HOUR} - count(*), 0) INTO allowed FROM accounts_auditentry
   WHERE action = 'person.looked_up_elsewhere' AND at > now() - interval '1 hour'
     AND by_id = nullif(current_setting('taizhang.user', true), '')::bigint;
  RETURN QUERY
    WITH found AS (
      SELECT u.place, p.street_id::text AS street, row_number() OVER (ORDER BY u.place) AS n
        FROM unnest(indexes) WITH ORDINALITY AS u(number_index, place)
        JOIN people_person p ON p.id_index = u.number_index
    )
    SELECT f.place, CASE WHEN f.n <= allowed THEN f.street END FROM found f WHERE f.n <= allowed + 1 ORDER BY f.n;
END $$
"""
