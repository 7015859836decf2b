"""The walls in the database: migration operations that build them, and the check that they stand.

`Confine` gives a table its policies, `Open` gives a table without personal data its rights, `AppendOnly` refuses
changes whoever asks. A table with none of them cannot be read by the application at all.
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.migrations.operations.special import RunSQL

SCOPES = ("taizhang_street", "taizhang_district")
STREET_POLICY = "street_id = current_setting('taizhang.street')::street_code"


def _policies(table: str) -> list[str]:
    return [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"CREATE POLICY of_the_owner ON {table} TO CURRENT_USER USING (true) WITH CHECK (true)",
        f"CREATE POLICY of_the_district ON {table} TO taizhang_district USING (true) WITH CHECK (true)",
        f"CREATE POLICY of_the_street ON {table} TO taizhang_street"
        f" USING ({STREET_POLICY}) WITH CHECK ({STREET_POLICY})",
    ]


class Confine(RunSQL):
    """Row-level security on `street_id`: one scalar equality for a street, everything for the district.

    `follows` = (column, parent table): the row always stands in the street of its parent and moves with it
    (composite foreign key with ON UPDATE CASCADE). `beside` = [(column, parent table)]: when the row is written
    the parent must be of the same street; afterwards they may part (a closed case stays when its person moves).
    """

    def __init__(
        self,
        table: str,
        *,
        rights: str = "SELECT, INSERT, UPDATE",
        follows: tuple[str, str] | None = None,
        beside: tuple[tuple[str, str], ...] = (),
        key: str = "id",
    ) -> None:
        sql = [*_policies(table), f"GRANT {rights} ON {table} TO {', '.join(SCOPES)}"]
        if follows:
            column, parent = follows
            sql.append(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_in_street_of_its_{column.removesuffix('_id')}"
                f" FOREIGN KEY ({column}, street_id) REFERENCES {parent} (id, street_id)"
                " ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE"
            )
        for column, parent in beside:
            for event, old in (("INSERT", ""), ("UPDATE", "OLD TABLE AS old_rows ")):
                sql.append(
                    f"CREATE TRIGGER {table}_{column}_same_street_{event.lower()} AFTER {event} ON {table}"
                    f" REFERENCING {old}NEW TABLE AS new_rows FOR EACH STATEMENT"
                    f" EXECUTE FUNCTION refuse_other_street('{column}', '{parent}', '{key}')"
                )
        super().__init__(sql, reverse_sql=RunSQL.noop)


class Open(RunSQL):
    """A table without personal data: `rights` for the web login and every scope."""

    def __init__(self, table: str, rights: str = "SELECT, INSERT, UPDATE, DELETE") -> None:
        super().__init__([f"GRANT {rights} ON {table} TO taizhang_common"], reverse_sql=RunSQL.noop)


class AppendOnly(RunSQL):
    """UPDATE, DELETE and TRUNCATE are refused for everybody, the owner included."""

    def __init__(self, table: str) -> None:
        sql = [
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ]
        super().__init__(sql, reverse_sql=RunSQL.noop)


FUNCTIONS = [
    "CREATE DOMAIN street_code AS text CHECK (VALUE ~ '^[0-9]{9}$')",
    """
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_is_append_only';
    END $$
    """,
    # Arguments: column, parent table, key column. Dynamic so that each statement is planned for its own size.
    """
    CREATE FUNCTION refuse_other_street() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    DECLARE
      other boolean;
      changed text := '';
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        changed := format(
          'JOIN old_rows o ON o.%1$I = n.%1$I AND (o.%2$I, o.street_id) IS DISTINCT FROM (n.%2$I, n.street_id)',
          TG_ARGV[2], TG_ARGV[0]);
      END IF;
      EXECUTE format(
        'SELECT EXISTS (SELECT FROM new_rows n %s JOIN %I p ON p.id = n.%I WHERE p.street_id <> n.street_id)',
        changed, TG_ARGV[1], TG_ARGV[0]) INTO other;
      IF other THEN
        RAISE EXCEPTION '%.% is of another street', TG_TABLE_NAME, TG_ARGV[0]
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'row_stands_beside_its_own_street';
      END IF;
      RETURN NULL;
    END $$
    """,
]


class Functions(RunSQL):
    def __init__(self) -> None:
        super().__init__(FUNCTIONS, reverse_sql=RunSQL.noop)


def confined_models() -> list[Any]:
    """Every model whose rows belong to a street: those managed by a ScopedQuerySet."""
    return [m for m in apps.get_models() if hasattr(m._default_manager, "visible_to")]


def problems(using: str = "default") -> list[str]:
    """Sentences on what is wrong with the walls: the login's powers, and confined tables without their policy."""
    found = []
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT r.rolsuper, r.rolbypassrls, pg_has_role(r.oid, d.datdba, 'MEMBER')"
            " FROM pg_roles r, pg_database d WHERE r.rolname = session_user AND d.datname = current_database()"
        )
        superuser, bypass, owner = cursor.fetchone()
        found += ["the web login is a superuser"] * superuser
        found += ["the web login has BYPASSRLS"] * bypass
        found += ["the web login is (a member of) the owner of the database"] * (owner and not superuser)
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,"
            " array_remove(array_agg(p.polname::text), NULL)"
            " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace GROUP BY 1, 2"
        )
        tables = {name: (forced, set(policies)) for name, forced, policies in cursor.fetchall()}
    for model in confined_models():
        forced, policies = tables.get(model._meta.db_table, (False, set()))
        if not forced or not {"of_the_street", "of_the_district", "of_the_owner"} <= policies:
            found.append(f"{model._meta.db_table} is confined but has no policy")
    return found


def refuse_unconfined() -> None:
    """Called when web and worker start: they do not serve without walls."""
    if found := problems():
        raise SystemExit("Taizhang does not start: " + "; ".join(found))
