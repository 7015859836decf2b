"""One page of the book for each figure of certificates, condolence, legal aid and the hotline, counted by hand."""

import datetime as dt
import itertools

import pytest

from reporting import balances, catalogue
from reporting.explain import At, explain
from reporting.figures import passports, summary
from reporting.periods import year
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import figure, page, void, write

pytestmark = pytest.mark.django_db


def people(*names):
    return [make.person(name, certificate=None) for name in names]


def now() -> dt.datetime:
    with make.acting(None):
        return settle(None)


def growth(first: dt.datetime, second: dt.datetime) -> tuple:
    """Of people assessed, as it is explained between two moments: before, after, and its parts likewise."""
    with make.acting(None):
        declared = catalogue.get("certificates.assessed_growth", year(2023))
        found = explain(*(At(declared, year(2023), "district", moment) for moment in (first, second)))
        parts = {name: (part.value_before, part.value_after) for name, part in found.parts.items()}
        return found.value_before, found.value_after, parts


class TestCertificates:
    def test_a_person_assessed_twice_is_one_person_and_two_assessments(self):
        a, b = people("王一", "李二")
        page(
            ("certificate_application.assessed", "2023-03-01", {"person": a, "detail": "none"}),
            ("certificate_application.assessed", "2023-04-01", {"person": a, "detail": "44"}),
            ("certificate_application.assessed", "2023-12-31", {"person": b, "detail": "21"}),
            ("certificate_application.confirmed", "2023-05-01", {"person": b, "detail": "21"}),  # not assessed
            ("certificate_application.assessed", "2024-01-01", {"person": b, "detail": "21"}),  # the year after
        )
        assert figure("certificates.assessed_persons") == 2
        assert figure("certificates.assessments") == 3

    def test_growth_is_against_the_year_before_as_it_was_recorded(self):
        a, b, c = people("王一", "李二", "张三")
        page(
            ("certificate_application.assessed", "2022-05-01", {"person": a}),
            ("certificate_application.assessed", "2022-06-01", {"person": b}),
            ("certificate_application.assessed", "2022-07-01", {"person": c}),
            *[("certificate_application.assessed", "2023-05-01", {"person": one}) for one in (a, b, c)],
            ("certificate_application.assessed", "2023-05-01", {"person": people("赵四")[0]}),
        )
        assert figure("certificates.assessed_persons_before") == 3
        assert figure("certificates.assessed_growth") == "33"  # 33.3, cut off
        assert figure("certificates.assessed_growth", year=2022) is None

    def test_of_a_year_that_was_not_recorded_a_stated_value_stands_in(self):
        """R22: 2069 against a stated 1591 are 30.04 %. What was recorded goes before what was stated."""
        stated = "certificates.assessed_persons_stated"
        (a,) = people("王一")
        write("certificate_application.assessed", "2023-05-01", person=a)
        assert figure("certificates.assessed_growth") is None  # nothing is invented
        moments = [now()]
        entry = write("stated.value", "2023-12-31", quantity=4, detail=stated, reason="2023年工作总结")
        assert figure("certificates.assessed_growth") == "-75"
        with make.acting(None):
            (passport,) = passports(2023, code="certificates.assessed_growth", area="district")
        assert (passport["numerator"], passport["denominator"], passport["instead"]) == (1, 4, stated)
        moments.append(now())
        write("certificate_application.assessed", "2022-05-01", person=a)
        assert figure("certificates.assessed_growth") == "0"
        moments.append(now())
        assert [growth(*pair) for pair in itertools.pairwise(moments)] == [
            (None, -75, {"numerator": (1, 1), "denominator": (None, 4)}),
            (-75, 0, {"numerator": (1, 1), "denominator": (0, 1), "stated": (4, 4)}),
        ]
        void(entry)
        assert figure(stated) is None

    def test_what_was_issued_is_told_apart_by_its_purpose(self):
        a, b, c = people("王一", "李二", "张三")
        page(
            ("certificate_application.submitted", "2023-02-01", {"person": a}),
            ("certificate_application.submitted", "2023-02-01", {"person": b}),
            ("certificate_application.issued", "2023-03-01", {"person": a}),
            ("certificate_application.issued", "2023-08-01", {"person": a}),
            ("certificate_issue.first", "2023-03-01", {"person": a}),
            ("certificate_issue.reissued", "2023-08-01", {"person": a}),
            ("certificate_issue.renewed", "2023-08-01", {"person": b}),
            ("certificate_issue.changed", "2023-08-01", {"person": c}),
            ("certificate_issue.transferred_in", "2022-12-31", {"person": c}),
            ("certificate_ending.frozen", "2023-08-01", {"person": b}),
            ("certificate_ending.frozen", "2023-10-01", {"person": b}),
            ("certificate_ending.transferred", "2023-12-01", {"person": b}),
            ("certificate_ending.cancelled", "2023-12-01", {"person": c}),
        )
        found = {
            "applications": 2,
            "issued": 1,
            "first": 1,
            "reissued": 1,
            "renewed": 1,
            "changed": 1,
            "transferred_in": 0,
            "frozen": 1,
            "transferred_out": 1,
            "cancelled": 1,
        }
        assert {name: figure(f"certificates.{name}") for name in found} == found


