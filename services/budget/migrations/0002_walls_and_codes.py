from django.db import migrations

from accounts.confinement import Open
from services.budget.data import rows


def load(apps, schema_editor):
    table = apps.get_model("budget", "FunctionCode").objects.using(schema_editor.connection.alias)
    table.bulk_create(
        table.model(fiscal_year=year, code=code, name=name, verified=verified) for year, code, name, verified in rows()
    )


class Migration(migrations.Migration):
    dependencies = [("budget", "0001_initial"), ("accounts", "0002_walls")]
    operations = [
        Open("budget_functioncode", "SELECT, INSERT, UPDATE"),
        Open("budget_budgetline", "SELECT, INSERT, UPDATE"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
