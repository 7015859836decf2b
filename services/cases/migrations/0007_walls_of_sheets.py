from django.db import migrations

from accounts.confinement import AppendOnly, Confine


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_grid_sheets")]
    operations = [Confine("cases_gridsheet", rights="SELECT, INSERT"), AppendOnly("cases_gridsheet")]