class TestBalance:
    def test_holders_are_those_before_and_who_began_minus_who_ended_or_expired(self):
        a, b, c, d = people("王一", "李二", "张三", "赵四")
        until = dt.date(2023, 6, 1)
        started = page(
            ("certificate.started", "2020-01-01", {"person": a}),
            ("certificate.started", "2013-06-01", {"person": b, "valid_until": until}),  # expires in the year
            ("certificate.started", "2020-01-01", {"person": c}),
            ("certificate.started", "2023-05-01", {"person": d}),
        )
        write("certificate.ended", "2023-04-01", person=c, ends=started[2], quantity=0)
        assert figure("people.certificate_holders", year=2022) == 3
        assert figure("people.certificate_holders") == 2  # 3 + 1 - 1 - 1
        assert self.sentences() == []

    def test_somebody_with_two_certificates_is_told(self):
        (a,) = people("王一")
        page(
            ("certificate.started", "2020-01-01", {"person": a}),
            ("certificate.started", "2023-05-01", {"person": a}),
        )
        (whole, street) = self.sentences()
        assert "1 before, 1 began, 0 ended and 0 expired, which does not make 1" in whole
        assert "district" in whole and make.STREET_A in street

    def sentences(self):
        with make.acting(None):
            return list(balances.problems(summary(2023, fresh=True)))


class TestCondolence:
    def test_households_and_students_count_once_and_their_cash_adds_up(self):
        head, student = people("王一", "李同学")
        home = make.household(head)
        both = {"person": head, "household": home}
        page(
            ("condolence_household.handed_over", "2023-01-12", both | {"amount": "500.00"}),
            ("condolence_household.handed_over", "2023-09-20", both | {"amount": "0.00"}),  # a second campaign
            ("condolence_household.goods", "2023-01-12", both | {"quantity": 2}),
            ("condolence_household.approved", "2023-01-05", both),
            ("condolence_student.handed_over", "2023-09-05", {"person": student, "amount": "1000.50"}),
            ("condolence_student.goods", "2023-09-05", {"person": student, "quantity": 3}),
            ("condolence_student.handed_over", "2024-01-01", {"person": head, "amount": "1000.00"}),
        )
        assert figure("condolence.households") == 1
        assert figure("condolence.students") == 1
        assert figure("condolence.amount") == "1500.50"
        assert figure("condolence.goods") == 5


class TestLegalAid:
    def test_persons_count_once_and_cases_each(self):
        a, b = people("王一", "李二")
        page(
            ("legal_aid.submitted", "2022-12-30", {"person": a}),
            ("legal_aid.accepted", "2023-01-03", {"person": a}),
            ("legal_aid.submitted", "2023-05-01", {"person": a}),
            ("legal_aid.accepted", "2023-05-03", {"person": a}),
            ("legal_aid.submitted", "2023-05-01", {"person": b}),
            ("legal_aid.rejected", "2023-05-03", {"person": b}),
            ("legal_aid.closed", "2023-09-01", {"person": a}),
        )
        found = {"applications": 2, "persons": 1, "cases": 2, "closed": 1}
        assert {name: figure(f"legal_aid.{name}") for name in found} == found


class TestHotline:
    def test_its_year_ends_in_october(self):
        page(
            ("hotline_order.received", "2022-12-31"),
            ("hotline_order.received", "2023-01-01"),
            ("hotline_order.received", "2023-10-31"),
            ("hotline_order.received", "2023-11-01"),
            ("hotline_order.received", "2023-12-31"),
        )
        assert figure("hotline.orders") == 2
        assert figure("hotline.year_orders") == 4

    def test_rates_divide_by_what_was_received_and_what_was_closed(self):
        page(
            *[("hotline_order.received", f"2023-10-0{n}") for n in range(1, 4)],
            ("hotline_time.responded", "2023-10-01"),
            ("hotline_time.responded", "2023-10-02"),
            ("hotline_time.answered", "2023-10-01"),
            ("hotline_time.taken", "2023-10-05", {"quantity": 3}),
            ("hotline_time.taken", "2023-10-31", {"quantity": 10}),
            ("hotline_time.taken", "2023-11-01", {"quantity": 50}),  # answered after the period
            ("hotline_order.closed", "2023-10-09", {"detail": "resolved_satisfied"}),
            ("hotline_order.closed", "2023-10-10", {"detail": "resolved_unsatisfied"}),
            ("hotline_order.closed", "2023-10-10", {"detail": "unresolved_satisfied"}),
            ("hotline_order.closed", "2023-11-10", {"detail": "unresolved_unsatisfied"}),
        )
        found = {
            "response_rate": "66.66",
            "answer_rate": "33.33",
            "answered": 2,
            "answer_days": 13,
            "answer_time": "6.5",
            "closed": 3,
            "resolution_rate": "66.66",
            "satisfaction_rate": "66.66",
        }
        assert {name: figure(f"hotline.{name}") for name in found} == found
