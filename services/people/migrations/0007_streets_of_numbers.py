from django.db import migrations

from services.people.sql import STREETS_OF_NUMBERS


class Migration(migrations.Migration):
    dependencies = [("people", "0006_more_end_reasons")]
    operations = [migrations.RunSQL([STREETS_OF_NUMBERS], "DROP FUNCTION streets_of_numbers(bytea[])")]
