from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("condolence", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("condolence_householdcondolence"),
        KindTable("condolence_studentcondolence"),
        AboutSubject("condolence_household", "household"),
        AboutSubject("condolence_student", "person"),
    ]
