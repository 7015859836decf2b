"""A year of edits through every path after a year was published: every passport reproduces, hash for hash; after a
dump and a restore too."""

import datetime as dt
import os
from decimal import Decimal

from rest_framework.test import APIClient

from accounts.models import Street
from reporting import reproducing
from reporting.differences import pending
from reporting.models import Figure
from reporting.passports import reproduce
from services.cases import amendments
from services.cases.models import Case
from services.certificates import actions as certificates
from services.circumstances import imports
from services.ledger import actions as ledger
from services.ledger import bulk
from services.ledger.models import Entry
from services.payments import settling
from services.people import actions as people
from services.people.models import Person
from services.policy import actions as policy
from services.sheets.reading import Row
from tests import databases, make
from tests.ledger.test_restore import as_dump, run
from tests.reporting import publications as pub
from tests.reporting.book import figure as value_of
from tests.reporting.book import write

LATE = dt.date(2024, 1, 10)


def a_year() -> dict[str, Case]:
    """What 2023 looked like when it was published."""
    fuel = make.lived("fuel", make.person("王一"), until="approved")
    cases = {
        "device": make.lived("device", make.person("李二"), until="approved"),
        "other_device": make.lived("device", make.person("李贰"), until="delivered"),
        "home": make.lived("home_modification", make.person("张三"), until="accepted"),
        "child": make.lived("child_rehab", until="attended"),
        "placement": make.lived("placement", make.person("赵四")),
        "job_fair": make.lived("job_fair"),
        "help": make.lived("home_help", make.person("周五", street=make.STREET_B), until="approved"),
        "fuel": fuel,
    }
    with make.acting(None):
        for case in cases.values():
            case.refresh_from_db()
            case.person  # noqa: B018  (loaded while a scope shows it)
    make.paid(cases["help"], dt.date(2023, 5, 1), dt.date(2023, 5, 15))
    return cases


def correct_a_date(cases):
    (entry,) = make.entries(cases["home"], "accepted")
    with make.acting("clerk_a") as by:
        amendments.correct(by=by, entry=entry, reason="日期有误", today=make.TODAY, happened_on=LATE)


def take_a_step_back(cases):
    (entry,) = make.entries(cases["device"], "approved")
    with make.acting("clerk_a") as by:
        amendments.take_back(by=by, entry=entry, reason="误批")


def annul_a_case(cases):
    with make.acting("clerk_a") as by:
        amendments.annul(by=by, case=cases["placement"], reason="重复登记")


def enter_a_case_late(cases):
    make.lived("device", make.person("钱六"), until="delivered", on=dt.date(2023, 7, 3))


def move_by_rest(cases):
    client = APIClient()
    client.force_login(make.user("clerk_a"))
    case = cases["child"]
    (entry,) = make.entries(case, "attended")
    url = f"/api/v1/cases/{case.pk}/entries/{entry.pk}/correct/"
    body = {"reason": "次数有误", "quantity": 5}
    seen = client.get(f"/api/v1/cases/{case.pk}/")["ETag"]
    answer = client.post(url, body, format="json", headers={"If-Match": seen})
    assert answer.status_code in (200, 201), answer.content


def merge_two(cases):
    with make.acting("officer") as by:
        one, other = (Person.objects.get(pk=cases[name].person_id) for name in ("device", "other_device"))
        return ledger.merge_persons(by=by, person=other, into=one, on=LATE, reason="同一人")


def unmerge_them(cases):
    with make.acting("officer") as by:
        merge = Entry.objects.of("person.merged").standing().latest("id")
        ledger.unmerge_persons(by=by, merge=merge, reason="不是同一人")


def hand_one_over(cases):
    with make.acting("officer") as by:
        person = Person.objects.get(pk=cases["home"].person_id)
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=LATE, reason="迁移")


def hand_one_over_in_the_published_year(cases):
    with make.acting("officer") as by:
        person = Person.objects.get(pk=cases["device"].person_id)
        street = Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=person, to=street, on=dt.date(2023, 10, 1), reason="迁移补登")


def append_in_bulk(cases):
    with make.acting("officer"):
        person = Person.objects.get(pk=cases["fuel"].person_id)
        columns = ("code", "happened_on", "street_id", "person_id", "quantity", "amount")
        rows = [("fuel.paid", dt.date(2023, 8, 1), person.street_id, person.pk, 1, Decimal("260.00"))] * 3
        bulk.append([*columns, "detail", "sex", "suspected", "from_status", "to_status", "reason"],
                    [(*row, "", "", False, "", "", "") for row in rows])  # fmt: skip


def import_a_register(cases):
    with make.acting("officer") as by:
        person = Person.objects.get(pk=cases["fuel"].person_id)
        values = dict(zip(imports.HEADINGS, (person.id_number, person.name, "困难残疾人生活补贴", "400"), strict=True))
        imports.take_over(by=by, rows=[Row(2, values)], month=dt.date(2023, 6, 1), source="名册", complete=True)


