from django.db import migrations

from accounts.confinement import AppendOnly, Confine
from services.ledger.sql import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial"), ("cases", "0002_walls")]
    operations = [
        Confine("ledger_entry", rights="SELECT, INSERT"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
        migrations.RunSQL(
            [
                "GRANT USAGE ON SEQUENCE ledger_entry_id_seq TO taizhang_street, taizhang_district",
                "GRANT SELECT, INSERT ON ledger_seal TO taizhang_district",
            ],
            migrations.RunSQL.noop,
        ),
        AppendOnly("ledger_seal"),
    ]
