"""Each kind through its life, and what its guards refuse."""

import datetime as dt

import pytest

from accounts.errors import Conflict, Malformed, NotAllowed, RuleBroken
from services.cases import amendments, kinds
from services.cases.models import Case
from tests import make
from tests.employment.refusing import refused
from tests.lives import LIVES

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
KINDS = ["ability_assessment", "job_seeker", "placement", "training", "graduate", "job_fair", "employer_visit"]
END = dict.fromkeys(KINDS, "completed") | {"job_seeker": "ended", "placement": "ended"}


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_reaches_its_end_and_then_refuses_everything(kind):
    case = make.lived(kind)
    assert case.status == END[kind]
    for step in kinds.get(kind).steps:
        with refused(Conflict, "case.wrong_status"):
            make.moved(case, step.slug, dt.date(2023, 12, 1))


@pytest.mark.parametrize("kind", KINDS)
def test_an_opening_in_the_future_is_refused(kind):
    with pytest.raises(Malformed) as refusal:
        make.opened(kind, on=make.TODAY + dt.timedelta(days=1))
    assert refusal.value.pointer == "on"


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_before_the_opening_is_refused(kind):
    case = make.opened(kind)
    slug, _who, data = LIVES[kind].steps()[0]
    with refused(RuleBroken, "date.before_predecessor"):
        make.moved(case, slug, DAY - dt.timedelta(days=1), **data)


@pytest.mark.parametrize("kind", ["ability_assessment", "job_seeker", "placement", "training", "graduate"])
def test_what_is_open_cannot_be_opened_twice(kind):
    case = make.opened(kind)
    with pytest.raises(Conflict) as refusal:
        make.opened(kind, case.person)
    assert "已经" in str(refusal.value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_finance_officer_may_not_open_one(kind):
    with pytest.raises(NotAllowed):
        make.opened(kind, by="finance")


@pytest.mark.parametrize("kind", KINDS)
def test_the_other_street_does_not_know_it(kind):
    case = make.lived(kind)
    with make.acting("clerk_b") as by:
        assert not Case.objects.visible_to(by).filter(pk=case.pk).exists()


def test_training_or_a_years_registration_is_not_repeated_when_it_is_done():
    for kind in ("training", "graduate"):
        person = make.person(born=dt.date(2000, 9, 1))
        make.lived(kind, person)
        with refused(Conflict, "case.already_registered"):
            make.opened(kind, person)


def test_training_can_be_dropped_with_a_reason():
    case = make.opened("training")
    make.moved(case, "dropped", DAY, by="clerk_a", reason="身体原因")
    (entry,) = make.entries(case, "dropped")
    assert (entry.to_status, entry.reason) == ("ended", "身体原因")


def test_an_unwilling_graduate_is_not_employed_until_the_wish_is_corrected():
    graduate = make.opened("graduate", opening={"detail": "unwilling"})
    employer = make.organisation("京西印刷厂", "employer")
    with refused(RuleBroken, "graduate.unwilling"):
        make.moved(graduate, "employed", DAY, organisation=employer)
    (registered,) = make.entries(graduate, "registered")
    with make.acting("clerk_a") as by:
        amendments.correct(by=by, entry=registered, reason="改主意了", today=make.TODAY, detail="willing")
    make.moved(graduate, "employed", DAY, organisation=employer)


def test_a_placement_needs_an_employer_and_a_contract_in_order():
    person = make.person()
    with refused(Malformed, "organisation.missing"):
        make.opened("placement", person, opening={"detail": "visit"})
    details = {"form": "quota", "contract_from": DAY, "contract_to": DAY - dt.timedelta(days=1)}
    with pytest.raises(Malformed) as refusal:
        make.opened("placement", person, details=details)
    assert refusal.value.pointer == "contract_to"


def test_a_person_may_work_for_two_employers():
    case = make.opened("placement")
    other = make.organisation("城南食品厂", "employer")
    second = make.opened("placement", case.person, opening={"organisation": other, "detail": "self"})
    assert second.organisation == other


def test_a_corrected_employer_is_the_cases_employer_and_its_claim():
    person = make.person()
    case = make.opened("placement", person)
    other = make.organisation("城南食品厂", "employer")
    (placed,) = make.entries(case, "placed")
    with make.acting("clerk_a") as by:
        amendments.correct(by=by, entry=placed, reason="单位选错", today=make.TODAY, organisation=other)
        case.refresh_from_db()
    assert case.organisation == other
    with pytest.raises(Conflict):
        make.opened("placement", person, opening={"organisation": other, "detail": "self"})
    make.opened("placement", person)


def test_a_fair_is_held_once_and_nobody_attends_or_intends_twice():
    fair = make.opened("job_fair")
    employer, seeker = make.organisation("京西印刷厂", "employer"), make.person()
    make.moved(fair, "held", DAY)
    make.moved(fair, "employer_attended", DAY, organisation=employer, quantity=7)
    make.moved(fair, "intended", DAY, person=seeker)
    for slug, data, code in (
        ("held", {}, "job_fair.already_held"),
        ("employer_attended", {"organisation": employer, "quantity": 1}, "employer.already_attended"),
        ("intended", {"person": seeker}, "person.already_intended"),
    ):
        with refused(Conflict, code):
            make.moved(fair, slug, DAY, **data)


def test_an_employer_cannot_be_corrected_into_one_that_attended():
    fair = make.opened("job_fair")
    employers = [make.organisation(name, "employer") for name in ("京西印刷厂", "城南食品厂")]
    for employer in employers:
        make.moved(fair, "employer_attended", DAY, organisation=employer, quantity=7)
    second = make.entries(fair, "employer_attended")[1]
    with make.acting("clerk_a") as by:
        amendments.correct(by=by, entry=second, reason="岗位数有误", today=make.TODAY, quantity=8)
    second = make.entries(fair, "employer_attended")[1]
    with make.acting("clerk_a") as by, pytest.raises(Conflict):
        amendments.correct(by=by, entry=second, reason="单位选错", today=make.TODAY, organisation=employers[0])


def test_at_a_fair_of_the_district_each_person_counts_in_the_own_street():
    fair = make.opened("job_fair", by="officer", street=make.STREET_A)
    seeker = make.person(street=make.STREET_B)
    entry = make.moved(fair, "intended", DAY, by="officer", person=seeker)
    assert (entry.street_id, fair.street_id) == (make.STREET_B, make.STREET_A)


def test_the_district_says_for_which_street_a_fair_is():
    with refused(Malformed, "street.missing"):
        make.opened("job_fair", by="officer", street=None)
