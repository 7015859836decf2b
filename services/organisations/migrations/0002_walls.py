from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("organisations_memberunit"),
        KindTable("organisations_association"),
        KindTable("organisations_institution"),
        AboutSubject("member_unit", "organisation"),
        AboutSubject("association", "organisation"),
        AboutSubject("institution", "organisation"),
    ]
