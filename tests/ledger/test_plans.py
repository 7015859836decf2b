"""The first large import into tables that were vacuumed while they were empty: keys are looked up, not searched for."""

import datetime as dt
import uuid

from django.db import connection, connections

from accounts.models import Street
from accounts.scoping import enter, system_scope
from services.ledger import bulk
from services.people.models import Person, Residence


def test_keys_are_not_asked_by_the_plans_of_an_empty_table(own_database):
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE people_person")
    connections["owner"].close()
    with enter(system_scope()):
        for _ in range(10):  # PostgreSQL keeps a plan from the sixth time on
            _settle(2)
        before = _read_through()
        _settle(500)
        assert _read_through() - before < 10


def _settle(many: int) -> None:
    people, born, street = [uuid.uuid4() for _ in range(many)], dt.date(1970, 1, 1), Street.objects.first().pk
    columns = ["id", "street_id", "name", "sex", "born_on", "suspected", "keys", "version"]
    bulk.copy_rows(Person, columns, ((key, street, "张三", "M", born, False, [], 1) for key in people))
    columns = ["person_id", "street_id", "kind", "at_street_id", "valid_from"]
    bulk.copy_rows(Residence, columns, ((key, street, "hukou", street, born) for key in people))
    bulk.ask_keys()


def _read_through() -> int:
    """How often this transaction has read the table of people from end to end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq_scan FROM pg_stat_xact_all_tables WHERE relname = 'people_person'")
        return cursor.fetchone()[0]
