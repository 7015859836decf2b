"""One page of the book for each kind of indicator: what stands there, and what it counts to."""

import pytest

from reporting import catalogue
from reporting.periods import year
from services.ledger import actions
from tests import make
from tests.reporting.book import figure, page, void, write

pytestmark = pytest.mark.django_db
CODES = sorted({one.code for one in catalogue.declared()})


@pytest.mark.parametrize("code", CODES)
def test_every_figure_reads_zero_on_an_empty_database(code):
    declared = catalogue.get(code, year(2023))
    if isinstance(declared, catalogue.Ratio) or declared.stated:
        assert figure(code) is None  # nothing to divide by, nothing stated
    else:
        assert figure(code) in (0, "0.00")


class TestFlows:
    def test_a_person_counts_once_however_many_months_were_paid(self):
        a, b = make.person("王一", certificate=None), make.person("李二", certificate=None)
        page(
            ("social_insurance.paid", "2023-01-15", {"person": a, "amount": "683.20"}),
            ("social_insurance.paid", "2023-02-15", {"person": a, "amount": "683.20"}),
            ("social_insurance.paid", "2023-02-15", {"person": b, "amount": "500.05"}),
            ("social_insurance.paid", "2022-12-31", {"person": b, "amount": "500.05"}),  # the year before
            ("social_insurance.paid", "2024-01-01", {"person": b, "amount": "500.05"}),  # the year after
            ("social_insurance.approved", "2023-03-01", {"person": b}),  # not a payment
        )
        assert figure("subsidies.social_insurance_persons") == 2
        assert figure("subsidies.social_insurance_person_months") == 3
        assert figure("subsidies.social_insurance_amount") == "1866.45"

    def test_what_each_programme_paid_is_summed_by_the_banks_day(self):
        a = make.person("王一", certificate=None)
        page(
            ("device.paid", "2023-02-15", {"person": a, "amount": "600.00"}),
            ("device.paid", "2024-01-02", {"person": a, "amount": "120.00"}),
            ("adult_rehab.paid", "2023-02-15", {"person": a, "amount": "72.00"}),
            ("child_rehab.paid", "2023-12-31", {"person": a, "amount": "1200.50"}),
            ("home_modification.paid", "2023-01-01", {"person": a, "amount": "8550.00"}),
            ("device.delivered", "2023-02-01", {"person": a}),  # not a payment
        )
        assert figure("devices.amount") == "600.00"
        assert figure("rehabilitation.adult_amount") == "72.00"
        assert figure("rehabilitation.child_amount") == "1200.50"
        assert figure("home_modifications.amount") == "8550.00"

    def test_first_and_last_day_of_the_year_belong_to_it(self):
        a, b = make.person("王一", certificate=None), make.person("李二", certificate=None)
        page(("fuel.paid", "2023-01-01", {"person": a}), ("fuel.paid", "2023-12-31", {"person": b}))
        assert figure("subsidies.fuel_persons") == 2

    def test_adults_count_in_sessions_children_in_persons(self):
        adult = make.person("王一", certificate=None)
        child = make.person("小明", born=make.dt.date(2016, 5, 1), certificate="52")
        suspected = make.person("小红", born=make.dt.date(2018, 5, 1), certificate=None, suspected=True)
        page(
            ("adult_rehab.session", "2023-03-01", {"person": adult}),
            ("adult_rehab.session", "2023-03-02", {"person": adult}),
            ("child_rehab.attended", "2023-03-31", {"person": child, "quantity": 8}),
            ("child_rehab.attended", "2023-04-30", {"person": child, "quantity": 7}),
            ("child_rehab.attended", "2023-03-31", {"person": suspected, "quantity": 4}),
        )
        assert figure("rehabilitation.adult_sessions") == 2
        assert figure("rehabilitation.adult_persons") == 1
        assert figure("rehabilitation.child_persons") == 2
        assert figure("rehabilitation.child_persons_certified") == 1
        assert figure("rehabilitation.child_persons_uncertified") == 1
        assert figure("rehabilitation.child_sessions") == 19

    def test_persons_applications_and_items_are_different_counters(self):
        """R1: two people on one application for a pair of hearing aids and a cane; another for one wheelchair."""
        a, b, c = (make.person(name, certificate=None) for name in ("王一", "李二", "张三"))
        page(
            ("device.approved", "2023-05-01", {"person": a}),
            ("device.approved_joint", "2023-05-01", {"person": b, "quantity": 0}),
            ("device.approved_item", "2023-05-01", {"person": a, "quantity": 2, "detail": "pair"}),
            ("device.approved_item", "2023-05-01", {"person": a, "quantity": 1}),
            ("device.approved", "2023-06-01", {"person": c}),
            ("device.approved_item", "2023-06-01", {"person": c, "quantity": 1}),
            ("device.delivered_item", "2023-07-01", {"person": c, "quantity": 1}),
        )
        assert figure("devices.applicants_approved") == 3
        assert figure("devices.applications_approved") == 2
        assert figure("devices.items_approved") == 4
        assert figure("devices.items_delivered") == 1

    def test_a_home_counts_in_the_year_of_each_milestone(self):
        head, other = make.person("王一", certificate=None), make.person("李二", certificate=None)
        home, second = make.household(head), make.household(other)
        page(
            ("home_modification.assessed", "2022-11-01", {"person": head, "household": home}),
            ("home_modification.built", "2023-03-01", {"person": head, "household": home}),
            ("home_modification.accepted", "2023-04-01", {"person": head, "household": home}),
            ("home_modification.assessed", "2023-05-01", {"person": other, "household": second}),
            ("home_modification.assessed", "2023-09-01", {"person": other, "household": second}),  # assessed again
        )
        assert figure("home_modifications.assessed") == 1
        assert figure("home_modifications.built") == 1
        assert figure("home_modifications.accepted") == 1
        assert figure("home_modifications.assessed", year=2022) == 1
        assert figure("home_modifications.built", year=2022) == 0

    def test_employers_count_once_and_their_vacancies_add_up(self):
        one, two = make.organisation("甲公司", "employer"), make.organisation("乙公司", "employer")
        page(
            ("job_fair.held", "2023-05-20"),
            ("job_fair.held", "2023-10-20"),
            ("job_fair.employer_attended", "2023-05-20", {"organisation": one, "quantity": 7}),
            ("job_fair.employer_attended", "2023-10-20", {"organisation": one, "quantity": 5}),
            ("job_fair.employer_attended", "2023-10-20", {"organisation": two, "quantity": 1}),
        )
        assert figure("employment.job_fairs") == 2
        assert figure("employment.job_fair_employers") == 2
        assert figure("employment.job_fair_attendances") == 3
        assert figure("employment.job_fair_vacancies") == 13

    def test_a_detail_tells_placements_of_the_visits_from_others(self):
        a, b = make.person("王一", certificate=None), make.person("李二", certificate=None)
        page(
            ("placement.placed", "2023-05-01", {"person": a, "detail": "visit"}),
            ("placement.placed", "2023-06-01", {"person": b, "detail": "fair"}),
        )
        assert figure("employment.placed_by_visit") == 1
        assert figure("employment.placed") == 2


