from django.db import migrations

from accounts.confinement import Confine


class Migration(migrations.Migration):
    dependencies = [("circumstances", "0001_initial"), ("people", "0002_walls")]
    operations = [Confine("circumstances_circumstancerecord", follows=("person_id", "people_person"))]
