from django.db import migrations

from services.cases.walls import AboutSubject, KindTable


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("cases", "0002_walls"), ("ledger", "0002_triggers")]
    operations = [
        KindTable("activities_meeting"),
        KindTable("activities_outreach"),
        KindTable("activities_research"),
        KindTable("activities_workitem"),
        KindTable("activities_barrierfreemeasure"),
        AboutSubject("meeting", "none"),
        AboutSubject("outreach", "none"),
        AboutSubject("research", "none"),
        AboutSubject("work_item", "none"),
        AboutSubject("barrier_free_measure", "none"),
    ]
