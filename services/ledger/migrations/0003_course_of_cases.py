from django.db import migrations

from services.ledger.sql import COURSE


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_triggers")]
    operations = [migrations.RunSQL(COURSE, "DROP FUNCTION ledger_of_cases")]
