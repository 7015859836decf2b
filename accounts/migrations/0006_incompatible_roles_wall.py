"""Which roles one person must not hold together, and the trigger that sees to it."""

from django.db import migrations

from accounts.confinement import Open

MONEY = "会计、出纳、审批不得由一人兼任"
ADMINS = "系统、安全、审计管理员三员分立"
WORK = "管理员不办理业务"
OFFICE = ("clerk", "street_reviewer", "district_officer", "finance", "cashier", "manager", "integrator")
PAIRS = [
    ("cashier", "finance", MONEY),
    ("cashier", "district_officer", MONEY),
    ("cashier", "manager", MONEY),
    ("finance", "district_officer", MONEY),
    ("finance", "manager", MONEY),
    ("district_officer", "manager", MONEY),
    ("system_admin", "security_admin", ADMINS),
    ("system_admin", "audit_admin", ADMINS),
    ("security_admin", "audit_admin", ADMINS),
    *((admin, role, WORK) for admin in ("system_admin", "security_admin", "audit_admin") for role in OFFICE),
]
TRIGGER = [
    """
    CREATE FUNCTION refuse_incompatible_roles() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp AS $$
    BEGIN
      PERFORM FROM accounts_user WHERE id = NEW.user_id FOR UPDATE;
      IF EXISTS (SELECT FROM accounts_posting p JOIN accounts_incompatibleroles i
                   ON i.role_a = least(p.role, NEW.role) AND i.role_b = greatest(p.role, NEW.role)
                  WHERE p.user_id = NEW.user_id AND p.id <> NEW.id) THEN
        RAISE EXCEPTION 'incompatible roles'
          USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'one_person_holds_no_incompatible_roles';
      END IF;
      RETURN NULL;
    END $$
    """,
    "CREATE TRIGGER refuse_incompatible_roles AFTER INSERT OR UPDATE ON accounts_posting"
    " FOR EACH ROW EXECUTE FUNCTION refuse_incompatible_roles()",
]


def load(apps, schema_editor):
    table = apps.get_model("accounts", "IncompatibleRoles").objects.using(schema_editor.connection.alias)
    table.bulk_create(table.model(role_a=min(a, b), role_b=max(a, b), because=why) for a, b, why in PAIRS)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_incompatible_roles")]
    operations = [
        Open("accounts_incompatibleroles", "SELECT"),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunSQL(TRIGGER, migrations.RunSQL.noop),
    ]
