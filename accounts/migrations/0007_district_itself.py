"""A row for the district itself, under its official code, for what belongs to no street."""

from django.db import migrations

from accounts.models import DISTRICT_ITSELF


def load(apps, schema_editor):
    streets = apps.get_model("accounts", "Street").objects.using(schema_editor.connection.alias)
    streets.create(code=DISTRICT_ITSELF, name="区本级", romanised="Qu Benji")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_incompatible_roles_wall")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
