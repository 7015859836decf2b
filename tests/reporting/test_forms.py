"""Random ledgers: every form of a figure gives one answer, the naive one, and for a past moment it never changes."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import catalogue
from reporting.catalogue import Nature
from reporting.figures import readings_of, summary
from reporting.periods import year
from reporting.units import Counting
from services.ledger import actions
from services.ledger.models import MERGED, Entry
from tests import make
from tests.conftest import FULL
from tests.reporting.book import agreed

FLOWS = (
    "fuel.paid",
    "device.approved",
    "device.approved_joint",
    "adult_rehab.session",
    "placement.placed",
    "home_modification.built",
    "job_fair.employer_attended",
)
STOCKS = ("certificate.started", "employment_status.started")
WATCHED = [i for i in catalogue.indicators_of(catalogue.in_force(year(2023))) if set(i.codes) & set(FLOWS + STOCKS)]
DAYS = st.sampled_from([dt.date(2022, 12, 31), dt.date(2023, 1, 1), dt.date(2023, 6, 1), dt.date(2023, 12, 31)])
NUMBERS = st.integers(0, 3)
OPERATION = st.one_of(
    st.tuples(st.just("record"), st.sampled_from(FLOWS + STOCKS), NUMBERS, DAYS),
    st.tuples(st.just("void"), st.integers(0, 20)),
    st.tuples(st.just("replace"), st.integers(0, 20), DAYS),
    st.tuples(st.just("end"), st.integers(0, 20), DAYS),
    st.tuples(st.just("merge"), NUMBERS, NUMBERS),
    st.tuples(st.just("unmerge"), st.integers(0, 5)),
)


class Ledger:
    """Four persons in two streets, two homes, two employers, and what happens to them."""

    def __init__(self):
        streets = {"王一": make.STREET_A, "王二": make.STREET_A, "王三": make.STREET_A, "王四": make.STREET_B}
        self.people = [make.person(name, street=street) for name, street in streets.items()]
        self.homes = [make.household(person) for person in self.people[1:3]]
        self.employers = [make.organisation(name, "employer") for name in ("甲公司", "乙公司")]

    def do(self, name, *args):
        standing = list(Entry.objects.standing().exclude(code=MERGED).order_by("id"))
        if name == "record":
            self.record(*args)
        elif name == "merge":
            one, other = (type(self.people[0]).objects.get(pk=self.people[n].pk) for n in args)
            if one != other and one.street_id == other.street_id and not (one.merged_into_id or other.merged_into_id):
                actions.merge_persons(by=None, person=one, into=other, on=dt.date(2023, 6, 1), reason="重复")
        elif name == "unmerge":
            merges = list(Entry.objects.standing().of(MERGED).order_by("id"))
            if args[0] < len(merges):
                actions.unmerge_persons(by=None, merge=merges[args[0]], reason="并错")
        elif args[0] < len(standing):
            self.change(name, standing[args[0]], *args[1:])

    def record(self, code, number, day):
        person = self.people[number]
        values = {"person": person, "quantity": number, "amount": f"{number}.10", "detail": ["visit", ""][number % 2]}
        if code.startswith("home_modification"):
            values["household"] = self.homes[number % 2]
        if code.startswith("job_fair"):
            values |= {"person": None, "organisation": self.employers[number % 2]}
        if code == "employment_status.started":
            values["detail"] = ["employed", "seeking", "not_seeking", "employed"][number]
        if code == "certificate.started" and number % 2:
            values["valid_until"] = day + dt.timedelta(days=31)
        actions.record(by=None, code=code, on=day, street_id=person.street_id, **values)

    def change(self, name, entry, day=None):
        if name == "void":
            actions.void(by=None, entry=entry, reason="错")
        elif name == "replace" and (entry.valid_until is None or day < entry.valid_until):
            actions.replace(by=None, entry=entry, reason="错", happened_on=day)
        elif name == "end" and entry.code in STOCKS:
            ended = entry.code.replace("started", "ended")
            actions.record(
                by=None, code=ended, on=day, street_id=entry.street_id, person=entry.person, ends=entry, quantity=0
            )


def naive(entries, indicator, known_at, after, first):
    """What the definitions say, entry by entry in Python: area -> value."""
    stands = [
        e
        for e in entries
        if e.recorded_at <= known_at and not (e.voided_at and e.voided_at <= known_at) and not e.voids_id
    ]
    into = {e.person_id: e.into_id for e in stands if e.code == MERGED}
    ended = {e.ends_id for e in stands if e.ends_id and e.happened_on < after}
    lists = defaultdict(list)
    for e in stands:
        lasts = e.id not in ended and (e.valid_until is None or e.valid_until >= after)
        if e.code not in indicator.codes or e.happened_on >= after:
            continue
        if not (lasts if indicator.nature == Nature.STOCK else e.happened_on >= first):
            continue
        if not all((e.detail in f.value) if f.op == "in" else (e.detail == f.value) for f in indicator.conditions):
            continue
        for area in ("district", e.street_id):
            lists[area].append(e)
    return {area: _value(indicator.unit.counting, rows, into) for area, rows in lists.items()}


def _value(counting, rows, into):
    def canonical(person):
        while person in into:
            person = into[person]
        return person

    match counting:
        case Counting.PERSON:
            return len({canonical(e.person_id) for e in rows} - {None})
        case Counting.HOUSEHOLD:
            return len({e.household_id for e in rows} - {None})
        case Counting.ORGANISATION:
            return len({e.organisation_id for e in rows} - {None})
        case Counting.ENTRY:
            return len(rows)
    return sum(getattr(e, counting) or 0 for e in rows)


AREAS = ("district", make.STREET_A)


def explore(ledger, before, later):
    with make.acting(None), transaction.atomic():
        for operation in before:
            ledger.do(*operation)
        reading = summary(2023, fresh=True)
        first = {i: seen(i, reading) for i in WATCHED}
        for operation in later:
            ledger.do(*operation)
        again = summary(2023, reading.known_at, fresh=True)
        for indicator, then in first.items():
            assert seen(indicator, again) == then
        now, entries = summary(2023, fresh=True), list(Entry.objects.all())
        for indicator in WATCHED:
            seen(indicator, now)
            expected = naive(entries, indicator, now.known_at, now.period.after, now.period.first)
            for area in AREAS:
                assert now.count(indicator, area) == expected.get(area, 0)
        transaction.set_rollback(True)


def seen(indicator, reading):
    """Of each area: member keys, value and hash, after every form was seen to agree."""
    cells = readings_of(indicator, reading.known_at, reading.period, "then")
    return [(agreed(indicator, reading, area, cells), cells[area]) for area in AREAS]


@pytest.fixture
def ledger(db):
    return Ledger()


BEFORE, LATER = st.lists(OPERATION, min_size=4, max_size=16), st.lists(OPERATION, min_size=1, max_size=6)


@pytest.mark.fuzz
@settings(max_examples=1000 if FULL else 25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=BEFORE, later=LATER)
def test_all_forms_agree_and_a_past_moment_stays_as_it_was(ledger, before, later):
    explore(ledger, before, later)
