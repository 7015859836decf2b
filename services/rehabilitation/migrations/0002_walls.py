from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("rehabilitation", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("rehabilitation_adultplan"),
        KindTable("rehabilitation_childenrolment"),
        AboutSubject("adult_rehab", "person"),
        AboutSubject("child_rehab", "person"),
    ]
