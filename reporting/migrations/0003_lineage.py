from django.db import migrations

from reporting.sql import LINEAGE


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_publication_walls"), ("ledger", "0002_triggers")]
    operations = [migrations.RunSQL(LINEAGE, "DROP FUNCTION ledger_lineage")]
