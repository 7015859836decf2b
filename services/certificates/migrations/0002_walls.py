from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("certificates", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("certificates_certificateapplication"),
        KindTable("certificates_certificateending"),
        AboutSubject("certificate_application", "person"),
        AboutSubject("certificate_ending", "person"),
    ]
