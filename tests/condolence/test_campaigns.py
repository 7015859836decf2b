"""A household and a student are visited once in each campaign, within the standard, and something is given."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.errors import Conflict, RuleBroken
from tests import make

pytestmark = pytest.mark.django_db


def listed(person, occasion="helping_day", year=2023):
    details = {"year": year, "occasion": occasion, "ground": "dibao"}
    return make.opened("condolence_household", person, details=details)


def given(case, amount, on=dt.date(2023, 3, 10)):
    return make.moved(case, "handed_over", on, amount=Decimal(amount), detail="self")


def test_a_household_is_in_a_campaign_once_whoever_of_it_applies():
    head, spouse = make.person("王一"), make.person("李二", sex="F")
    home = make.household(head)
    with make.acting("clerk_a") as by:
        make.people.join_household(by=by, household=home, person=spouse, relation="spouse", on=dt.date(2020, 1, 2))
    case = listed(head)
    make.moved(case, "approved", dt.date(2023, 3, 2))
    given(case, "500.00")
    with pytest.raises(Conflict) as refused:
        listed(spouse)
    assert refused.value.code == "case.already_registered" and case.number in str(refused.value)
    assert listed(spouse, "national_day").status == "submitted"
    assert listed(head, year=2024).status == "submitted"


def test_whoever_was_not_met_can_be_listed_again():
    head = make.person()
    case = listed(head)
    make.moved(case, "approved", dt.date(2023, 3, 2))
    make.moved(case, "ended", dt.date(2023, 3, 3), by="clerk", reason="多次上门无人")
    assert listed(head).status == "submitted"


def test_a_student_is_in_a_campaign_once():
    case = make.lived("condolence_student")
    with make.acting(None):
        student = case.person
    with pytest.raises(Conflict):
        make.opened("condolence_student", student, on=dt.date(2023, 9, 1))


def test_no_more_than_the_standard_of_the_day_is_given():
    case = listed(make.person())
    make.moved(case, "approved", dt.date(2023, 3, 2))
    with pytest.raises(RuleBroken) as refused:
        given(case, "500.01")
    assert (refused.value.code, refused.value.pointer) == ("condolence.above_standard", "amount")
    given(case, "500.00")


def test_goods_alone_are_enough_and_nothing_is_not():
    case = listed(make.person())
    make.moved(case, "approved", dt.date(2023, 3, 2))
    with pytest.raises(RuleBroken) as refused:
        given(case, "0.00")
    assert refused.value.code == "condolence.nothing_given"
    make.moved(case, "goods", dt.date(2023, 3, 10), quantity=2, reason="米、面")
    given(case, "0.00")


def test_whoever_listed_does_not_approve():
    case = make.opened("condolence_household", by="reviewer_a")
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "approved", dt.date(2023, 3, 2), by="reviewer_a")
    assert refused.value.code == "case.same_hand"
