"""How a certificate is frozen and ends: moves that are not followed up, cancellations, and what rules see meanwhile."""

import datetime as dt

import pytest

from accounts.errors import DomainError
from services.cases import amendments
from services.circumstances.facts import Span
from services.circumstances.reading import facts_of
from services.ledger.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
MOVED = dt.date(2022, 8, 31)


def moved_out(person, on=MOVED):
    details = {"ground": "moved_out", "to_place": "外区"}
    return make.opened("certificate_ending", person, on=on, details=details)


def refused(act, *arguments, **values):
    with pytest.raises(DomainError) as error:
        act(*arguments, **values)
    return error.value.code


def held(person, day):
    with make.acting(None):
        return facts_of([person])[person.pk].certificate_on(day) is not None


def test_a_move_is_frozen_after_six_months_and_cancelled_after_twelve():
    person = make.person()
    case = moved_out(person)
    assert refused(make.moved, case, "frozen", dt.date(2023, 2, 27)) == "certificate.moved_recently"
    make.moved(case, "frozen", dt.date(2023, 2, 28))  # 31 August and six months: the last of February
    assert refused(make.moved, case, "cancelled", dt.date(2023, 8, 30), by="officer") == "certificate.moved_recently"
    make.moved(case, "cancelled", dt.date(2023, 8, 31), by="officer")
    with make.acting(None):
        assert person.certificates.get().end_reason == "not_moved"


def test_frozen_it_is_held_but_no_rule_sees_it():
    person = make.person()
    case = moved_out(person)
    make.moved(case, "frozen", dt.date(2023, 3, 1))
    make.moved(case, "unfrozen", dt.date(2023, 4, 1))
    days = [dt.date(2023, 2, 28), dt.date(2023, 3, 1), dt.date(2023, 3, 31), dt.date(2023, 4, 1)]
    assert [held(person, day) for day in days] == [True, False, False, True]
    with make.acting(None):
        assert person.certificate_on(dt.date(2023, 3, 15))


def test_with_a_frozen_one_nothing_is_applied_for():
    person = make.person()
    make.moved(moved_out(person), "frozen", dt.date(2023, 3, 1))
    assert refused(make.opened, "home_help", person, on=dt.date(2023, 3, 2)).startswith("refusal.")


def test_it_moves_with_the_hukou():
    person = make.person()
    case = moved_out(person)
    make.moved(case, "transferred", dt.date(2022, 10, 8))
    with make.acting(None):
        one = person.certificates.get()
        assert (one.ended_on, one.end_reason) == (dt.date(2022, 10, 8), "moved_out")
        assert Entry.objects.filter(case=case).standing().of("certificate.ended").exists()


def test_only_a_move_is_transferred():
    case = make.opened("certificate_ending", make.person())
    assert refused(make.moved, case, "transferred", dt.date(2023, 3, 2)) == "certificate.not_moved"


def test_whoever_reported_it_does_not_cancel_it():
    case = make.opened("certificate_ending", make.person(), by="officer")
    assert refused(make.moved, case, "cancelled", dt.date(2023, 3, 2), by="officer") == "case.same_hand"


def test_a_cancellation_taken_back_leaves_it_standing():
    person = make.person()
    case = make.lived("certificate_ending", person)
    with make.acting("officer") as by:
        assert person.certificate_on(make.TODAY) is None
        entry = Entry.objects.of("certificate_ending.cancelled").get(case=case)
        amendments.take_back(by=by, entry=entry, reason="本人改变主意")
        assert person.certificate_on(make.TODAY)
        assert not Entry.objects.filter(case=case).standing().of("certificate.ended").exists()


def test_who_holds_none_has_none_to_end():
    assert refused(make.opened, "certificate_ending", make.person(certificate=None)) == "certificate.holds_none"


@pytest.mark.parametrize(
    ("others", "left"),
    [
        ([], [(1, 31)]),
        ([(5, 10)], [(1, 5), (10, 31)]),
        ([(1, 10)], [(10, 31)]),
        ([(20, None)], [(1, 20)]),
        ([(5, 10), (8, 12)], [(1, 5), (12, 31)]),
        ([(1, None)], []),
    ],
)
def test_what_is_left_of_a_span(others, left):
    def span(since, after):
        return Span(dt.date(2023, 1, since), after and dt.date(2023, 1, after))

    assert span(1, 31).without(span(*other) for other in others) == [span(*one) for one in left]
