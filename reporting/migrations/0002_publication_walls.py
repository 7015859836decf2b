"""Passports and confirmations behind their walls: a street reads its own; the district writes what is published."""

from django.db import migrations

from accounts.confinement import AppendOnly, Confine, Open
from reporting.publication_sql import TRIGGERS


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_publications"), ("ledger", "0002_triggers")]
    operations = [
        Open("reporting_publication", "SELECT"),
        Confine("reporting_streetconfirmation", rights="SELECT, INSERT"),
        Confine(
            "reporting_question",
            rights="SELECT, INSERT",
            follows=("confirmation_id", "reporting_streetconfirmation"),
        ),
        Confine("reporting_figure", rights="SELECT"),
        Confine("reporting_difference", rights="SELECT"),
        migrations.RunSQL(
            [
                "GRANT INSERT, UPDATE ON reporting_publication TO taizhang_district",
                "GRANT INSERT ON reporting_figure TO taizhang_district",
                "GRANT INSERT, UPDATE ON reporting_difference TO taizhang_district",
            ],
            migrations.RunSQL.noop,
        ),
        AppendOnly("reporting_streetconfirmation"),
        AppendOnly("reporting_question"),
        AppendOnly("reporting_figure"),
        migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop),
    ]
