"""The main job, as staff and managers do it: every flow entered to its end, and the summary moved by exactly that."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from reporting import catalogue
from reporting.periods import year as period
from reporting.units import Counting
from services.cases import kinds
from services.cases.kinds import CLOSED, Kind, Subject
from services.cases.models import Case
from services.people import numbers
from tests import make
from tests.browser.desk import Desk, Seat
from tests.lives import LIVES

pytestmark = pytest.mark.browser

DATABASE = "load_district --people 800"  # of 2022 and 2023, so that the figures do not start at nothing
YEAR = 2023
FIRST_DAY = dt.date(YEAR, 2, 1)
WHOLE = "district"
# key: name, birth, sex, category and grade of the certificate, further fields
PEOPLE: dict[str, tuple[str, dt.date, str, str, dict[str, Any]]] = {
    "adult": ("王试明", dt.date(1985, 5, 6), "M", "42", {"phone": "13800001234"}),
    "seeker": ("吴求业", dt.date(1992, 3, 4), "F", "43", {}),
    "worker": ("郑上岗", dt.date(1988, 8, 8), "M", "21", {}),
    "trader": ("冯自营", dt.date(1986, 2, 3), "M", "44", {}),
    "joint": ("周同申", dt.date(1979, 9, 1), "F", "31", {}),
    "child": ("李小苗", dt.date(2017, 6, 2), "F", "", {"suspected": True}),
    "graduate": ("赵学子", dt.date(2000, 6, 1), "M", "12", {}),
    "applicant": ("周申请", dt.date(1970, 6, 1), "F", "", {}),
    "holder": ("钱注销", dt.date(1969, 3, 1), "M", "24", {}),
    "student": ("李同学", dt.date(2010, 6, 1), "F", "23", {}),
}
# Whom a case is about; the others are about the adult.
ABOUT = {"child_rehab": "child", "graduate": "graduate", "job_seeker": "seeker", "placement": "worker"}
ABOUT |= {"social_insurance": "trader"}  # who has no home help
ABOUT |= {"certificate_application": "applicant", "certificate_ending": "holder", "condolence_student": "student"}
FROM_A_PAYMENT = {"recovery"}  # opened from the page of a payment: tests/payments
# One case of each kind, taken to its end by the life in tests.lives: what it adds to which figure, counted by hand.
EXPECTED: dict[str, dict[str, int]] = {
    "social_insurance": {
        "subsidies.social_insurance_persons": 1,
        "subsidies.social_insurance_person_months": 1,
        "subsidies.social_insurance_amount": 260,
        "subsidies.social_insurance_applicants": 1,
        "subsidies.social_insurance_approved": 1,
    },
    "fuel": {
        "subsidies.fuel_persons": 1,
        "subsidies.fuel_payments": 1,
        "subsidies.fuel_amount": 260,
        "subsidies.fuel_applicants": 1,
        "subsidies.fuel_approved": 1,
    },
    "home_help": {
        "subsidies.home_help_persons": 1,
        "subsidies.home_help_person_months": 1,
        "subsidies.home_help_amount": 260,
        "subsidies.home_help_applicants": 1,
        "subsidies.home_help_approved": 1,
    },
    "adult_rehab": {
        "rehabilitation.adult_sessions": 2,
        "rehabilitation.adult_persons": 1,
        "rehabilitation.adult_amount": 72,
        "rehabilitation.adult_applicants": 1,
        "rehabilitation.adult_approved": 1,
    },
    "child_rehab": {
        "rehabilitation.child_persons": 1,
        "rehabilitation.child_persons_uncertified": 1,
        "rehabilitation.child_sessions": 8,
        "rehabilitation.child_amount": 1200,
        "rehabilitation.child_applicants": 1,
        "rehabilitation.child_enrolled": 1,
    },
    "device": {  # two applicants on one application; a pair of crutches is two pieces, and one wheelchair
        "devices.applicants_submitted": 2,
        "devices.applications_submitted": 1,
        "devices.items_requested": 3,
        "devices.applicants_approved": 2,
        "devices.applications_approved": 1,
        "devices.items_approved": 3,
        "devices.items_delivered": 3,
        "devices.applications_delivered": 1,
        "devices.amount": 660,
    },
    "home_modification": {
        "home_modifications.submitted": 1,
        "home_modifications.assessed": 1,
        "home_modifications.built": 1,
        "home_modifications.accepted": 1,
        "home_modifications.amount": 8550,
    },
    "certificate_application": {
        "certificates.applications": 1,
        "certificates.applications_approved": 1,
        "certificates.applications_issued": 1,
        "certificates.assessed_persons": 1,
        "certificates.assessments": 1,
        "certificates.first": 1,
        "certificates.issued": 1,
        "people.certificate_holders": 1,
        "people.certificates_started": 1,
    },
    "certificate_ending": {
        "certificates.cancelled": 1,
        "certificates.frozen": 1,
        "people.certificate_holders": -1,
        "people.certificates_ended": 1,
    },
    "condolence_household": {
        "condolence.households": 1,
        "condolence.amount": 500,
        "condolence.goods": 2,
        "condolence.households_listed": 1,
        "condolence.households_approved": 1,
    },
    "condolence_student": {
        "condolence.students": 1,
        "condolence.amount": 1000,
        "condolence.students_listed": 1,
        "condolence.students_approved": 1,
    },
    "legal_aid": {
        "legal_aid.applications": 1,
        "legal_aid.cases": 1,
        "legal_aid.persons": 1,
        "legal_aid.closed": 1,
    },
    "hotline_order": {
        "hotline.orders": 1,
        "hotline.year_orders": 1,  # responded to on the second working day, which is late
        "hotline.answered": 1,
        "hotline.answered_in_time": 1,
        "hotline.answer_days": 3,
        "hotline.closed": 1,
        "hotline.resolved": 1,
        "hotline.satisfied": 1,
    },
    "ability_assessment": {"employment.ability_assessed": 1, "employment.ability_registered": 1},
    "job_seeker": {
        "employment.job_seekers_registered": 1,
        "employment.labour_force": 1,
        "employment.working_age": 1,
    },
    # Who resigned is looking for work again at the end of the year.
    "placement": {
        "employment.placed": 1,
        "employment.placed_by_visit": 1,
        "employment.labour_force": 1,
        "employment.working_age": 1,
    },
    "training": {"employment.trained": 1, "employment.training_completed": 1},
    "graduate": {"employment.graduates_willing": 1, "employment.graduates_employed": 1},
    "job_fair": {
        "employment.job_fairs": 1,
        "employment.job_fair_employers": 1,
        "employment.job_fair_attendances": 1,
        "employment.job_fair_vacancies": 5,
        "employment.job_fair_intentions": 1,
    },
    "employer_visit": {"employment.employers_visited": 1, "employment.vacancies_developed": 4},
    "meeting": {"activities.dispatch_meetings": 1},
    "outreach": {"activities.outreach_attendance": 60, "activities.outreach_events": 1},
    "research": {"activities.research_topics": 1, "activities.research_reports": 1},
    "work_item": {"activities.problems_found": 1},
    "barrier_free_measure": {"activities.barrier_free_measures": 1, "activities.barrier_free_measures_done": 1},
    # Who joined and left, what was adopted and ended in the year, no longer stands at its end.
    "member_unit": {},
    "association": {},
    "institution": {},
    "rating_scheme": {},
    "warm_home": {"warm_homes.opened_community": 1},
    "rating_sheet": {},
    "home_rating": {"warm_homes.rated": 1},
    "home_activity": {"warm_homes.activities": 1, "warm_homes.attendance": 18},
    "plan_target": {"plans.plan_met": 1, "plans.plan_total": 1},
    "national_target": {"plans.national_met": 1, "plans.national_total": 1},
    "performance_target": {},
    "statement": {},  # says again what the loaded statement says
}


Reading = dict[tuple[str, str], Decimal]  # (indicator, area): value


def figures(desk: Desk, year: int) -> Reading:
    """Every number of the summary page by (indicator, area); ratios follow from the others."""
    cells = (
        desk.go(f"/summary/{year}/")
        .locator(".summary-table td a")
        .evaluate_all("links => links.map(a => [a.getAttribute('href'), a.textContent])")
    )
    found = {}
    for href, value in cells:
        if not (found_link := re.fullmatch(r"/summary/\d+/([\w.]+)/\?area=(\w+)&.*", href)):
            continue  # why it changed; the line on who was counted in several streets
        code, area = found_link.groups()
        if not isinstance(catalogue.get(code, period(year)), catalogue.Ratio):
            found[code, area] = Decimal(value.replace(",", "").rstrip("%"))
    return found


def live(seat: Seat, kind: Kind, first: dt.date, person: str | None, steps: list[tuple[str, str, Any]]) -> str:
    """A case entered and moved to its end by the people who may, from the pages they have. Gives its address."""
    life, day = LIVES[kind.code], first
    values = life.asked(kind)
    if kind.joint:
        values["joint_term"] = PEOPLE["joint"][0]
    url = seat(life.opened_by).open_case(kind, day, person, values, life.rows())
    for slug, who, data in steps:
        for _again in range(2 if slug == "session" else 1):
            day += dt.timedelta(days=1)
            given = data(day) if callable(data) else data
            name = make.colleague(who, make.STREET_A) if who in ("clerk", "reviewer") else who
            if kind.step(slug).internal:  # the bank's confirmation: tests/payments has its pages
                with make.acting(None):
                    case = Case.objects.get(pk=url.split("/")[-3])
                make.moved(case, slug, day, by=name, **given)
                continue
            seat(name).step(url, str(kind.step(slug).label), {"on": day, **given})
    return url


def changes(before: Reading, after: Reading) -> Reading:
    return {key: after[key] - before[key] for key in after if after[key] != before[key]}


def assert_moved(before: Reading, after: Reading, wanted: dict[str, int]) -> None:
    """These figures, in the whole district and (if not its own) in the clerk's street, and no other number."""
    areas = {
        code: [a for a in (WHOLE, make.STREET_A) if catalogue.get(code, period(YEAR)).covers(a)] for code in wanted
    }
    both = {(code, area): Decimal(delta) for code, delta in wanted.items() for area in areas[code]}
    assert changes(before, after) == both


