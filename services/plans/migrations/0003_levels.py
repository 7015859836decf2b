"""From which score a performance is excellent, good or fair."""

import datetime as dt

from django.db import migrations

SOURCE = "财预〔2020〕10号（凭记忆，待核对）"
TERMS = (
    ("performance.excellent_from", "绩效评价级别：优不低于", 90),
    ("performance.good_from", "绩效评价级别：良不低于", 80),
    ("performance.fair_from", "绩效评价级别：中不低于", 60),
)


def load(apps, schema_editor):
    policy = apps.get_model("policy", "Policy").objects.using(schema_editor.connection.alias)
    policy.bulk_create(
        policy.model(
            code=code,
            label=label,
            value=value,
            unit="分",
            valid_from=dt.date(2020, 1, 1),
            source=SOURCE,
            verified_by="",
        )
        for code, label, value in TERMS
    )


class Migration(migrations.Migration):
    dependencies = [("plans", "0002_walls"), ("policy", "0004_rows")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
