from django.db import migrations

from reporting.sql import LINEAGE


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_triggers")]
    operations = [migrations.RunSQL(LINEAGE, "DROP FUNCTION ledger_lineage")]