def assert_lists(desk: Desk, year: int, code: str, value: Decimal, number: str, there: bool = True) -> None:
    """The street's figure opens as many records as it says, page by page, the new case among them (or, what it ended,
    not), and no name in full."""
    page = desk.page
    if not page.url.endswith(f"/summary/{year}/"):
        desk.go(f"/summary/{year}/")
    area = make.STREET_A if catalogue.get(code, period(year)).covers(make.STREET_A) else WHOLE
    page.locator(f'.summary-table a[href^="/summary/{year}/{code}/?area={area}&"]').click()
    text, rows = desk.text(), page.locator("table.table tbody tr").count()
    while (more := page.locator("a[rel=next]")).count():
        with page.expect_navigation():
            more.click()
        text, rows = text + desk.text(), rows + page.locator("table.table tbody tr").count()
    assert (number in text) == there, f"{code} and {number}:\n{text}"
    assert not [name for name, *_rest in PEOPLE.values() if name in text]
    indicator = catalogue.get(code, period(year))
    if indicator.unit.counting not in (Counting.QUANTITY, Counting.AMOUNT):
        assert rows == value


@pytest.fixture(scope="module")
def keys(seat: Seat) -> dict[str, str]:
    """The people, registered in the browser before anything is counted: name in PEOPLE -> key."""
    found = {}
    for sequence, (who, (name, born, sex, certificate, more)) in enumerate(PEOPLE.items(), start=480):
        number = numbers.synthetic_id(born, sex, sequence)
        found[who] = seat("clerk_a").register(number, name, certificate=certificate, **more)
    return found


