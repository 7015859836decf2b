"""Many writers, long imports and voids at once: a reader of the feed misses nothing, meets nothing twice, and a copy
kept up by it equals one that is made from the beginning. On a database of its own, because all of them commit."""

import hashlib
import json
import random
import threading
import time
import uuid

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, connections

from accounts.scoping import enter, system_scope
from services.feed.models import Change
from services.feed.reading import START, changes_after
from services.feed.representing import records
from services.ledger import actions, bulk
from services.ledger.models import Entry
from services.people.models import Person
from tests import make
from tests.make import STREET_A, STREET_B

CODE = "adult_rehab.session"
PERSON = ("id", "street_id", "name", "sex", "born_on", "suspected", "keys", "version")
GONE = ("left", "deleted")


def row(key, street=STREET_A):
    return (key, street, "张伟强", "M", make.dt.date(1960, 1, 1), False, [], 1)


def entry(person, chance):
    day = make.dt.date(2023, 1, 1) + make.dt.timedelta(chance.randrange(300))
    return {"by": None, "code": CODE, "on": day, "street_id": person.street_id, "person": person}


def write(people, chance, over):
    """Short transactions: an entry, a void, a correction of a person, a handover of what hangs on a person."""
    mine = []
    while not over.is_set():
        with enter(system_scope()):
            person = Person.objects.get(pk=chance.choice(people))
            match chance.randrange(6):
                case 0 if mine:
                    actions.void(by=None, entry=mine.pop(chance.randrange(len(mine))), reason="重复登记")
                case 1:
                    Person.objects.filter(pk=person.pk).update(version=person.version + 1)
                case 2:
                    there = STREET_B if person.street_id == STREET_A else STREET_A
                    Person.objects.filter(pk=person.pk).update(street_id=there)
                case _:
                    mine.append(actions.record(**entry(person, chance)))
            if chance.random() < 0.1:
                time.sleep(chance.random() / 10)  # holds its transaction open
    connections.close_all()


def load(chance, over, seconds):
    """Imports that write for so many seconds before they commit; some of them come to nothing."""
    while not over.is_set():
        ends = time.monotonic() + seconds
        with enter(system_scope()):
            while time.monotonic() < ends:
                keys = [uuid.uuid4() for _n in range(20)]
                bulk.copy_rows(Person, PERSON, [row(key) for key in keys])
                people = [Person(pk=key, street_id=STREET_A, born_on=make.dt.date(1960, 1, 1), sex="M") for key in keys]
                day = make.dt.date(2023, 6, 1)
                bulk.record_many(
                    [{"code": CODE, "happened_on": day, "street_id": STREET_A, "person": p} for p in people]
                )
                time.sleep(seconds / 10)
            if chance.random() < 0.2:
                connection.set_rollback(True)
        time.sleep(0.05)
    connections.close_all()


class Copy:
    """What an integrator keeps: rows by what and key, and the position up to which he has read."""

    def __init__(self):
        self.rows, self.seen, self.position = {}, [], START

    def read(self, limit=500):
        with enter(system_scope()):
            page = changes_after(self.position, limit, by=None)
            for event, record in zip(page.events, records(page.events, None), strict=True):
                if record is None or event.operation in GONE:
                    self.rows.pop((event.what, event.key), None)
                else:
                    self.rows[event.what, event.key] = record
        self.seen += [event.position[1:] for event in page.events]
        self.position = page.position
        return page.more

    def hash(self):
        held = sorted((*key, json.dumps(row, cls=DjangoJSONEncoder, sort_keys=True)) for key, row in self.rows.items())
        return hashlib.sha256(json.dumps(held).encode()).hexdigest()


def storm(seed, seconds, slow):
    chance = random.Random(seed)
    with enter(system_scope()):
        people = [uuid.uuid4() for _n in range(60)]
        bulk.copy_rows(Person, PERSON, [row(key) for key in people])
    copy, over = Copy(), threading.Event()
    work = [threading.Thread(target=write, args=(people, random.Random(f"{seed} {n}"), over)) for n in range(6)]
    work.append(threading.Thread(target=load, args=(random.Random(seed), over, slow)))
    for one in work:
        one.start()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        copy.read(chance.choice([3, 50, 500]))
        time.sleep(chance.random() / 20)
    over.set()
    for one in work:
        one.join()
    while copy.read():
        pass
    return copy


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_missed_and_nothing_is_told_twice(own_database, full, seed):
    if seed and not full:
        pytest.skip("make test-full")
    copy = storm(seed, *((60, 4) if full else (5, 1.5)))
    with enter(system_scope()):
        written = [(0, key) for key in Entry.objects.values_list("id", flat=True)]
        written += [(1, key) for key in Change.objects.values_list("id", flat=True)]
    missed, doubled = set(written) - set(copy.seen), len(copy.seen) - len(set(copy.seen))
    print(f"seed {seed}: {len(written)} changes, {len(missed)} missed, {doubled} doubled")
    assert (len(missed), doubled) == (0, 0)
    assert len(written) > 200
    again = Copy()
    while again.read():
        pass
    assert again.hash() == copy.hash()
    with enter(system_scope()):
        assert {key for what, key in copy.rows if what == "person"} == {str(p.pk) for p in Person.objects.all()}
        assert {key for what, key in copy.rows if what == "entry"} >= {
            str(e.pk) for e in Entry.objects.filter(voids=None)
        }
