"""A handover moves a holder to another street: a stock counts the person in one of them, and no yearly flow at all."""

import datetime as dt

import pytest

from accounts.errors import RuleBroken
from accounts.models import Street
from reporting import catalogue
from reporting.comparing import refuse_unlike
from reporting.periods import year
from services.cases import amendments
from services.certificates import actions as certificates
from services.employment import actions as employment
from services.ledger import actions as ledger
from tests import make
from tests.reporting.book import figure

pytestmark = pytest.mark.django_db
A, B = make.STREET_A, make.STREET_B
HOLDERS, STARTED, ENDED = "people.certificate_holders", "people.certificates_started", "people.certificates_ended"
FORCE, EMPLOYED = "employment.labour_force", "employment.employed"
LAST, FIRST = dt.date(2024, 12, 31), dt.date(2025, 1, 1)


def handed_over(person, on: dt.date, to: str = B) -> None:
    with make.acting("officer") as by:
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=to), on=on, reason="户籍迁移")
        person.refresh_from_db()


def counted(code: str, number: int) -> tuple:
    """(district, the old street, the new one)"""
    return tuple(figure(code, area, number) for area in ("district", A, B))


def test_a_handover_on_the_last_day_of_a_year_issues_and_cancels_nothing():
    """Three holders since 2020; one moves on 31 December 2024, one on the day after, one stays."""
    leaves, follows, _stays = (make.person(name) for name in ("王一", "李二", "张三"))
    handed_over(leaves, LAST)
    handed_over(follows, FIRST)
    assert [counted(HOLDERS, n) for n in (2023, 2024, 2025)] == [(3, 3, 0), (3, 2, 1), (3, 1, 2)]
    for number in (2024, 2025):
        assert counted(STARTED, number) == counted(ENDED, number) == (0, 0, 0)


def test_what_is_issued_and_cancelled_in_the_year_of_a_handover_counts_all_the_same():
    """One is issued in 2024 and moves; one moves, and is cancelled in the new street."""
    new, old = make.person("王一", since=dt.date(2024, 1, 10)), make.person("李二")
    handed_over(new, LAST)
    handed_over(old, dt.date(2024, 6, 1))
    with make.acting("reviewer_b") as by:
        certificate, on = old.certificates.get(), dt.date(2024, 11, 1)
        certificates.end_certificate(by=by, certificate=certificate, on=on, reason="own_request", today=LAST)
    assert counted(STARTED, 2024) == (1, 1, 0)
    assert counted(ENDED, 2024) == (1, 0, 1)
    assert counted(HOLDERS, 2024) == (1, 0, 1)


def test_who_moves_there_and_back_is_no_new_holder():
    person = make.person()
    handed_over(person, dt.date(2024, 3, 1))
    handed_over(person, dt.date(2024, 9, 1), to=A)
    assert counted(HOLDERS, 2024) == (1, 1, 0)
    assert counted(STARTED, 2024) == counted(ENDED, 2024) == (0, 0, 0)


def test_a_back_dated_handover_takes_what_was_renewed_since_along():
    """The certificate of that day has ended; the one that is held now was issued after it."""
    person = make.person(since=dt.date(2015, 1, 1))
    with make.acting("officer") as by:
        old, on = person.certificates.get(), dt.date(2024, 8, 1)
        certificates.end_certificate(by=by, certificate=old, on=on, reason="renewed", today=LAST)
        number = f"{person.id_number}42"
        certificates.register_certificate(by=by, person=person, number=number, valid_from=on, today=LAST)
    handed_over(person, dt.date(2024, 6, 1))
    assert [counted(HOLDERS, n) for n in (2023, 2024)] == [(1, 1, 0), (1, 0, 1)]


def test_employment_statuses_go_on_in_the_new_street():
    """One employed and one seeking; the employed one moves on the last day of 2024."""
    employed, seeking = make.person("王一"), make.person("李二")
    for person, status in ((employed, "employed"), (seeking, "seeking")):
        with make.acting("clerk_a") as by:
            employment.set_status(by=by, person=person, status=status, on=dt.date(2023, 5, 1), today=LAST)
    handed_over(employed, LAST)
    handed_over(seeking, FIRST)
    assert [counted(FORCE, n) for n in (2023, 2024, 2025)] == [(2, 2, 0), (2, 1, 1), (2, 0, 2)]
    assert [counted(EMPLOYED, n) for n in (2023, 2024)] == [(1, 1, 0), (1, 0, 1)]
    with make.acting(None):
        spells = [spell for person in (employed, seeking) for spell in employment.spells(person.pk)]
    assert [spell.start.quantity for spell in spells] == [1, 0, 1, 0]


def test_what_is_put_right_after_a_handover_stays_in_the_street_of_its_time():
    """Seeking since 2022, placed in 2023, moved in 2024; then its day is corrected, then it is annulled."""
    person = make.person()
    with make.acting("clerk_a") as by:
        employment.set_status(by=by, person=person, status="seeking", on=dt.date(2022, 1, 1), today=make.TODAY)
    case = make.opened("placement", person, on=dt.date(2023, 3, 1))
    handed_over(person, dt.date(2024, 1, 10))
    years = (2022, 2023, 2024)
    (placed,) = make.entries(case, "placed")
    with make.acting("officer") as by:
        on = dt.date(2023, 3, 5)
        amendments.correct(by=by, entry=placed, reason="日期有误", today=make.TODAY, happened_on=on)
    assert [counted(EMPLOYED, n) for n in years] == [(0, 0, 0), (1, 1, 0), (1, 0, 1)]
    assert [counted(FORCE, n) for n in years] == [(1, 1, 0), (1, 1, 0), (1, 0, 1)]
    with make.acting("officer") as by:
        amendments.annul(by=by, case=case, reason="没有就业")
    assert [counted(EMPLOYED, n) for n in years] == [(0, 0, 0)] * 3
    assert [counted(FORCE, n) for n in years] == [(1, 1, 0), (1, 1, 0), (1, 0, 1)]


def test_years_before_keep_the_definition_by_which_they_were_published():
    person = make.person()
    handed_over(person, dt.date(2023, 12, 31))
    assert counted(STARTED, 2023) == (1, 0, 1)
    assert counted(ENDED, 2023) == (1, 1, 0)
    for code in (STARTED, ENDED):
        old, new = (catalogue.get(code, year(number)) for number in (2023, 2024))
        assert (old.version, new.version) == (1, 2)
        with pytest.raises(RuleBroken):
            refuse_unlike(new, old)
