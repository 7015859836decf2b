"""The database's part of reporting: what became of an entry, and which kept cells an entry concerns."""

# What the difference between two readings rests on, for entries by key: where its line of corrections began, from
# what it was corrected (`ancestor`: known at the first moment) and what stands in its place at the second (`heir`),
# the void mark, what ended it, which end of it was withdrawn in between, and where a handover continued it. Keys,
# days and streets only, and the same for every scope, so that the reason does not depend on who looks.
LINEAGE = """
CREATE FUNCTION ledger_lineage(ids bigint[], first timestamptz, second timestamptz) RETURNS TABLE (
  id bigint, root bigint, street text, happened_on date, recorded_at timestamptz, voided_at timestamptz,
  ancestor bigint, ancestor_street text, ancestor_on date, heir bigint, heir_street text, heir_on date,
  mark bigint, ended_by bigint, reopened_by bigint, goes_on boolean, comes_from boolean
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH RECURSIVE mine AS (
    SELECT e.id, e.code, e.detail, e.person_id, e.street_id, e.happened_on, e.recorded_at, e.voided_at, e.replaces_id
      FROM ledger_entry e WHERE e.id = ANY (ids)
  ), back (id, at, depth) AS (
    SELECT m.id, m.replaces_id, 1 FROM mine m WHERE m.replaces_id IS NOT NULL
    UNION ALL
    SELECT b.id, e.replaces_id, b.depth + 1 FROM back b JOIN ledger_entry e ON e.id = b.at AND e.replaces_id IS NOT NULL
  ), forth (id, at, depth) AS (
    SELECT m.id, e.id, 1 FROM mine m JOIN ledger_entry e ON e.replaces_id = m.id
    UNION ALL
    SELECT f.id, e.id, f.depth + 1 FROM forth f JOIN ledger_entry e ON e.replaces_id = f.at
  ), began AS (
    SELECT DISTINCT ON (b.id) b.id, b.at FROM back b ORDER BY b.id, b.depth DESC
  ), ancestor AS (
    SELECT DISTINCT ON (b.id) b.id, e.id AS at, e.street_id, e.happened_on
      FROM back b JOIN ledger_entry e ON e.id = b.at AND e.recorded_at <= first ORDER BY b.id, b.depth
  ), heir AS (
    SELECT DISTINCT ON (f.id) f.id, e.id AS at, e.street_id, e.happened_on
      FROM forth f JOIN ledger_entry e ON e.id = f.at
     WHERE e.recorded_at <= second AND (e.voided_at IS NULL OR e.voided_at > second) ORDER BY f.id, f.depth DESC
  ), ended AS (
    SELECT DISTINCT ON (m.id) m.id, x.id AS at, x.street_id, x.happened_on
      FROM mine m JOIN ledger_entry x ON x.ends_id = m.id
     WHERE x.recorded_at <= second AND (x.voided_at IS NULL OR x.voided_at > second) ORDER BY m.id, x.happened_on, x.id
  ), reopened AS (
    SELECT DISTINCT ON (m.id) m.id, x.id AS at FROM mine m JOIN ledger_entry x ON x.ends_id = m.id
     WHERE x.recorded_at <= first AND x.voided_at > first AND x.voided_at <= second
     ORDER BY m.id, x.voided_at DESC, x.id
  )
  SELECT m.id, coalesce(began.at, m.id), m.street_id, m.happened_on, m.recorded_at, m.voided_at,
         ancestor.at, ancestor.street_id, ancestor.happened_on, heir.at, heir.street_id, heir.happened_on,
         v.id, ended.at, reopened.at,
         ended.at IS NOT NULL AND EXISTS (
           SELECT FROM ledger_entry s
            WHERE s.person_id = m.person_id AND s.code = m.code AND s.detail = m.detail
              AND s.happened_on = ended.happened_on AND s.street_id <> m.street_id
              AND s.recorded_at <= second AND (s.voided_at IS NULL OR s.voided_at > second)),
         m.recorded_at > first AND EXISTS (
           SELECT FROM ledger_entry s JOIN ledger_entry x ON x.ends_id = s.id
            WHERE s.person_id = m.person_id AND s.code = m.code AND s.detail = m.detail
              AND x.happened_on = m.happened_on AND s.street_id <> m.street_id AND s.id <> m.id
              AND x.recorded_at <= second AND (x.voided_at IS NULL OR x.voided_at > second))
    FROM mine m
    LEFT JOIN began USING (id) LEFT JOIN ancestor USING (id) LEFT JOIN heir USING (id)
    LEFT JOIN ended USING (id) LEFT JOIN reopened USING (id)
    LEFT JOIN ledger_entry v ON v.voids_id = m.id AND v.recorded_at <= second
$$
"""

