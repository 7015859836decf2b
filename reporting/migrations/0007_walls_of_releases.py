from django.db import migrations

from accounts.confinement import AppendOnly, Open


class Migration(migrations.Migration):
    dependencies = [("reporting", "0006_releases")]
    operations = [Open("reporting_release", "SELECT, INSERT"), AppendOnly("reporting_release")]
