from django.db import migrations

# The premium of a case of before is what was paid last: the whole of it was subsidised.
BACKFILL = """
UPDATE subsidies_socialinsurancegrant g SET premium = last.amount
  FROM (SELECT DISTINCT ON (case_id) case_id, amount FROM ledger_entry
         WHERE code = 'social_insurance.paid' AND voided_at IS NULL AND amount > 0
         ORDER BY case_id, happened_on DESC, id DESC) AS last
 WHERE last.case_id = g.case_id AND g.premium IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0003_premium"), ("ledger", "0002_triggers")]
    operations = [migrations.RunSQL(BACKFILL, migrations.RunSQL.noop)]
