"""What reporting says of the district: the plain counts, each with as many records behind it, cell by cell."""

from decimal import Decimal

import pytest

from accounts.scoping import DISTRICT, enter, system_scope
from reporting import catalogue
from reporting.documents import annual, tokens, word
from reporting.documents.blocks import of_document
from reporting.figures import summary
from reporting.members import members
from reporting.periods import year
from reporting.units import Counting
from services.ledger.models import Entry
from services.ledger.reading import settle
from tests import make
from tests.district import counting

# Counted by hand in the list of 2022 that `extract` prints below (one line an entry): the whole district of the test.
BY_HAND_2022 = {
    "home_modifications.accepted": 2,
    "employment.job_fairs": 1,
    "employment.placed": 5,
    "employment.placed_by_visit": 1,
    "employment.graduates_employed": 1,
}


def extract(number: int, *codes: str) -> list[str]:
    rows = Entry.objects.standing().of(*codes).filter(happened_on__year=number).order_by("happened_on", "id")
    return [f"{e.happened_on} {e.street_id} {e.code} {e.detail}".strip() for e in rows]


@pytest.mark.parametrize("number", [2022, 2023])
def test_each_seed_fact_is_the_plain_count(district, number):
    with enter(system_scope()):
        plain, reading = counting.facts(number), summary(number, fresh=True)
        told = {f.seed_fact: reading.cell(f, DISTRICT).value for f in reading.figures if f.seed_fact in plain}
        assert told == {fact: plain[fact] for fact in told}
        assert len(told) >= 20


# Of the final accounts, which are a document of their own; and round words beside an exact figure.
NOT_IN_THE_TEXT = {
    "assets.depreciation",
    "assets.fixed_assets",
    "assets.general_equipment",
    "assets.offices",
    "assets.service_building_area",
    "assets.special_equipment",
    "assets.vehicles",
    "finance.expenditure_decrease",
    "finance.expenditure_last_year",
    "finance.income_decrease",
    "finance.operating_cost_decrease",
    "finance.operating_cost_last_year",
    "finance.purchased_service_projects",
    "finance.purchased_services_paid",
    "finance.three_public_costs",
    "organisations.streets",
    "people.holders_in_round_words",
    "performance.all_projects_money",
    "performance.evaluated_money",
    "performance.evaluated_projects",
    "performance.evaluated_share",
    "staffing.headquarters_staff_change",
}


@pytest.mark.parametrize("number", [2022, 2023])
def test_the_yearly_report_says_what_the_figures_say(district, number):
    with enter(system_scope()):
        report = annual.report_of(number)
        blocks = of_document(word.rendered(annual.packaged_template(), report.context()))
        said: dict[str, str] = {}
        for text, code in (piece for block in blocks for piece in block.pieces if piece[1]):
            said[code] = f"{said.get(code, '')} {text}"
        facts = [figure for figure in report.now.figures if figure.seed_fact]
        assert {figure.code for figure in facts} - said.keys() == NOT_IN_THE_TEXT
        for figure in [figure for figure in facts if figure.code in said]:
            value = report.now.cell(figure, DISTRICT).value
            assert tokens.plain(figure, value) in said[figure.code], figure.code
        assert len(facts) >= 20
        sources = annual.appendix(report, blocks)[-1].rows
        assert len(sources) == len(said) + 1  # every figure of the text, under a head


@pytest.mark.parametrize("number", [2022, 2023])
def test_each_number_has_its_records_in_every_street(district, number):
    with enter(system_scope()):
        moment = settle(None)
        reading = summary(number, moment, fresh=True)
        for indicator in catalogue.indicators_of(catalogue.in_force(year(number))):
            for area in filter(indicator.covers, reading.areas):
                found = members(indicator.code, number, area, moment)
                match indicator.unit.counting:
                    case Counting.QUANTITY:
                        behind = sum(m.entry.quantity for m in found)
                    case Counting.AMOUNT:
                        behind = sum((m.entry.amount for m in found), Decimal("0.00"))
                    case _:
                        behind = len(found)
                value = reading.count(indicator, area)
                assert behind == (value or 0), (indicator.code, area)
                assert value is not None or indicator.stated


def test_2022_is_what_was_counted_by_hand(district):
    with enter(system_scope()):
        lines = extract(2022, "home_modification.accepted", "job_fair.held", "placement.placed", "graduate.employed")
        reading = summary(2022, fresh=True)
        found = {f.code: reading.cell(f, DISTRICT).value for f in reading.figures if f.code in BY_HAND_2022}
    assert found == BY_HAND_2022, "\n".join(lines)


def test_a_street_sees_the_same_numbers_as_the_district_sees_of_it(district):
    with enter(system_scope()):
        moment = settle(None)
        whole = summary(2023, moment, fresh=True)
    with make.acting("reviewer_a"):
        own = summary(2023, moment, fresh=True)
        assert own.areas == (make.STREET_A,)
        for figure in own.figures:
            assert own.cell(figure, make.STREET_A) == whole.cell(figure, make.STREET_A), figure.code