@pytest.fixture(scope="module")
def steps(keys: dict[str, str]) -> dict[str, list[tuple[str, str, Any]]]:
    """The steps of every kind; whom and what they name is registered now, before anything is counted."""
    for life in LIVES.values():
        if life.about is None:  # the home that is rated is open before anything is counted
            life.extra(None)
    return {code: life.steps() for code, life in LIVES.items()}


@pytest.fixture(scope="module")
def last_reading() -> dict[int, Reading]:
    """What the test before this one read last, if it came that far."""
    return {}


def test_every_kind_has_its_figures() -> None:
    assert set(EXPECTED) | FROM_A_PAYMENT == set(LIVES) == {kind.code for kind in kinds.all_kinds()}


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_a_flow_to_its_end_moves_the_summary_by_exactly_its_records(
    code: str, seat: Seat, keys: dict[str, str], steps: dict, last_reading: dict[int, Reading], full: bool
) -> None:
    director, kind = seat("director"), kinds.get(code)
    before = last_reading.pop(YEAR, None) or figures(director, YEAR)
    person = keys[ABOUT.get(code, "adult")] if kind.subject in (Subject.PERSON, Subject.HOUSEHOLD) else None
    url = live(seat, kind, FIRST_DAY, person, steps[code])
    number = seat(LIVES[code].opened_by).page.locator(".case-bar__number").inner_text()

    after = figures(director, YEAR)
    assert_moved(before, after, EXPECTED[code])
    with make.acting(None):
        assert Case.objects.of_kind(code).order_by("serial").last().status in CLOSED
    for figure, moved in list(EXPECTED[code].items())[: None if full else 1]:
        if figure not in ("employment.labour_force", "employment.working_age"):  # count a status, which names no case
            area = make.STREET_A if (figure, make.STREET_A) in after else WHOLE
            assert_lists(director, YEAR, figure, after[figure, area], number, there=moved > 0)
    if code == "home_modification":
        after = correct_the_acceptance_into_the_next_year(seat, url, number, after)
    last_reading[YEAR] = after


def correct_the_acceptance_into_the_next_year(seat: Seat, url: str, number: str, before: Reading) -> Reading:
    """A correction after the end moves one figure of two years by one. Gives the new reading of the first."""
    director, clerk, code = seat("director"), seat("clerk_a"), "home_modifications.accepted"
    next_year = figures(director, YEAR + 1)
    clerk.go(url).locator(".timeline li", has_text="验收").get_by_role("link", name="更正").click()
    clerk.fill({"happened_on": dt.date(YEAR + 1, 1, 10), "reason": "验收单上的日期是1月10日"})
    clerk.done()
    assert "已作废" in clerk.text() and "验收单上的日期是1月10日" in clerk.text()
    after, now = figures(director, YEAR), figures(director, YEAR + 1)
    assert_moved(before, after, {code: -1})
    assert_moved(next_year, now, {code: 1})
    assert_lists(director, YEAR + 1, code, now[code, make.STREET_A], number)
    return after