# Which cells new entries concern: one mark per statement, street and year. A void concerns the year of what it voids,
# whatever day it bears itself; a merge (and its undoing) may concern any cell. Dynamic where it joins, so that a plan
# made for a bulk load is not kept for single entries.
TOUCH = [
    """
    CREATE FUNCTION reporting_touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      INSERT INTO reporting_touch (street_id, year, since, upto)
      SELECT n.street_id, extract(year FROM n.happened_on), min(n.recorded_at), max(n.recorded_at)
        FROM new_rows n WHERE n.voids_id IS NULL AND n.code <> 'person.merged' GROUP BY 1, 2;
      IF EXISTS (SELECT FROM new_rows n WHERE n.voids_id IS NOT NULL OR n.code = 'person.merged') THEN
        EXECUTE $query$
          INSERT INTO reporting_touch (street_id, year, since, upto)
          SELECT n.street_id, extract(year FROM e.happened_on), min(n.recorded_at), max(n.recorded_at)
            FROM new_rows n JOIN ledger_entry e ON e.id = n.voids_id AND e.code <> 'person.merged' GROUP BY 1, 2
        $query$;
        EXECUTE $query$
          INSERT INTO reporting_touch (street_id, year, since, upto)
          SELECT NULL, 0, min(n.recorded_at), max(n.recorded_at)
            FROM new_rows n LEFT JOIN ledger_entry e ON e.id = n.voids_id
           WHERE 'person.merged' IN (n.code, e.code) HAVING count(*) > 0
        $query$;
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER reporting_touch AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows"
    " FOR EACH STATEMENT EXECUTE FUNCTION reporting_touch()",
    "GRANT DELETE ON reporting_touch TO taizhang_district",
]

# The cells that hold at a moment: the last one kept by then, unless the ledger moved on from it before that moment.
# Whether it did is told by marks, which are taken away after %(grace)s: what lies before that holds no further than it
# is noted to.
HOLDING = """
    SELECT c.year, c.area, c.id, c.counts, c.seconds, c.upto
      FROM unnest(%(areas)s::text[]) AS a (area)
     CROSS JOIN unnest(%(years)s::int[], %(declared)s::text[]) AS y (year, declared)
     CROSS JOIN LATERAL (
       SELECT k.* FROM reporting_keptcell k
        WHERE k.year = y.year AND k.area = a.area AND k.declared = y.declared AND k.known_at <= %(known)s
        ORDER BY k.known_at DESC LIMIT 1) c
     WHERE c.upto >= %(known)s OR c.upto >= clock_timestamp() - %(grace)s AND NOT EXISTS (
       SELECT FROM reporting_touch t
        WHERE t.upto > c.upto AND t.since <= %(known)s AND t.year <= c.year
          AND (t.street_id IS NULL OR c.street_id IS NULL OR t.street_id = c.street_id))
"""

# Versions of before a moment but for the last one of each day.
SUPERSEDED = """
    DELETE FROM reporting_keptcell k
     WHERE k.known_at < %(before)s AND EXISTS (
       SELECT FROM reporting_keptcell l
        WHERE l.year = k.year AND l.area = k.area AND l.known_at > k.known_at
          AND (l.known_at AT TIME ZONE 'Asia/Shanghai')::date = (k.known_at AT TIME ZONE 'Asia/Shanghai')::date)
"""
