-- The database roles, run once per cluster by a superuser (the embedded server does it by itself).
-- psql -v owner_password=... -v web_password=... is not needed where peer or socket trust is used.
--   taizhang_owner     owns the database and every table; migrations only
--   taizhang_web       the login of web, worker and commands; by itself it may read no personal table
--   taizhang_common    rights on tables that hold no personal data
--   taizhang_street    the scope of one street:    SET LOCAL ROLE taizhang_street; taizhang.street names it
--   taizhang_district  the scope of the whole district
--   taizhang_dump      reads everything for a backup
DO $$
BEGIN
  IF to_regrole('taizhang_owner') IS NULL THEN CREATE ROLE taizhang_owner LOGIN; END IF;
  IF to_regrole('taizhang_web') IS NULL THEN CREATE ROLE taizhang_web LOGIN; END IF;
  IF to_regrole('taizhang_common') IS NULL THEN CREATE ROLE taizhang_common NOLOGIN; END IF;
  IF to_regrole('taizhang_street') IS NULL THEN CREATE ROLE taizhang_street NOLOGIN; END IF;
  IF to_regrole('taizhang_district') IS NULL THEN CREATE ROLE taizhang_district NOLOGIN; END IF;
  IF to_regrole('taizhang_dump') IS NULL THEN CREATE ROLE taizhang_dump LOGIN BYPASSRLS; END IF;
END $$;
GRANT taizhang_common TO taizhang_web WITH INHERIT TRUE;
GRANT taizhang_common TO taizhang_street WITH INHERIT TRUE;
GRANT taizhang_common TO taizhang_district WITH INHERIT TRUE;
GRANT taizhang_street TO taizhang_web WITH INHERIT FALSE, SET TRUE;
GRANT taizhang_district TO taizhang_web WITH INHERIT FALSE, SET TRUE;
GRANT pg_read_all_data TO taizhang_dump;
-- The reading barrier looks at the oldest writer in flight (services/ledger): the owner's function may see it.
GRANT pg_read_all_stats TO taizhang_owner;
-- Needed only where tests run: the owner clones test databases.
ALTER ROLE taizhang_owner CREATEDB;
