"""Before somebody is registered twice: who is alike is shown with reasons; records of one person are found, compared,
merged, read as one, and taken apart again without loss."""

import datetime as dt

import pytest
from django.apps import apps
from django.db.models import ForeignKey, OneToOneField

from accounts.models import AuditEntry
from services.cases import history, unclaimed
from services.circumstances.reading import facts_of
from services.ledger.actions import merge_persons, unmerge_persons
from services.people import actions, duplicates
from services.people.models import DistinctPair, Person
from tests import make

pytestmark = pytest.mark.django_db
BORN = dt.date(1985, 5, 5)

# Every relation to a person, and how it is read once the record was merged into another. Who adds a relation says here
# what becomes of it: rows stay on their record, so that a merge can be undone; what reads them asks for all records.
READ_TOGETHER = {
    "people.Certificate.person": "Person.certificate_on, the person page, facts_of",
    "people.Residence.person": "the person page, facts_of",
    "people.HouseholdMember.person": "Person.household_on; the members' list names the record that joined",
    "circumstances.CircumstanceRecord.person": "the person page, facts_of",
    "cases.Case.person": "CaseQuerySet.of_person, the person page, unclaimed, the double-claim matrix",
    "cases.CaseParty.person": "CaseQuerySet.of_person",
    "ledger.Entry.person": "ledger_canonical in every figure; the person's history",
    "payments.Payment.person": "the person page; the pay guard's twins",
    "payments.Account.person": "the person page",
}
STAYS_WITH_ITS_RECORD = {
    "people.Person.merged_into": "the merge itself",
    "people.DistinctPair.one": "told apart before; a merged record is offered no more",
    "people.DistinctPair.other": "likewise",
    "ledger.Entry.into": "the merge in the ledger",
    "workbooks.ImportedRow.person": "what a row of a register became; it stays, a change since refuses the undo",
    "cases.Override.person": "granted for one application of that record",
}


def test_merging_knows_every_relation_to_a_person():
    found = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | OneToOneField) and field.related_model is Person
    }
    assert found == READ_TOGETHER.keys() | STAYS_WITH_ITS_RECORD.keys(), "see READ_TOGETHER"


def reasons(name: str, born: dt.date | None, **more) -> list[list[str]]:
    with make.acting("clerk_a"):
        return [[str(r) for r in one.reasons] for one in duplicates.likely(name=name, born_on=born, **more)]


@pytest.mark.parametrize(
    ("name", "born", "expected"),
    [
        ("王小明", BORN, [["姓名相同", "出生日期相同"]]),
        ("王晓铭", BORN, [["姓名读音相同", "出生日期相同"]]),
        ("王小明", dt.date(1985, 5, 6), [["姓名相同", "出生日期只差一处"]]),
        ("王小明", dt.date(1958, 5, 5), [["姓名相同", "出生日期只差一处"]]),
        ("王小明", dt.date(1986, 6, 5), []),
        ("王小红", BORN, []),
        ("王小明", None, []),
    ],
)
def test_who_is_alike_in_two_things_is_shown_with_the_reasons(name, born, expected):
    make.person("王小明", born=BORN)
    assert reasons(name, born) == expected


def test_month_and_day_exchanged_and_phone_and_a_mistyped_number():
    one = make.person("李梅", born=dt.date(1985, 5, 8))
    assert reasons("李梅", dt.date(1985, 8, 5)) == [["姓名相同", "出生日期只差一处"]]
    with make.acting("clerk_a") as by:
        actions.correct_person(by=by, person=one, seen_version=1, today=make.TODAY, phone="138 0013 8000")
        number = one.id_number
    assert reasons("李枚", None, phone="+86 13800138000") == [["姓名读音相同", "电话相同"]]
    typo = number[:10] + number[11] + number[10] + number[12:]
    assert typo == number or ["姓名相同", "证件号只差一处"] in reasons("李梅", None, id_number=typo)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    assert reasons("李梅", None, id_number=wrong) == [["姓名相同", "证件号只差一处"]]
    with make.acting("clerk_a") as by:
        assert list(Person.objects.visible_to(by).found_by("13800138000")) == [one]
        assert not Person.objects.visible_to(by).found_by("13800138001")


def test_another_streets_people_are_never_alike():
    make.person("王小明", born=BORN, street=make.STREET_B)
    assert reasons("王小明", BORN) == []


