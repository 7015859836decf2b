from django.db import migrations

from accounts.confinement import Open
from services.devices.data import CATALOGUE, SINCE

NAMES = ("code", "iso_class", "name", "unit", "service_life_years", "standard", "assessment_level")


def load(apps, schema_editor):
    item = apps.get_model("devices", "CatalogueItem")
    item.objects.using(schema_editor.connection.alias).bulk_create(
        item(
            **dict(zip(NAMES, values, strict=True)),
            categories=[int(category) for category in categories.split()],
            source=source,
            verified_by=verifier,
            valid_from=SINCE,
        )
        for *values, categories, (source, verifier) in CATALOGUE
    )


class Migration(migrations.Migration):
    dependencies = [("devices", "0003_catalogue")]
    operations = [
        Open("devices_catalogueitem", "SELECT, INSERT, UPDATE"),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
