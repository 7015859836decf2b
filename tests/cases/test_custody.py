"""What follows a person: a handover and a death."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from accounts.errors import Conflict, RuleBroken
from accounts.models import Street
from services.cases import amendments, deadlines
from services.cases.course import course
from services.certificates import actions as certificates
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.people import actions as people
from tests import make

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 6, 1)


def handed_over(person, on=DAY):
    with make.acting("officer") as by:
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=on, reason="户籍迁移")
        person.refresh_from_db()


def test_a_holder_counts_in_one_street_at_a_time():
    person = make.person()
    handed_over(person)
    with make.acting("officer"):
        rows = Entry.objects.filter(person=person).standing().order_by("id")
        told = [(e.code, e.street_id, e.happened_on) for e in rows if e.code.startswith("certificate.")]
    assert told == [
        ("certificate.started", make.STREET_A, dt.date(2020, 1, 1)),
        ("certificate.ended", make.STREET_A, DAY),
        ("certificate.started", make.STREET_B, DAY),
    ]


def test_a_case_goes_on_in_the_new_street_from_where_it_stood():
    """That street does not see what the old one recorded; order, status and clock rest on it all the same."""
    person = make.person()
    case = make.opened("home_help", person)
    handed_over(person, dt.date(2023, 3, 5))
    with make.acting(None):
        case.refresh_from_db()
    with pytest.raises(RuleBroken):
        make.moved(case, "reviewed", dt.date(2023, 2, 28))
    reviewed = make.moved(case, "reviewed", dt.date(2023, 3, 6))
    with make.acting("reviewer_b") as by:
        amendments.take_back(by=by, entry=reviewed, reason="还没有审核")
        case.refresh_from_db()
        assert case.status == "submitted" and case.pk in deadlines.clocks_of([case], make.TODAY)
        with pytest.raises(Conflict) as refused:
            amendments.annul(by=by, case=case, reason="登记有误")
        assert refused.value.code == "case.of_two_streets"
    with make.acting("officer") as by:
        amendments.annul(by=by, case=case, reason="登记有误")
        assert not Entry.objects.filter(case=case).standing().exists()


def test_the_course_of_a_case_is_told_to_its_street_and_the_district_alone():
    """Also by the database, which is asked by key."""
    person = make.person()
    case = make.opened("home_help", person)
    for who, seen in (("clerk_a", 1), ("clerk_b", 0), ("officer", 1)):
        with make.acting(who):
            assert len(course(case.pk)) == seen, who
    handed_over(person)
    for who, seen in (("clerk_a", 0), ("clerk_b", 1)):
        with make.acting(who):
            assert len(course(case.pk)) == seen, who
    with connection.cursor() as cursor:  # no scope is in force
        cursor.execute("SELECT count(*) FROM ledger_of_cases(%s)", [[case.pk]])
        assert cursor.fetchone() == (0,)


def test_a_month_that_the_old_street_recorded_is_not_recorded_again():
    case = make.lived("child_rehab", until="attended")
    with make.acting("officer"):
        (attended,), person = make.entries(case, "attended"), case.person
    handed_over(person)
    with make.acting(None):
        case.refresh_from_db()
    with pytest.raises(Conflict) as refused:
        make.moved(case, "attended", attended.happened_on, for_month=attended.for_month, quantity=1)
    assert refused.value.code == "month.already_recorded"


def test_the_new_street_ends_the_certificate():
    person = make.person()
    handed_over(person)
    with make.acting("reviewer_b") as by:
        entry = certificates.end_certificate(
            by=by, certificate=person.certificates.get(), on=dt.date(2023, 7, 1), reason="recovered", today=make.TODAY
        )
    assert entry.street_id == make.STREET_B


def test_the_old_street_still_reads_its_closed_case(client):
    case = make.lived("home_help", on=dt.date(2022, 3, 1))
    with make.acting("officer"):
        person = case.person
    handed_over(person)
    client.force_login(make.user("clerk_a"))
    for url in (f"/admin/subsidies/homehelpgrant/{case.pk}/change/", "/admin/subsidies/homehelpgrant/"):
        body = client.get(url).content.decode()
        assert "已移交其他街道的人员" in body
        assert person.name not in body


def test_a_death_ends_certificate_and_status():
    person = make.person()
    make.opened("placement", person)
    with make.acting("clerk_a") as by:
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=DAY)
        ended = Entry.objects.filter(person=person).standing().of("certificate.ended", "employment_status.ended")
        assert sorted((e.code, e.happened_on) for e in ended) == [
            ("certificate.ended", DAY),
            ("employment_status.ended", DAY),
        ]
        assert person.certificate_on(DAY) is None


def test_who_died_gets_no_new_case():
    person = make.person()
    with make.acting("clerk_a") as by:
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=DAY)
        person.refresh_from_db()
    with pytest.raises(Exception, match="死亡"):
        make.opened("fuel", person, on=DAY)


def test_nobody_is_handed_over_on_a_day_to_come(client):
    person = make.person()
    client.force_login(make.user("officer"))
    body = {"to": make.STREET_B, "on": timezone.localdate() + dt.timedelta(1), "reason": "户籍迁移"}
    answer = client.post(f"/admin/custody/hand-over/{person.pk}/", body)
    assert answer.status_code == 200 and "日期在今天之后" in answer.text
