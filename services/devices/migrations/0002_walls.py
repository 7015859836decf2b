from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("devices", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("devices_deviceapplication"),
        KindTable("devices_deviceitem"),
        AboutSubject("device", "person"),
    ]
