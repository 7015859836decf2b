from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("plans_plantarget"),
        KindTable("plans_nationaltarget"),
        KindTable("plans_performancetarget"),
        AboutSubject("plan_target", "none"),
        AboutSubject("national_target", "none"),
        AboutSubject("performance_target", "none"),
    ]
