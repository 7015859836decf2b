"""Random edit histories: the buckets sum exactly for every indicator and area, and no record is in two of them."""

import datetime as dt
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Street
from reporting.catalogue import Filter, Indicator
from reporting.explain import Side, explain_part
from reporting.figures import summary
from reporting.periods import year
from services.ledger import actions
from services.ledger.models import Entry
from tests import make
from tests.conftest import FULL
from tests.reporting.test_forms import NUMBERS, OPERATION, WATCHED, Ledger

AREAS = ("district", make.STREET_A, make.STREET_B)
EDIT = st.one_of(
    OPERATION,
    OPERATION,
    st.tuples(st.just("again"), st.integers(0, 20), NUMBERS),
    st.tuples(st.just("elsewhere"), st.integers(0, 20)),
    st.tuples(st.just("other_person"), st.integers(0, 20), NUMBERS),
    st.tuples(st.just("reopen"), st.integers(0, 5)),
    st.tuples(st.just("hand_over"), NUMBERS),
)


class Edited(Ledger):
    """The ledger of the counting tests, and every way in which what was recorded is changed."""

    def do(self, name, *args):
        standing = list(Entry.objects.standing().exclude(code__startswith="person.").order_by("id"))
        if name == "hand_over":
            person = type(self.people[0]).objects.get(pk=self.people[args[0]].pk)
            to = make.STREET_B if person.street_id == make.STREET_A else make.STREET_A
            if not person.merged_into_id:
                day = dt.date(2023, 7, 1)
                with suppress(Entry.DoesNotExist), transaction.atomic():  # whose certificate was voided stays
                    actions.hand_over(by=None, person=person, to=Street.objects.get(pk=to), on=day, reason="迁居")
        elif name == "reopen":
            ends = [entry for entry in standing if entry.ends_id]
            if args[0] < len(ends):
                actions.void(by=None, entry=ends[args[0]], reason="仍然有效")
        elif name not in ("again", "elsewhere", "other_person"):
            super().do(name, *args)
        elif args[0] < len(standing):
            entry, changes = standing[args[0]], {}
            if name == "again":
                changes = {"amount": f"{args[1]}.55", "quantity": args[1]}
            elif name == "elsewhere":
                changes = {"street_id": make.STREET_B if entry.street_id == make.STREET_A else make.STREET_A}
            elif entry.person_id:
                changes = {"person": self.people[args[1]]}
            actions.replace(by=None, entry=entry, reason="错", **changes)

    def record(self, code, number, day):
        self.people = [type(p).objects.get(pk=p.pk) for p in self.people]
        super().record(code, number, day)


def second_version(indicator: Indicator) -> Indicator:
    """Another definition of the same figure, which is declared nowhere."""
    other = object.__new__(Indicator)
    for name, value in vars(indicator).items():
        object.__setattr__(other, name, value)
    object.__setattr__(other, "version", 2)
    object.__setattr__(other, "filters", (*indicator.filters, Filter("quantity", ">=", 2)))
    return other


def checked(before: Side, after: Side) -> None:
    """What a reader relies on, from the plain values of the readings."""
    found = explain_part(before, after)
    records = [record for rows in found.buckets.values() for record in rows]
    assert sum(found.contribution(bucket) for bucket in found.buckets) == found.value_after - found.value_before
    assert len({record.key for record in records}) == len(records)
    assert all(record.change for record in records)
    if after.indicator.unit.counting.is_distinct:
        assert all({record.before, record.after} == {0, 1} for record in records)


def explore(ledger, before, later):
    with make.acting(None), transaction.atomic():
        for operation in before:
            ledger.do(*operation)
        first = summary(2023, fresh=True)
        for operation in later:
            ledger.do(*operation)
        second = summary(2023, fresh=True)
        for indicator in WATCHED:
            for area in AREAS:
                one, two = (Side(indicator, r.period, area, r.known_at) for r in (first, second))
                checked(one, two)
            checked(one, Side(second_version(indicator), two.period, "district", two.known_at))
            checked(Side(indicator, year(2022), "district", one.known_at), two)
            checked(Side(indicator, one.period, "district", one.known_at, "now"), two)
        transaction.set_rollback(True)


@pytest.fixture
def ledger(db):
    return Edited()


BEFORE, LATER = st.lists(EDIT, min_size=5, max_size=14), st.lists(EDIT, min_size=1, max_size=8)
SIZE = settings(
    max_examples=100 if FULL else 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.fuzz
@SIZE
@given(before=BEFORE, later=LATER)
def test_the_buckets_sum_exactly(ledger, before, later):
    explore(ledger, before, later)
