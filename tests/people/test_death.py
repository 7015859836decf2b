"""Whoever died holds no certificate and has no employment status from that day, whichever was entered first."""

import datetime as dt

import pytest

from accounts.errors import RuleBroken
from accounts.models import Street
from services.certificates import actions as certificates
from services.employment import actions as employment
from services.ledger import actions as ledger
from services.people import actions as people
from services.people.models import Person
from tests import make
from tests.reporting.book import figure

pytestmark = pytest.mark.django_db
MAY, JUNE = dt.date(2023, 5, 1), dt.date(2023, 6, 1)


def died(person: Person, on: dt.date | None) -> None:
    with make.acting("clerk_a") as by:
        one = Person.objects.get(pk=person.pk)
        people.correct_person(by=by, person=one, seen_version=one.version, today=make.TODAY, died_on=on)


def issued(person: Person, on: dt.date) -> None:
    with make.acting("officer") as by:
        number = f"{person.id_number}21"
        certificates.register_certificate(by=by, person=person, number=number, valid_from=on, today=make.TODAY)


def employed(person: Person, on: dt.date) -> None:
    with make.acting("clerk_a") as by:
        employment.set_status(by=by, person=person, status="employed", on=on, today=make.TODAY)


def counted(area: str = "district") -> list[int]:
    return [figure(code, area) for code in ("people.certificate_holders", "employment.employed")]


def merged(one: Person, into: Person) -> Person:
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=one, into=into, on=dt.date(2023, 4, 1), reason="同一人")
        return Person.objects.get(pk=into.pk)


def test_a_day_that_is_corrected_or_withdrawn_is_followed():
    person = make.person()
    employed(person, dt.date(2022, 1, 1))
    seen = [counted()]
    for day in (MAY, dt.date(2024, 1, 2), None, MAY):
        died(person, day)
        seen.append(counted())
    assert seen == [[1, 1], [0, 0], [1, 1], [1, 1], [0, 0]]


def test_what_is_entered_after_the_death_ends_on_its_day():
    person = make.person(certificate=None)
    died(person, MAY)
    issued(person, dt.date(2022, 4, 1))
    employed(person, dt.date(2023, 4, 1))
    assert counted() == [0, 0]
    with pytest.raises(RuleBroken) as refusal:
        issued(person, JUNE)
    assert refusal.value.code == "person.died"


def test_a_certificate_that_had_ended_when_the_death_became_known_stays_as_it_was():
    person = make.person()
    with make.acting("officer") as by:
        one = person.certificates.get()
        certificates.end_certificate(by=by, certificate=one, on=JUNE, reason="died", today=make.TODAY)
    died(person, MAY)
    with make.acting(None):
        assert person.certificates.get().ended_on == JUNE


def test_a_placement_that_ends_by_death_leaves_nobody_seeking():
    person = make.person()
    case = make.opened("placement", person)
    died(person, MAY)
    make.moved(case, "ended", MAY, detail="other")
    with make.acting(None):
        assert [spell.end.happened_on for spell in employment.spells(person.pk)] == [MAY]


def test_the_records_that_were_merged_into_one_die_and_move_with_it():
    old, kept = make.person(), make.person(certificate=None)
    kept = merged(old, kept)
    employed(old, dt.date(2022, 1, 1))
    with make.acting("officer") as by:
        street = Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=kept, to=street, on=dt.date(2023, 4, 2), reason="户籍迁移")
    assert [counted(make.STREET_A), counted(make.STREET_B)] == [[0, 0], [1, 1]]
    with make.acting("clerk_b") as by:
        assert Person.objects.get(pk=kept.pk).certificate_on(MAY)
        one = Person.objects.get(pk=kept.pk)
        people.correct_person(by=by, person=one, seen_version=one.version, today=make.TODAY, died_on=MAY)
    assert counted() == [0, 0]
