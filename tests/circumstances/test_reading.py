"""What the rules know of a person is what stands on all the person's records."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.errors import Conflict, Malformed, NotAllowed
from services.circumstances import actions
from services.circumstances.facts import Span
from services.circumstances.models import CircumstanceRecord
from services.circumstances.reading import facts_of
from services.ledger import actions as ledger
from services.people import actions as people
from services.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 6, 1)


def recorded(person, code="dibao", since=dt.date(2023, 1, 1), until=None, by="clerk_a", **values):
    with make.acting(by) as one:
        return actions.record(
            by=one, person=person, code=code, valid_from=since, valid_to=until, source="低保证", **values
        )


def facts(person):
    with make.acting(None):
        return facts_of([person])[person.pk]


def test_it_knows_certificate_hukou_and_circumstances_of_a_day():
    person = make.person(certificate="42")
    recorded(person, since=dt.date(2023, 1, 1), until=dt.date(2023, 7, 1))
    known = facts(person)
    assert known.impairments_on(DAY) == ((4, 2),)
    assert known.certificate_on(DAY).lower_limb
    assert known.is_registered_here(DAY)
    assert known.has(dt.date(2023, 6, 30), "dibao") and not known.has(dt.date(2023, 7, 1), "dibao")


def test_it_knows_the_components_of_a_multiple_disability():
    assert facts(make.person(certificate="72")).impairments_on(DAY) == ((1, 3), (4, 2))


def test_it_knows_that_the_hukou_left_the_district():
    person = make.person()
    with make.acting("clerk_a") as by:
        people.record_residence(by=by, person=person, kind="hukou", at_street=None, on=dt.date(2023, 5, 1))
    known = facts(person)
    assert known.is_registered_here(dt.date(2023, 4, 30)) and not known.is_registered_here(dt.date(2023, 5, 1))


def test_it_knows_what_stands_on_a_record_that_was_merged_into_this_one():
    person, twice = make.person(), make.person(certificate=None, identified=False)
    recorded(twice, "student")
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=twice, into=person, on=DAY, reason="同一人")
    assert facts(person).has(DAY, "student")


def test_it_reads_many_people_in_as_many_queries_as_one():
    for n in range(5):
        recorded(make.person(f"甲{n}", certificate="72"))
    with make.acting(None):
        everybody = list(Person.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(
            connection,
        ) as one:
            facts_of(everybody[:1])
        with CaptureQueriesContext(connection) as all_:
            found = facts_of(everybody)
    assert len(found) == 5 and len(all_) == len(one)


def test_the_same_circumstance_does_not_stand_twice_at_a_time():
    person = make.person()
    recorded(person, until=dt.date(2023, 4, 1))
    recorded(person, since=dt.date(2023, 4, 1))
    with pytest.raises(IntegrityError, match="person_has_a_circumstance_once_at_a_time"), transaction.atomic():
        recorded(person, since=dt.date(2023, 9, 1))


def test_it_is_ended_once_and_after_it_began():
    one = recorded(make.person())
    with make.acting("clerk_a") as by:
        with pytest.raises(Malformed):
            actions.end(by=by, one=one, on=one.valid_from)
        actions.end(by=by, one=one, on=DAY)
        with pytest.raises(Conflict):
            actions.end(by=by, one=one, on=DAY)
    assert facts(one.person).circumstances[0].span == Span(dt.date(2023, 1, 1), DAY)


def test_another_street_must_not_even_know():
    one = recorded(make.person())
    with make.acting("clerk_b") as by:
        assert not CircumstanceRecord.objects.visible_to(by).exists()
    with make.acting("finance"), pytest.raises(NotAllowed):
        actions.record(by=None, person=one.person, code="student", valid_from=DAY, source="x")


def test_it_moves_with_its_person():
    one = recorded(make.person())
    with make.acting("officer") as by:
        street = type(one.street).objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=one.person, to=street, on=DAY, reason="搬迁")
    with make.acting("clerk_b") as by:
        assert CircumstanceRecord.objects.visible_to(by).get().pk == one.pk
