from django.db import migrations

from services.feed.watching import Watched


class Migration(migrations.Migration):
    dependencies = [
        ("feed", "0002_walls"),
        ("people", "0007_streets_of_numbers"),
        ("circumstances", "0002_walls"),
        ("cases", "0008_case_lists_by_status"),
        ("ledger", "0002_triggers"),
    ]
    operations = [
        Watched("people_person", "person", version="version", into="merged_into_id"),
        Watched("people_certificate", "certificate"),
        Watched("people_certificatecomponent", part_of=("certificate", "certificate_id")),
        Watched("people_household", "household"),
        Watched("people_householdmember", part_of=("household", "household_id")),
        Watched("circumstances_circumstancerecord", "circumstance"),
        Watched("cases_case", "case", version="version"),
        Watched("cases_caseparty", part_of=("case", "case_id")),
    ]