def seat(client, name):
    client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_form_shows_them_and_registers_only_when_they_were_compared(client):
    known = make.person("王小明", born=BORN)
    form = {"name": "王小明", "born_on": "1985-05-05", "sex": "M", "id_number": "", "phone": ""}
    page = seat(client, "clerk_a").post("/admin/people/person/add/", form).content.decode()
    assert "可能已经登记过" in page and f"/admin/people/person/{known.pk}/change/" in page and "姓名相同" in page
    with make.acting("clerk_a") as by:
        assert Person.objects.visible_to(by).count() == 1
    assert client.post("/admin/people/person/add/", {**form, "distinct": "on"}).status_code == 302
    with make.acting("clerk_a") as by:
        assert Person.objects.visible_to(by).count() == 2
        assert DistinctPair.objects.visible_to(by).count() == 1
        assert duplicates.pairs() == []


def test_pairs_are_listed_told_apart_or_compared(client):
    one, other = make.person("王小明", born=BORN), make.person("王小明", born=BORN)
    page = seat(client, "clerk_a").get("/admin/duplicates/").content.decode()
    assert "不是同一人" in page and "对照并合并" not in page
    page = seat(client, "officer").get("/admin/duplicates/").content.decode()
    assert f"/admin/custody/merge/{other.pk}/{one.pk}/" in page
    page = client.get(f"/admin/custody/merge/{other.pk}/{one.pk}/").content.decode()
    assert "两条记录都有有效的残疾人证" in page and "证件号不同" in page
    url = f"/admin/duplicates/{one.pk}/{other.pk}/"
    assert seat(client, "clerk_b").get(url).status_code == 404
    assert seat(client, "clerk_a").post(url, {"reason": "双胞胎"}).status_code == 302
    assert "没有疑似重复" in client.get("/admin/duplicates/").content.decode()
    assert AuditEntry.objects.filter(action="person.told_apart").count() == 1


def test_a_merged_person_is_read_as_one_and_taken_apart_without_loss(client):
    kept = make.person("王小明", born=BORN, certificate=None)
    other = make.person("王小明", born=BORN)
    third = make.person("王小明", born=BORN, certificate=None)
    make.opened("fuel", other)
    with make.acting("officer") as by:
        first = merge_persons(by=by, person=other, into=third, on=make.TODAY, reason="同一人")
        second = merge_persons(by=by, person=third, into=kept, on=make.TODAY, reason="同一人")
    with make.acting("clerk_a") as by:
        assert kept.certificate_on(make.TODAY) is not None
        assert facts_of([kept])[kept.pk].certificates
        certificate = f"{other.id_number}42"
        for number in (other.id_number, third.id_number, kept.id_number, certificate):
            assert list(type(kept).objects.visible_to(by).found_by(number)) == [kept]
    page = seat(client, "clerk_a").get(f"/admin/people/person/{kept.pk}/change/").content.decode()
    assert "机动轮椅车燃油补贴：" in page and "残疾人证登记" in page
    page = client.get(f"/admin/people/person/{other.pk}/change/").content.decode()
    assert "已与另一条合并" in page and "新办业务" not in page
    with make.acting("officer") as by:
        unmerge_persons(by=by, merge=second, reason="不是同一人")
        unmerge_persons(by=by, merge=first, reason="不是同一人")
    with make.acting("clerk_a"):
        for one in (kept, other, third):
            one.refresh_from_db()
        assert kept.certificate_on(make.TODAY) is None and other.certificate_on(make.TODAY) is not None


def test_history_is_in_order_of_time_with_a_years_sessions_on_one_line(rf):
    case = make.lived("adult_rehab", make.person(), until="approved")
    for month, day in ((3, 10), (3, 12), (5, 20)):
        make.moved(case, "session", dt.date(2023, month, day), organisation=make.organisation())
    request = rf.get("/")
    with make.acting("clerk_a") as by:
        request.user = by
        lines = history.history_of(request, case.person)
    assert [line["times"] for line in lines if "康复训练" in line["what"] or "训练" in line["what"]][:1] == [3]
    assert lines[0]["on"] == "2023-03-10 – 05-20"
    assert [line["what"] for line in lines][-1].startswith("残疾人证登记")


def test_the_page_says_what_the_person_could_have(client):
    person = make.person(born=dt.date(1990, 1, 1), certificate="41")
    with make.acting("clerk_a"):
        assert "home_help" in [one.code for one, _verdict in unclaimed.of_person(person, make.TODAY)]
    page = seat(client, "clerk_a").get(f"/admin/people/person/{person.pk}/change/").content.decode()
    assert "可能可以享受、还没有申请" in page
    make.opened("home_help", person)
    with make.acting("clerk_a"):
        assert "home_help" not in [one.code for one, _verdict in unclaimed.of_person(person, make.TODAY)]
