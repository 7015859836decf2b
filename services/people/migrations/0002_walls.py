from django.db import migrations

from accounts.confinement import Confine, Open
from services.people.sql import STREET_OF_NUMBER

PERSON = ("person_id", "people_person")


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0003_streets"), ("policy", "0002_walls_and_terms")]
    operations = [
        Confine("people_person", beside=(("merged_into_id", "people_person"),)),
        Confine("people_certificate", follows=PERSON),
        Confine(
            "people_certificatecomponent",
            rights="SELECT, INSERT, UPDATE, DELETE",
            follows=("certificate_id", "people_certificate"),
        ),
        Confine("people_residence", follows=PERSON),
        Confine("people_household"),
        Confine(
            "people_householdmember",
            follows=("household_id", "people_household"),
            beside=(PERSON,),
        ),
        Confine("people_handoverrequest"),
        Open("people_organisation", "SELECT, INSERT, UPDATE"),
        migrations.RunSQL([STREET_OF_NUMBER], migrations.RunSQL.noop),
    ]
