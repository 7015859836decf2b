"""A desk is confined to its street, and within it to its user. Of drafts past their time the product itself sees them
all, to delete them; it has no user."""

from django.db import migrations

from accounts.confinement import SCOPES, Confine

MINE = "user_id::text = current_setting('taizhang.user')"
EXPIRED = "current_setting('taizhang.user') = '' AND saved_at < now() - interval '30 days'"


def of_its_user(table: str, seen: str) -> migrations.RunSQL:
    sql = (
        f"CREATE POLICY of_its_user ON {table} AS RESTRICTIVE TO {', '.join(SCOPES)} USING ({seen}) WITH CHECK ({MINE})"
    )
    return migrations.RunSQL(sql, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_initial"), ("accounts", "0003_streets")]
    operations = [
        Confine("desk_draft", rights="SELECT, INSERT, UPDATE, DELETE"),
        Confine("desk_habit"),
        of_its_user("desk_draft", f"{MINE} OR {EXPIRED}"),
        of_its_user("desk_habit", MINE),
    ]
