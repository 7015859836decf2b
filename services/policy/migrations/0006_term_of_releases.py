from django.db import migrations

from services.policy.migrations._terms import load_new


class Migration(migrations.Migration):
    dependencies = [("policy", "0005_terms_of_the_registers")]
    operations = [migrations.RunPython(load_new, migrations.RunPython.noop)]
