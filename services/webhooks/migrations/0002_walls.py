"""Where events go, and what signs them, is the district's matter: no street's scope reads it. A delivery stands in the
street of its event."""

from django.db import migrations

from accounts.confinement import Confine


def of_the_district(table: str, rights: str) -> migrations.RunSQL:
    return migrations.RunSQL(f"GRANT {rights} ON {table} TO taizhang_district", migrations.RunSQL.noop)


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0001_initial"), ("accounts", "0003_streets")]
    operations = [
        of_the_district("webhooks_allowedhost", "SELECT, INSERT, DELETE"),
        of_the_district("webhooks_endpoint", "SELECT, INSERT, UPDATE"),
        of_the_district("webhooks_secret", "SELECT, INSERT, UPDATE, DELETE"),
        Confine("webhooks_delivery", rights="SELECT, INSERT, UPDATE, DELETE"),
    ]