def have_a_payment_returned(cases):
    with make.acting("finance") as by:
        payment = settling.Payment.objects.get(case=cases["help"], state="paid")
        settling.take_back(by=by, payment=payment, on=LATE, reason="账户已销户")


def pay_late_for_the_year(cases):
    make.account(cases["fuel"].person)
    make.paid(cases["fuel"], dt.date(2023, 1, 1), dt.date(2023, 12, 29))


def end_a_certificate(cases):
    with make.acting("officer") as by:
        certificate = Person.objects.get(pk=cases["fuel"].person_id).certificates.get()
        day = dt.date(2023, 11, 1)
        certificates.end_certificate(by=by, certificate=certificate, on=day, reason="own_request", today=make.TODAY)


def change_a_policy(cases):
    with make.acting("officer") as by:
        change = policy.propose_change(
            by=by, code="home_help.monthly", value=Decimal("130"), valid_from=dt.date(2023, 12, 1), source="补发文件"
        )
    with make.acting("officer_2") as by:
        policy.adopt_change(by=by, change=change)


def correct_a_person(cases):
    with make.acting("clerk_a") as by:
        person = Person.objects.get(pk=cases["child"].person_id)
        changes = {"name": "李改名", "suspected": False, "died_on": dt.date(2023, 12, 1)}
        people.correct_person(by=by, person=person, seen_version=person.version, today=make.TODAY, **changes)


def write_in_a_shell(cases):
    """The ORM itself, in the product's scope: the ledger takes it as one more entry."""
    with make.acting(None):
        person = Person.objects.get(pk=cases["help"].person_id)
        Entry.objects.create(
            code="home_help.paid", happened_on=dt.date(2023, 9, 9), street_id=person.street_id, person=person, amount=1
        )


PATHS = (
    correct_a_date,
    take_a_step_back,
    annul_a_case,
    enter_a_case_late,
    move_by_rest,
    merge_two,
    unmerge_them,
    merge_two,
    hand_one_over,
    append_in_bulk,
    import_a_register,
    have_a_payment_returned,
    pay_late_for_the_year,
    end_a_certificate,
    change_a_policy,
    correct_a_person,
    hand_one_over_in_the_published_year,
    write_in_a_shell,
)


def passports() -> list[tuple]:
    with make.acting(None):
        rows = Figure.objects.order_by("pk").values_list("pk", "value", "numerator", "denominator", "member_hash")
        return list(rows)


def all_reproduce() -> None:
    with make.acting(None):
        assert list(reproducing.problems()) == []


def test_every_passport_reproduces_after_a_year_of_edits(own_database, tmp_path, full):
    cases = a_year()
    one = pub.frozen()
    before = passports()
    with make.acting(None):
        assert pending(one) == []
        counted = sum(bool(value) for _pk, value, *_rest in before)
    assert counted > 40
    for path in PATHS:
        path(cases)
        if full or path is merge_two:  # what a later path undoes
            all_reproduce()
    all_reproduce()
    assert passports() == before
    # The edits did move what is counted now: a frozen figure that only repeated the present would have failed above.
    with make.acting("officer"):
        assert len({each.figure.code for each in pending(one)}) > 20
    assert value_of("home_modifications.accepted") == 0 and pub.figure("home_modifications.accepted").value == 1
    with make.acting("reviewer_a") as by:
        mine = list(Figure.objects.visible_to(by).select_related("publication"))
        assert mine and all(reproduce(row).same for row in mine)
    second = pub.corrected(one)
    assert second.version == 2
    all_reproduce()
    assert [row for row in passports() if row[0].startswith("2023-1-")] == before

    dumped, restored = tmp_path / "district.dump", f"{own_database}_again"
    run("pg_dump", "--format=custom", f"--file={dumped}", "--dbname", as_dump(os.environ["DATABASE_OWNER_URL"]))
    databases.database_from("template1", restored)
    try:
        target = databases._url(databases.OWNER_URL, restored)
        run("pg_restore", "--no-owner", "--no-comments", "--exit-on-error", "--dbname", target, str(dumped))
        with databases.pointed_at(restored):
            all_reproduce()
            assert [row for row in passports() if row[0].startswith("2023-1-")] == before
    finally:
        databases.drop(restored)


def test_a_reading_that_followed_the_present_would_not_reproduce(own_database):
    """The proof that the test above can fail: counted by where people belong today, a handover changes the past."""
    person = make.person("王一")
    write("fuel.paid", "2023-05-01", person=person)
    pub.frozen()
    with make.acting("officer") as by:
        ledger.hand_over(by=by, person=person, to=Street.objects.get(pk=make.STREET_B), on=LATE, reason="迁移")
    known_at = pub.published(2023).known_at
    fuel = "subsidies.fuel_persons"
    assert value_of(fuel, make.STREET_A, known_at=known_at) == 1
    assert value_of(fuel, make.STREET_A, known_at=known_at, basis="now") == 0
