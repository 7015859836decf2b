from django.db import migrations

from services.policy import holidays
from services.policy.data import TERMS


def rename(apps, schema_editor):
    """What was delivered with a kind's code or an English name in it, as it is delivered now."""
    using = schema_editor.connection.alias
    for term in TERMS:
        if term.code.startswith("deadline."):
            apps.get_model("policy", "Policy").objects.using(using).filter(code=term.code).update(label=term.label)
    for english, chinese in holidays.NAMES.items():
        apps.get_model("policy", "Holiday").objects.using(using).filter(name=english).update(name=chinese)


class Migration(migrations.Migration):
    dependencies = [("policy", "0006_term_of_releases")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
