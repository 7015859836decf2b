"""Views, schedules and templates hold nobody's data; a template is never changed, a schedule never deleted."""

from django.db import migrations

from accounts.confinement import AppendOnly, Open


class Migration(migrations.Migration):
    dependencies = [("reporting", "0008_views_templates_schedules")]
    operations = [
        Open("reporting_savedview", "SELECT, INSERT, DELETE"),
        Open("reporting_schedule", "SELECT, INSERT, UPDATE"),
        Open("reporting_schedule_recipients", "SELECT, INSERT, DELETE"),
        Open("reporting_reporttemplate", "SELECT, INSERT"),
        AppendOnly("reporting_reporttemplate"),
    ]
