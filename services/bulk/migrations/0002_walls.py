from django.db import migrations

from accounts.confinement import Confine


class Migration(migrations.Migration):
    dependencies = [("bulk", "0001_initial"), ("jobs", "0002_walls"), ("accounts", "0003_streets")]
    operations = [
        Confine("bulk_upload"),
        Confine("bulk_line", rights="SELECT, INSERT"),
        Confine("bulk_export"),
    ]
