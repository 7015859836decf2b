from django.db import migrations

from services.policy.data import TERMS


def load(apps, schema_editor):
    """The delivered terms whose code is new; what the office has changed since stays."""
    table = apps.get_model("policy", "Policy").objects.using(schema_editor.connection.alias)
    known = set(table.values_list("code", flat=True))
    table.bulk_create(
        table.model(
            code=term.code,
            label=term.label,
            value=term.value,
            unit=term.unit,
            valid_from=term.since,
            valid_to=term.after or None,
            source=term.source,
            verified_by=term.verified_by,
        )
        for term in TERMS
        if term.code not in known
    )


class Migration(migrations.Migration):
    dependencies = [("policy", "0005_terms_of_the_registers")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
