from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("recoveries", "0001_initial"), ("payments", "0002_walls")]
    operations = [KindTable("recoveries_recovery"), AboutSubject("recovery", "person")]
