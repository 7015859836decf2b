"""The employment register: one status at a time, whatever is corrected or taken back later."""

import datetime as dt
import itertools

import pytest

from accounts.errors import Conflict, Malformed, NotAllowed, RuleBroken
from accounts.models import Street
from services.cases import amendments
from services.employment import actions
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people import actions as people
from tests import make
from tests.employment.refusing import refused

pytestmark = pytest.mark.django_db


def day(month: int, number: int = 1) -> dt.date:
    return dt.date(2023, month, number)


def chain(person) -> list[tuple[str, int, int | None]]:
    """(status, month of its start, month of its end), oldest first; checks that each ends where the next begins."""
    with make.acting(None):
        spells = actions.spells(person.pk)
        started = Entry.objects.of(actions.STARTED).standing().filter(person=person).count()
        ended = Entry.objects.of(actions.ENDED).standing().filter(person=person)
        assert ended.count() == len([s for s in spells if s.end]), "an end of what does not stand"
        assert not ended.exclude(quantity=0).exists()
    assert started == len(spells)
    for one, following in itertools.pairwise(spells):
        assert one.end.happened_on == following.start.happened_on
    return [(s.start.detail, s.start.happened_on.month, s.end and s.end.happened_on.month) for s in spells]


def set_status(person, status, on, by="clerk_a"):
    with make.acting(by) as user:
        return actions.set_status(by=user, person=person, status=status, on=on, today=make.TODAY)


def place(person, on, employer="京西印刷厂"):
    opening = {"organisation": make.organisation(employer, "employer"), "detail": "visit"}
    return make.opened("placement", person, on=on, opening=opening)


def take_back(case, slug):
    entry = make.entries(case, slug)[-1]
    with make.acting("clerk_a") as by:
        amendments.take_back(by=by, entry=entry, reason="登记错误")


def correct(case, slug, **changes):
    entry = make.entries(case, slug)[-1]
    with make.acting("clerk_a") as by:
        amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, **changes)


# by hand


def test_a_status_stands_until_the_month_after_working_age():
    entry = set_status(make.person(born=dt.date(1985, 5, 5)), "employed", day(3))
    assert (entry.detail, entry.valid_until, entry.street_id) == ("employed", dt.date(2045, 6, 1), make.STREET_A)
    entry = set_status(make.person(born=dt.date(1985, 12, 31), sex="F"), "seeking", day(3))
    assert entry.valid_until == dt.date(2041, 1, 1)


def test_a_new_status_ends_the_one_before():
    person = make.person()
    set_status(person, "seeking", day(3))
    set_status(person, "employed", day(5))
    assert chain(person) == [("seeking", 3, 5), ("employed", 5, None)]


@pytest.mark.parametrize(
    ("born", "on", "allowed"),
    [
        (dt.date(2007, 3, 2), day(3, 1), False),  # a day before the sixteenth birthday
        (dt.date(2007, 3, 2), day(3, 2), True),
        (dt.date(1963, 3, 2), day(3, 31), True),  # sixty this month: working age lasts to its end
        (dt.date(1963, 3, 2), day(4, 1), False),
    ],
)
def test_only_people_of_working_age_are_registered(born, on, allowed):
    person = make.person(born=born)
    if allowed:
        assert set_status(person, "seeking", on).valid_until > on
    else:
        with refused(RuleBroken, "person.not_of_working_age"):
            set_status(person, "seeking", on)


def test_what_is_refused_by_hand():
    person = make.person()
    set_status(person, "seeking", day(3))
    for status, on, error, pointer in (
        ("seeking", day(4), Conflict, "status"),
        ("employed", day(2), RuleBroken, "on"),
        ("employed", make.TODAY + dt.timedelta(days=1), Malformed, "on"),
        ("rich", day(4), Malformed, "status"),
    ):
        with pytest.raises(error) as refusal:
            set_status(person, status, on)
        assert refusal.value.pointer == pointer and str(refusal.value).endswith("。")
    with pytest.raises(NotAllowed):
        set_status(person, "employed", day(4), by="finance")
    assert chain(person) == [("seeking", 3, None)]


def test_the_dead_are_not_registered():
    person = make.person()
    with make.acting("clerk_a") as by:
        people.correct_person(by=by, person=person, seen_version=1, today=make.TODAY, name=person.name, died_on=day(2))
    with refused(RuleBroken, "person.died"):
        set_status(person, "seeking", day(2))


def test_a_status_taken_back_lets_the_one_before_go_on():
    person = make.person()
    for status, month in (("seeking", 3), ("employed", 5), ("not_seeking", 7)):
        set_status(person, status, day(month))
    with make.acting("clerk_a") as by:
        middle, last = [spell.start for spell in actions.spells(person.pk)][1:]
        actions.take_back_status(by=by, entry=middle, reason="登记错误")
    assert chain(person) == [("seeking", 3, 7), ("not_seeking", 7, None)]
    with make.acting("clerk_a") as by:
        actions.take_back_status(by=by, entry=last, reason="登记错误")
    assert chain(person) == [("seeking", 3, None)]
    with make.acting("clerk_a") as by, pytest.raises(Conflict):
        actions.take_back_status(by=by, entry=last, reason="登记错误")


# by cases