class TestStocks:
    def test_a_certificate_counts_from_its_day_until_it_ends_or_expires(self):
        people = [make.person(f"王{n}", certificate=None) for n in "一二三四五六"]
        started = page(
            ("certificate.started", "2020-01-01", {"person": people[0], "valid_until": make.dt.date(2030, 1, 1)}),
            ("certificate.started", "2023-12-31", {"person": people[1]}),  # on the last day
            ("certificate.started", "2024-01-01", {"person": people[2]}),  # a day late
            ("certificate.started", "2014-01-01", {"person": people[3], "valid_until": make.dt.date(2024, 1, 1)}),
            ("certificate.started", "2013-12-31", {"person": people[4], "valid_until": make.dt.date(2023, 12, 31)}),
            ("certificate.started", "2020-01-01", {"person": people[5]}),
        )
        write("certificate.ended", "2023-12-31", person=people[5], ends=started[5], quantity=0, detail="died")
        assert figure("people.certificate_holders") == 3  # people 0, 1 and 3
        assert figure("people.certificate_holders", year=2022) == 4  # people 0, 3, 4 and 5

    def test_an_end_that_was_voided_ends_nothing(self):
        a = make.person("王一", certificate=None)
        started = write("certificate.started", "2020-01-01", person=a)
        end = write("certificate.ended", "2023-06-01", person=a, ends=started, quantity=0)
        assert figure("people.certificate_holders") == 0
        void(end)
        assert figure("people.certificate_holders") == 1

    def test_the_rate_divides_two_stocks_and_cuts_the_rest_off(self):
        people = [make.person(f"王{n}", certificate=None) for n in "一二三四五六七"]
        for person, detail in zip(people, ["employed"] * 4 + ["seeking"] * 2 + ["not_seeking"], strict=True):
            write("employment_status.started", "2022-05-01", person=person, detail=detail)
        assert figure("employment.employed") == 4
        assert figure("employment.labour_force") == 6
        assert figure("employment.employment_rate") == "66.66"  # rounded it would be 66.67

    def test_graduates_who_want_to_work_are_the_denominator(self):
        a, b, c = (make.person(name, certificate=None) for name in ("王一", "李二", "张三"))
        page(
            ("graduate.registered", "2023-06-01", {"person": a, "detail": "willing"}),
            ("graduate.registered", "2023-06-01", {"person": b, "detail": "willing"}),
            ("graduate.registered", "2023-06-01", {"person": c, "detail": "unwilling"}),
            ("graduate.employed", "2023-08-01", {"person": a}),
        )
        assert figure("employment.graduate_employment_rate") == "50.00"


def test_streets_count_their_own_and_the_district_counts_a_person_once():
    a = make.person("王一", certificate=None)
    page(("fuel.paid", "2023-05-01", {"person": a}))
    with make.acting("officer") as by:
        actions.hand_over(
            by=by, person=a, to=make.Street.objects.get(pk=make.STREET_B), on=make.dt.date(2023, 6, 1), reason="迁居"
        )
        a.refresh_from_db()
    page(("fuel.paid", "2023-07-01", {"person": a}))
    code = "subsidies.fuel_persons"
    assert [figure(code, area) for area in (make.STREET_A, make.STREET_B, "district")] == [1, 1, 1]
    assert [figure(code, area, basis="now") for area in (make.STREET_A, make.STREET_B, "district")] == [0, 1, 1]
