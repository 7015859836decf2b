from django.db import migrations

from accounts.confinement import Confine, Open
from reporting.sql import TOUCH


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_cells")]
    operations = [
        Confine("reporting_keptcell", rights="SELECT, INSERT, UPDATE, DELETE"),
        Open("reporting_touch", "SELECT"),
        migrations.RunSQL(TOUCH, migrations.RunSQL.noop),
    ]
