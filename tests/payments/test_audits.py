"""The three findings of the domestic audits (DOMAIN C.4): paid double, paid after death, entitled and unpaid."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.errors import Conflict, RuleBroken
from services.cases import amendments, kinds, unclaimed, workflow
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.payments import settling
from services.people import actions as people
from services.people.models import Person
from services.recoveries import suspicions
from services.recoveries.guards import parts
from tests import make
from tests.payments.test_hands import grant

pytestmark = pytest.mark.django_db
JUNE, JULY = dt.date(2023, 6, 1), dt.date(2023, 7, 1)


def month(which: dt.date, on: dt.date) -> None:
    make.settled(make.through(make.prepared("home_help", which), "check", "approve", "release", "send"), on)


def suspected() -> list[tuple[str, dt.date, str]]:
    with make.acting("officer"):
        return [(one.payment.person.name, one.payment.for_month, one.why) for one in suspicions.find()]


def test_a_death_that_stands_on_the_kept_record_stops_what_another_record_is_paid():
    """At any remove of merges; and what was paid double under two records is found as well."""
    case, twin = grant("亡故人"), grant("亡故人")
    month(JUNE, dt.date(2023, 6, 15))
    month(JULY, dt.date(2023, 7, 14))
    between, kept = make.person("亡故人"), make.person("亡故人")
    with make.acting("officer") as by:
        for one, into in ((case.person, between), (twin.person, kept), (between, kept)):
            ledger.merge_persons(by=by, person=one, into=into, on=JULY, reason="同一人")
        assert sorted(suspected()) == [("亡故人", day, "double") for day in (JUNE, JULY)]
        person = Person.objects.get(pk=kept.pk)
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=JUNE)
        assert sorted(suspected()) == [("亡故人", JUNE, "double"), *[("亡故人", JULY, "died")] * 2]
    make.prepared("home_help", dt.date(2023, 8, 1))
    with make.acting("officer"):
        august = case.payments.get(for_month=dt.date(2023, 8, 1))
        assert "RC15" in {reason["code"] for reason in august.hold.reasons}


def test_a_recovery_that_was_annulled_leaves_the_payment_under_suspicion():
    case = grant("亡故人")
    month(JULY, dt.date(2023, 7, 14))
    with make.acting("clerk_a") as by:
        person = Person.objects.get(pk=case.person_id)
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=JUNE)
    with make.acting("officer"):
        (one,) = suspicions.find()
    opened = recovery(one, "100.00")
    assert suspected() == []
    with make.acting("officer") as by:
        amendments.annul(by=by, case=opened, reason="登记有误")
    assert suspected() == [("亡故人", JULY, "died")]


def test_what_the_bank_paid_although_the_case_was_annulled_meanwhile_is_suspected():
    case = grant("错登人")
    batch = make.through(make.prepared("home_help", JUNE), "check", "approve", "release", "send")
    with make.acting("officer") as by:
        amendments.annul(by=by, case=case, reason="登记错人")
    make.settled(batch, dt.date(2023, 6, 15))
    assert suspected() == [("错登人", JUNE, "not_entitled")]


def recovery(of: suspicions.Suspicion, amount: str) -> Case:
    with make.acting("officer") as by:
        return workflow.open_case(
            by=by,
            kind=kinds.get("recovery"),
            on=dt.date(2023, 9, 1),
            today=make.TODAY,
            person=of.payment.person,
            details={"payment": of.payment, "why": of.why},
            opening={"amount": Decimal(amount)},
        )


def test_paid_after_death_is_suspected_held_from_then_on_and_recovered():
    case = grant("亡故人")
    month(JUNE, dt.date(2023, 6, 15))
    month(JULY, dt.date(2023, 7, 14))
    assert suspected() == []
    with make.acting("clerk_a") as by:
        person = Person.objects.get(pk=case.person_id)
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=JUNE)
    assert suspected() == [("亡故人", JULY, "died")]
    make.prepared("home_help", dt.date(2023, 8, 1))
    with make.acting("officer"):
        august = case.payments.get(for_month=dt.date(2023, 8, 1))
        assert august.state == "held" and august.hold.reasons[0]["code"] == "RC15"
        (one,) = suspicions.find()
    opened = recovery(one, "100.00")
    assert suspected() == []
    with make.acting("finance") as by, pytest.raises(Conflict) as refused:
        settling.take_back(by=by, payment=one.payment, on=dt.date(2023, 9, 2), reason="银行退票")
    assert refused.value.code == "payment.claimed_back"
    make.moved(opened, "recovered", dt.date(2023, 10, 1), by="finance", amount=Decimal("60.00"))
    with pytest.raises(RuleBroken) as refused:
        make.moved(opened, "recovered", dt.date(2023, 10, 2), by="finance", amount=Decimal("40.01"))
    assert refused.value.code == "recovery.more_than_owed"
    make.moved(opened, "waived", dt.date(2023, 11, 1), by="director", amount=Decimal("40.00"), reason="无遗产")
    with make.acting("officer"):
        opened.refresh_from_db()
        assert opened.status == "completed"
        assert parts(opened)["owed"] == 0
        assert Entry.objects.of("home_help.paid").standing().count() == 2  # what was paid stays counted


def test_what_was_settled_is_owed_again_when_a_part_of_it_is_put_right():
    case = grant("亡故人")
    month(JULY, dt.date(2023, 7, 14))
    with make.acting(None):
        paid = case.payments.get()
    opened = recovery(suspicions.Suspicion(paid, "amount"), "100.00")
    back = make.moved(opened, "recovered", dt.date(2023, 10, 1), by="finance", amount=Decimal("100.00"))
    with make.acting("officer") as by:
        with pytest.raises(RuleBroken) as refused:
            values = {"reason": "看错", "today": make.TODAY, "amount": Decimal("100.01")}
            amendments.correct(by=by, entry=back, **values)
        assert refused.value.code == "recovery.more_than_owed"
        amendments.correct(by=by, entry=back, **values | {"amount": Decimal("40.00")})
        opened.refresh_from_db()
        assert (opened.status, parts(opened)["owed"]) == ("active", Decimal("60.00"))


def test_paid_double_under_two_records_is_suspected_once_they_are_merged():
    first = grant("双份人")
    second = grant("双份人二")
    month(JUNE, dt.date(2023, 6, 15))
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=second.person, into=first.person, on=JULY, reason="同一人")
    assert [(when, why) for _name, when, why in suspected()] == [(JUNE, "double")]


def test_of_one_payment_no_more_is_overpaid_than_was_paid():
    grant("双份人"), grant("双份人二")
    month(JUNE, dt.date(2023, 6, 15))
    with make.acting("officer") as by:
        one, two = Person.objects.order_by("pk")
        ledger.merge_persons(by=by, person=one, into=two, on=JULY, reason="同一人")
        (found,) = suspicions.find()
    with pytest.raises(RuleBroken) as refused:
        recovery(found, "100.01")
    assert refused.value.code == "recovery.more_than_paid"


def test_entitled_and_unpaid_stands_on_the_work_list():
    make.person("未享人")
    with make.acting("clerk_a"):
        assert [one.person.name for one in unclaimed.find(unclaimed.get("home_help"), make.TODAY)] == ["未享人"]


def test_the_list_leads_to_the_recovery(client):
    case = grant("亡故人")
    month(JULY, dt.date(2023, 7, 14))
    with make.acting("clerk_a") as by:
        person = Person.objects.get(pk=case.person_id)
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, died_on=JUNE)
    client.force_login(make.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/suspicions/").content.decode()
    assert "亡故人" in page and "死亡后发放" in page
    url = page.split('href="/admin/recoveries/recovery/add/')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/admin/recoveries/recovery/add/{url}")
    assert form.status_code == 200
    values = dict(part.split("=") for part in url.strip("?").split("&"))
    body = {"person_choice": values["person"], "payment": values["payment"], "amount": values["amount"]}
    body |= {"why": values["why"], "opened_on": "2023-09-01", "origin": "window"}
    assert client.post(f"/admin/recoveries/recovery/add/{url}", body).status_code == 302
    with make.acting("officer"):
        opened = Case.objects.of_kind("recovery").get()
    assert "尚欠" in client.get(f"/admin/recoveries/recovery/{opened.pk}/change/").content.decode()
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/suspicions/").status_code == 403