def test_the_life_of_a_worker():
    person = make.person()
    make.opened("job_seeker", person, on=day(2))
    placement = place(person, day(4))
    make.moved(placement, "ended", day(9), detail="resigned")
    assert chain(person) == [("seeking", 2, 4), ("employed", 4, 9), ("seeking", 9, None)]


def test_who_retires_from_a_job_does_not_seek():
    person = make.person()
    make.moved(place(person, day(4)), "ended", day(9), detail="retired")
    assert chain(person)[-1] == ("not_seeking", 9, None)


def test_a_job_seeker_who_has_a_status_keeps_it():
    person = make.person()
    set_status(person, "not_seeking", day(1))
    make.opened("job_seeker", person, on=day(2))
    assert chain(person) == [("not_seeking", 1, None)]


def test_a_placement_beyond_working_age_is_recorded_without_a_status():
    person = make.person(born=dt.date(1950, 1, 1))
    make.moved(place(person, day(4)), "ended", day(9), detail="resigned")
    assert chain(person) == []


def test_who_loses_one_of_two_jobs_is_still_employed():
    person = make.person()
    one, two = place(person, day(3)), place(person, day(4), "城南食品厂")
    make.moved(one, "ended", day(6), detail="closed")
    assert chain(person) == [("employed", 3, None)]
    make.moved(two, "ended", day(8), detail="closed")
    assert chain(person) == [("employed", 3, 8), ("seeking", 8, None)]


def test_a_placement_entered_late_takes_its_place_in_the_past():
    person = make.person()
    set_status(person, "seeking", day(2))
    set_status(person, "not_seeking", day(8))
    place(person, day(5))
    assert chain(person) == [("seeking", 2, 5), ("employed", 5, 8), ("not_seeking", 8, None)]


def test_taking_back_a_placement_takes_its_status_along():
    person = make.person()
    make.opened("job_seeker", person, on=day(2))
    placement = place(person, day(4))
    make.moved(placement, "ended", day(9), detail="resigned")
    take_back(placement, "ended")
    assert chain(person) == [("seeking", 2, 4), ("employed", 4, None)]
    take_back(placement, "placed")
    assert chain(person) == [("seeking", 2, None)]


def test_taking_back_a_placement_keeps_what_was_registered_since():
    person = make.person()
    make.opened("job_seeker", person, on=day(2))
    placement = place(person, day(4))
    set_status(person, "not_seeking", day(7))
    take_back(placement, "placed")
    assert chain(person) == [("seeking", 2, 7), ("not_seeking", 7, None)]


def test_an_annulled_placement_leaves_no_status():
    person = make.person()
    make.opened("job_seeker", person, on=day(2))
    placement = place(person, day(4))
    make.moved(placement, "ended", day(9), detail="resigned")
    set_status(person, "not_seeking", day(10))
    with make.acting("clerk_a") as by:
        amendments.annul(by=by, case=placement, reason="登错了人")
        assert not Entry.objects.filter(case=placement).standing().exists()
    assert chain(person) == [("seeking", 2, 10), ("not_seeking", 10, None)]


def test_the_other_job_counts_when_the_first_is_taken_back():
    person = make.person()
    one, two = place(person, day(3)), place(person, day(4), "城南食品厂")
    make.moved(two, "ended", day(6), detail="closed")
    assert chain(person) == [("employed", 3, None)]
    take_back(one, "placed")
    assert chain(person) == [("employed", 4, 6), ("seeking", 6, None)]


def test_a_corrected_date_moves_the_status():
    person = make.person()
    make.opened("job_seeker", person, on=day(2))
    placement = place(person, day(4))
    make.moved(placement, "ended", day(9), detail="resigned")
    correct(placement, "placed", happened_on=day(6))
    assert chain(person) == [("seeking", 2, 6), ("employed", 6, 9), ("seeking", 9, None)]
    correct(placement, "ended", happened_on=day(10))
    assert chain(person) == [("seeking", 2, 6), ("employed", 6, 10), ("seeking", 10, None)]
    correct(placement, "ended", detail="retired")
    assert chain(person)[-1] == ("not_seeking", 10, None)


def test_a_status_of_a_case_is_taken_back_in_the_case():
    person = make.person()
    place(person, day(4))
    with make.acting("clerk_a") as by, refused(Conflict, "status.of_a_case"):
        actions.take_back_status(by=by, entry=actions.spells(person.pk)[0].start, reason="登记错误")


def test_a_handover_continues_the_status_in_the_new_street():
    person = make.person()
    place(person, day(4))
    with make.acting("officer") as by:
        street = Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=person, to=street, on=day(6), reason="户籍迁移")
    assert chain(person) == [("employed", 4, 6), ("employed", 6, None)]
    with make.acting("clerk_b"):
        (spell,) = actions.spells(person.pk)
        assert (spell.start.street_id, spell.start.detail) == (make.STREET_B, "employed")
    set_status(person, "seeking", day(8), by="clerk_b")
    assert chain(person)[1:] == [("employed", 6, 8), ("seeking", 8, None)]


def test_two_records_of_one_person_become_one_register():
    one, two = make.person(), make.person("王小明", identified=False, certificate=None)
    set_status(one, "seeking", day(3))
    set_status(two, "employed", day(4))
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=two, into=one, on=day(5), reason="同一人")
    set_status(one, "not_seeking", day(6))
    with make.acting(None):
        assert [s.start.detail for s in actions.spells(one.pk) if s.end is None] == ["not_seeking"]
