from django.db import migrations

from accounts.confinement import Open


class Migration(migrations.Migration):
    dependencies = [("lint", "0001_initial"), ("accounts", "0002_walls")]
    operations = [Open("lint_waiver", "SELECT, INSERT, UPDATE")]
