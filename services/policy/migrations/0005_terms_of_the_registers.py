from django.db import migrations

from services.policy.migrations._terms import load_new


class Migration(migrations.Migration):
    dependencies = [("policy", "0004_rows")]
    operations = [migrations.RunPython(load_new, migrations.RunPython.noop)]
