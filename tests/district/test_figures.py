"""The figures of the synthetic district: what the seed report says, by construction."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest

from accounts.scoping import enter, system_scope
from deploy.district import targets
from tests import databases
from tests.conftest import _own
from tests.district import counting
from tests.district.conftest import SIZE

YEARS = [2022, 2023]
SEED_REPORT = {
    "V1": 44728,
    "V2": 4276,
    "V3": 166,
    "V4": 4422,
    "V5": 3911,
    "V6": 5204,
    "V7": 21238,
    "V9": 5872,
    "V10": 5871,
    "V11": 538,
    "V12": 201,
    "V13": 125,
    "V14": 2069,
    "V16": 260,
    "V17": 86,
    "E2": 128,
    "E3": 46,
    "E4": 3,
    "E5": 39,
    "E10": 26,
    "E11": 9,
    "willing": 9,
    "E12": 332,
    "E13": 264,
}
MORE_THAN = {"V8": 400, "E6": 270, "E7": 30, "E8": 50, "E9": 280}  # 余: up to the next round number


def test_every_fact_of_both_years_is_the_planned_one(district):
    with enter(system_scope()):
        counted = {year: counting.facts(year) for year in YEARS}
    for year, planned in targets.for_years(SIZE, YEARS).items():
        assert {fact: counted[year][fact] for fact in planned.facts} == planned.facts
    planned = targets.for_years(SIZE, YEARS)[2023]
    assert (counted[2023]["V1"], counted[2023]["employed"], counted[2023]["seeking"]) == (
        SIZE,
        planned.employed,
        planned.seeking,
    )


def test_the_year_before_is_smaller_but_alike(district):
    with enter(system_scope()):
        before, after = (counting.facts(year) for year in YEARS)
    assert all(0.75 * after[fact] - 1 <= before[fact] <= after[fact] for fact in counting.FLOWS)
    assert 0.9 * after["V1"] < before["V1"] <= after["V1"]


def test_one_joint_application_makes_one_applicant_more(district):
    with enter(system_scope()):
        found = counting.facts(2023)
        assert (found["V9"], counting.joint_applications(2023)) == (found["V10"] + 1, 1)


def test_homes_are_counted_in_the_year_of_each_milestone(district):
    """Some of the homes assessed, and some of those accepted, began the year before."""
    earlier = """
        SELECT count(*) FROM ledger_entry e JOIN ledger_entry b ON b.case_id = e.case_id
         WHERE e.code = %(code)s AND b.code = %(before)s AND extract(year FROM e.happened_on) = 2023
           AND extract(year FROM b.happened_on) = 2022
    """
    with enter(system_scope()):
        for code, before in (("built", "assessed"), ("accepted", "assessed")):
            codes = {"code": f"home_modification.{code}", "before": f"home_modification.{before}"}
            assert counting.value(earlier, **codes) >= 1


@pytest.mark.parametrize("size", [202, 600, 7380, 150_000])
def test_the_employment_rate_is_that_of_the_report_in_both_roundings(size):
    employed, seeking = targets.labour_force(size)
    rate = Decimal(100 * employed) / (employed + seeking)
    cent = Decimal("0.01")
    assert rate.quantize(cent, ROUND_DOWN) == rate.quantize(cent, ROUND_HALF_UP) == Decimal("90.59")
    assert abs(employed + seeking - size) < size // 4


@pytest.mark.scale
def test_the_whole_district_gives_the_seed_report(full, django_db_setup, django_db_blocker, test_database):
    """Long form: the district of `make demo`. Short form: the plan of that size, which the small one follows."""
    if not full:
        plan = targets.for_years(targets.PEOPLE, YEARS)[2023]
        found = plan.facts | {"V1": plan.holders, "V9": plan["V10"] + 1, "willing": plan["E11"]}
        found |= {"employed": plan.employed, "seeking": plan.seeking}
        return _compare_with_the_report(found)
    for _ in _own(databases.template("load_district"), django_db_blocker, test_database):
        with enter(system_scope()):
            _compare_with_the_report(counting.facts(2023))


def _compare_with_the_report(found):
    assert {fact: found[fact] for fact in SEED_REPORT} == SEED_REPORT
    for fact, least in MORE_THAN.items():
        assert least < found[fact] < least + (100 if fact == "V8" else 10)
    rate = Decimal(100 * found["employed"]) / (found["employed"] + found["seeking"])
    assert rate.quantize(Decimal("0.01"), ROUND_DOWN) == rate.quantize(Decimal("0.01")) == Decimal("90.59")
