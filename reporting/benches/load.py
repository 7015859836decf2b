"""The bulk path of people and ledger against save() for each row; everything is rolled back."""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction

from accounts.models import Street
from services.ledger import bulk
from services.ledger.models import Entry
from services.people import crypto, names, numbers
from services.people.models import Person

BULK, SAVED = 20_000, 400
BORN = dt.date(1960, 1, 1)
PERSON = ("id", "street_id", "name", "sex", "born_on", "id_cipher", "id_index", "suspected", "keys", "version")
ENTRY = [
    "code",
    "happened_on",
    "street_id",
    "person_id",
    "quantity",
    "amount",
    "detail",
    "for_month",
    "category",
    "grade",
    "age",
    "sex",
    "suspected",
    "from_status",
    "to_status",
    "reason",
]
DAY = dt.date(2023, 6, 15)


def run() -> dict[str, Any]:
    """`vs_save`: rows a second through the bulk path over rows a second by save(), people and entries together."""
    street = Street.objects.values_list("pk", flat=True)[0]
    bulk_people, bulk_entries = _measure(lambda: _in_bulk(street), BULK)
    save_people, save_entries = _measure(lambda: _one_by_one(street), SAVED)
    together = [2 / (1 / a + 1 / b) for a, b in ((bulk_people, bulk_entries), (save_people, save_entries))]
    return {
        "ratios": {"vs_save": round(together[0] / together[1], 1)},
        "detail": {
            "rows_per_second": {
                "people_bulk": round(bulk_people),
                "entries_bulk": round(bulk_entries),
                "people_save": round(save_people),
                "entries_save": round(save_entries),
            }
        },
    }


def _measure(work: Callable[[], tuple[float, float]], count: int) -> tuple[float, float]:
    """Rows a second of people and of entries; the median of three, each rolled back."""
    speeds = []
    for _ in range(3):
        with transaction.atomic():
            speeds.append([count / seconds for seconds in work()])
            transaction.set_rollback(True)
    people, entries = (sorted(column)[1] for column in zip(*speeds, strict=True))
    return people, entries


def _people(street: str, count: int) -> list[tuple]:
    """Rows as an import makes them: the identity number encrypted and indexed, the search keys computed."""
    rows = []
    for sequence in range(count):
        key, name = uuid.uuid4(), "张伟强"
        number = numbers.synthetic_id(BORN + dt.timedelta(sequence // 500), "M", sequence % 500)
        rows.append(
            (
                key,
                street,
                name,
                "M",
                BORN,
                crypto.encrypt(number, table="person", column="id_number", row=str(key)),
                crypto.blind_index(f"bench {key}", purpose="id_number"),
                False,
                names.search_keys(name),
                1,
            )
        )
    return rows


def _entries(street: str, people: list[tuple]) -> list[tuple]:
    month = DAY.replace(day=1)
    return [("home_help.paid", DAY, street, p[0], 1, 100, "", month, 4, 2, 63, "M", False, "", "", "") for p in people]


def _in_bulk(street: str) -> tuple[float, float]:
    start = time.perf_counter()
    people = _people(street, BULK)
    bulk.copy_rows(Person, PERSON, people)
    between = time.perf_counter()
    bulk.append(ENTRY, _entries(street, people))
    return between - start, time.perf_counter() - between


def _one_by_one(street: str) -> tuple[float, float]:
    start = time.perf_counter()
    people = _people(street, SAVED)
    for row in people:
        with transaction.atomic():
            Person(**dict(zip(PERSON, row, strict=True))).save(force_insert=True)
    between = time.perf_counter()
    for row in _entries(street, people):
        with transaction.atomic():
            Entry(**dict(zip(ENTRY, row, strict=True))).save(force_insert=True)
    return between - start, time.perf_counter() - between
