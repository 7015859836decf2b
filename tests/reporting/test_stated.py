"""Stated figures: what no record gives, entered by one and confirmed by another, superseded and never overwritten."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Conflict, Malformed, NotAllowed, NotThere, RuleBroken
from accounts.models import DISTRICT_ITSELF
from reporting import catalogue
from reporting.catalogue import Indicator, Stated
from reporting.figures import passports, summary
from reporting.members import members
from reporting.units import PERSONS, YUAN
from services.cases import amendments
from services.ledger import actions as ledger
from services.ledger.models import Entry
from tests import make
from tests.lives import LIVES
from tests.reporting.book import day, figure

pytestmark = pytest.mark.django_db
CODE = "finance.procurement"


def stated(value: str, code: str = CODE, *, by: str | None = "director", **more):
    details = LIVES["statement"].details() | {"figure": code, "value": Decimal(value)} | more
    case = make.opened("statement", on=day("2023-12-31"), details=details)
    if by:
        make.moved(case, "confirmed", day("2024-01-05"), by=by)
    return case


def known_now():
    with make.acting(None):
        return summary(2023).known_at


def test_what_nobody_stated_is_unknown_and_not_nought():
    assert figure(CODE) is None
    stated("0.00")
    assert figure(CODE) == "0.00"


def test_it_counts_once_another_person_confirmed_it():
    case = stated("5.00", by=None)
    assert figure(CODE) is None
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "confirmed", day("2024-01-05"), by="officer")
    assert refused.value.code == "case.same_hand"
    make.moved(case, "confirmed", day("2024-01-05"), by="officer_2")
    assert figure(CODE) == "5.00"
    assert figure(CODE, year=2022) is None


def test_a_later_statement_takes_its_place_and_readings_of_before_stay():
    first = stated("5.00")
    before = known_now()
    second = stated("6.50")
    assert figure(CODE) == "6.50"
    assert figure(CODE, known_at=before) == "5.00"
    with make.acting(None):
        (member,) = members(CODE, 2023)
        assert member.entry.case_id == second.pk
        void = Entry.objects.get(voids__case=first, voids__code="stated.value")
        assert second.number in void.reason


def test_what_it_replaced_stands_again_when_it_is_taken_back():
    first, second, third = (stated(value) for value in ("5.00", "6.50", "7.00"))
    for case, then in ((second, "7.00"), (third, "5.00"), (first, None)):
        (confirmed,) = make.entries(case, "confirmed")
        with make.acting("officer") as by:
            amendments.take_back(by=by, entry=confirmed, reason="核对有误")
        assert figure(CODE) == then


def test_its_member_is_the_statement_with_its_source():
    stated("5.00")
    with make.acting(None):
        (member,) = members(CODE, 2023)
        assert "2023年部门决算说明：“政府采购项目决算资金" in member.subject
        (passport,) = passports(2023, code=CODE)
    assert (passport["stated"], passport["seed_fact"], passport["value"]) == (True, "F15", "5.00")


def test_taking_the_confirmation_back_takes_the_value_along():
    case = stated("5.00")
    (confirmed,) = make.entries(case, "confirmed")
    with make.acting("officer") as by:
        amendments.take_back(by=by, entry=confirmed, reason="看错行")
    assert figure(CODE) is None


def test_two_values_never_stand_for_one_year():
    case = stated("5.00")
    with make.acting(None), pytest.raises(IntegrityError, match="one_stated_value"), transaction.atomic():
        ledger.record(
            by=None, code="stated.value", on=day("2023-12-31"), street_id=DISTRICT_ITSELF, case=case, detail=CODE
        )


@pytest.mark.parametrize(("code", "value"), [("assets.vehicles", "1.50"), ("assets.vehicles", "-1.00")])
def test_a_number_of_things_is_whole(code, value):
    with pytest.raises(Malformed):
        stated(value, code)
    stated("3.00", code)
    assert figure(code) == 3


def test_nothing_is_stated_of_a_year_that_has_not_begun():
    with pytest.raises(Malformed) as refused:
        stated("5.00", year=2024)  # entered on the last day of 2023
    assert refused.value.code == "statement.year_in_future"


def test_a_change_may_be_below_nought():
    stated("-1.00", "staffing.headquarters_staff_change")
    assert figure("staffing.headquarters_staff_change") == "-1.00"


def test_what_is_counted_cannot_be_stated():
    with pytest.raises(Malformed) as refused:
        stated("5.00", "employment.placed")
    assert refused.value.code == "statement.unknown_figure"


def test_a_stated_figure_cannot_be_declared_beside_a_counted_one(monkeypatch):
    monkeypatch.setattr(catalogue, "_figures", dict(catalogue._figures))
    words = {"label": "试", "definition": "试"}
    with pytest.raises(ValueError, match=r"employment\.placed"):
        Stated(code="employment.placed", unit=YUAN, version=2, since=2023, **words)
    with pytest.raises(ValueError, match=r"employment\.placed"):
        Stated(code="finance.new_jobs", unit=YUAN, seed_fact="E12", **words)
    with pytest.raises(ValueError, match=r"finance\.income"):
        Indicator(code="people.income", unit=PERSONS, codes=("a.b",), seed_fact="F1", **words)


def test_a_street_has_no_number_of_the_district_and_no_records_behind_it():
    stated("5.00")
    with make.acting("reviewer_a"):
        assert CODE not in {one["code"] for one in passports(2023)}
        with pytest.raises(NotThere):
            passports(2023, code=CODE, area=make.STREET_A)
        with pytest.raises(NotThere):
            members(CODE, 2023)
        assert not Entry.objects.filter(code="stated.value").exists()


def test_a_street_cannot_open_what_is_the_districts():
    for name in ("clerk_a", "reviewer_a", "director"):
        with pytest.raises(NotAllowed):
            make.opened("statement", by=name)
    with pytest.raises(NotAllowed):
        make.opened("meeting", by="finance")


def test_somebody_else_was_faster():
    case = stated("5.00", by=None)
    make.moved(case, "confirmed", day("2024-01-05"), by="director")
    with pytest.raises(Conflict):
        make.moved(case, "confirmed", day("2024-01-05"), by="director")
