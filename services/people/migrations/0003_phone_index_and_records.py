"""People are found by telephone; the records of one person in one call. Numbers that are there are indexed in batches."""

from django.db import migrations, models

from services.people import crypto
from services.people.models import phone_index
from services.people.sql import PERSON_RECORDS

AT_ONCE = 2000


def index_numbers(apps, schema_editor):
    Person = apps.get_model("people", "Person")
    everybody = Person.objects.using(schema_editor.connection.alias)
    keys = list(everybody.filter(phone_cipher__isnull=False, phone_index=None).values_list("pk", flat=True))
    for at in range(0, len(keys), AT_ONCE):
        people = list(everybody.filter(pk__in=keys[at : at + AT_ONCE]).only("phone_cipher"))
        for person in people:
            plain = crypto.decrypt(person.phone_cipher, table="person", column="phone", row=str(person.pk))
            person.phone_index = phone_index(plain)
        everybody.bulk_update(people, ["phone_index"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_walls")]
    operations = [
        migrations.AddField("person", "phone_index", models.BinaryField(null=True)),
        migrations.RunPython(index_numbers, migrations.RunPython.noop),
        migrations.AddIndex(
            "person",
            models.Index(fields=["phone_index"], name="person_by_phone", condition=models.Q(phone_index__isnull=False)),
        ),
        migrations.RunSQL([PERSON_RECORDS], migrations.RunSQL.noop),
    ]
