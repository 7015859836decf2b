from django.db import migrations

from accounts.confinement import Confine, Open
from services.payments.sql import TRIGGERS

PERSON, CASE, PAYMENT = ("person_id", "people_person"), ("case_id", "cases_case"), ("payment_id", "payments_payment")


class Migration(migrations.Migration):
    dependencies = [("payments", "0001_initial"), ("cases", "0004_walls_of_decisions"), ("ledger", "0002_triggers")]
    operations = [
        Confine("payments_account", follows=PERSON),
        Confine("payments_payment", follows=CASE),
        Confine("payments_hold", follows=PAYMENT),
        Open("payments_batch", "SELECT, INSERT, UPDATE"),
        Open("payments_resultfile", "SELECT, INSERT"),
        Open("payments_provideraccount", "SELECT, INSERT, UPDATE"),
        migrations.RunSQL(
            # Keys are reserved by who loads many rows that refer to each other.
            "GRANT USAGE ON SEQUENCE payments_account_id_seq, payments_batch_id_seq, payments_payment_id_seq"
            " TO taizhang_district",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
