from django.db import migrations

from accounts.confinement import Confine

PERSON, HOUSEHOLD = ("person_id", "people_person"), ("household_id", "people_household")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("people", "0002_walls")]
    operations = [
        Confine("cases_case", beside=(PERSON, HOUSEHOLD)),
        Confine(
            "cases_caseparty",
            rights="SELECT, INSERT, UPDATE, DELETE",
            follows=("case_id", "cases_case"),
            beside=(PERSON,),
        ),
        migrations.RunSQL(
            ["GRANT USAGE ON SEQUENCE case_serial TO taizhang_street, taizhang_district"], migrations.RunSQL.noop
        ),
    ]
