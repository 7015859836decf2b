from django.db import migrations

from accounts.confinement import Confine


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_decisions_and_overrides"), ("cases", "0002_walls")]
    operations = [
        Confine("cases_decision", rights="SELECT, INSERT", follows=("case_id", "cases_case")),
        Confine("cases_override", follows=("person_id", "people_person")),
    ]
