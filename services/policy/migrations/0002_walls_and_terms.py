from django.db import migrations

from accounts.confinement import Open
from services.policy.data import FIRST, TERMS


def load(apps, schema_editor):
    policy = apps.get_model("policy", "Policy")
    names = ("code", "label", "value", "unit", "valid_from", "valid_to", "source", "verified_by")
    rows = [policy(**dict(zip(names, (*t[:5], t.after or None, *t[6:]), strict=True))) for t in TERMS[:FIRST]]
    policy.objects.using(schema_editor.connection.alias).bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial"), ("accounts", "0003_streets")]
    operations = [
        Open("policy_policy", "SELECT, INSERT, UPDATE"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
