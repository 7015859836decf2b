from django.db import migrations

from services.cases.walls import AboutSubject, KindTable

# Of one figure and year one value stands; the one that takes its place voids it first.
ONE_VALUE = (
    "CREATE UNIQUE INDEX one_stated_value_stands_for_a_year ON ledger_entry (detail, happened_on)"
    " WHERE code = 'stated.value' AND voided_at IS NULL AND voids_id IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [("statements", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("statements_statement"),
        AboutSubject("statement", "none"),
        migrations.RunSQL([ONE_VALUE], migrations.RunSQL.noop),
    ]
