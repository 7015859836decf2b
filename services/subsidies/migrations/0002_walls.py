from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("subsidies_socialinsurancegrant"),
        KindTable("subsidies_fuelgrant"),
        KindTable("subsidies_homehelpgrant"),
        AboutSubject("social_insurance", "person"),
        AboutSubject("fuel", "person"),
        AboutSubject("home_help", "person"),
    ]
