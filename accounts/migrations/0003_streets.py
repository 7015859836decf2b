"""The 15 streets with their official codes, and their communities by name."""

import csv
from pathlib import Path

from django.db import migrations

DATA = Path(__file__).resolve().parent.parent / "data"


def load(apps, schema_editor):
    streets, communities = apps.get_model("accounts", "Street"), apps.get_model("accounts", "Community")
    manager = streets.objects.using(schema_editor.connection.alias)
    with (DATA / "streets.csv").open(encoding="utf-8-sig") as file:
        manager.bulk_create(
            [streets(code=r["code9"], name=r["name"], romanised=r["romanised"]) for r in csv.DictReader(file)]
        )
    manager = communities.objects.using(schema_editor.connection.alias)
    with (DATA / "communities.csv").open(encoding="utf-8-sig") as file:
        manager.bulk_create(
            [communities(street_id=r["street_code9"], name=r["community"]) for r in csv.DictReader(file)]
        )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_walls")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
