"""A sheet that was entered in error is taken back as one act; what went on since stays and is named."""

import datetime as dt
import uuid

import pytest

from accounts.models import Street
from services.cases import amendments, grids
from services.cases.actions import enter_sheet, undo_sheet
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry
from tests import make

pytestmark = pytest.mark.django_db
MONTH = dt.date(2023, 6, 1)


def entered(grid, head, rows):
    with make.acting("clerk_a") as by:
        return enter_sheet(by=by, grid=grids.get(grid), page=uuid.uuid4(), today=make.TODAY, head=head, rows=rows)


def months_sheet(*days):
    """One person for each tuple of days: (sheet, cases)."""
    people = [make.person(f"学员{n}", born=dt.date(1980, 1, 1 + n)) for n in range(len(days))]
    cases = [make.lived("adult_rehab", person, until="approved") for person in people]
    head = {"organisation": make.organisation(), "for_month": MONTH}
    rows = [(person, {"days": some}) for person, some in zip(people, days, strict=True)]
    return entered("adult_sessions", head, rows), cases


def course_of(*people):
    head = {"course": "咖啡", "starts_on": dt.date(2023, 3, 1), "hours": 40, "place": "教室"}
    return entered("training_course", head, [(one, {"opened_on": dt.date(2023, 2, 20)}) for one in people])


def undone(sheet, by="clerk_a", reason="机构发错了表"):
    with make.acting(by) as one:
        return undo_sheet(by=one, sheet=sheet, reason=reason)


def standing(code):
    with make.acting(None):
        return list(Entry.objects.standing().of(code).order_by("id"))


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_all_its_records_are_voided_with_the_reason(desk):
    sheet, cases = months_sheet((3, 5), (7,))
    versions = [case.version for case in cases]
    receipt, page = f"/admin/sheets/{sheet.pk}/", f"/admin/sheets/{sheet.pk}/undo/"
    assert page in desk.get(receipt).content.decode()
    assert "3条记录" in desk.get(page).content.decode() and len(standing("adult_rehab.session")) == 3
    assert "请先改正" in desk.post(page, {"reason": ""}).content.decode()
    answer = desk.post(page, {"reason": "机构发错了表"}, follow=True)
    body = answer.content.decode()
    assert answer.redirect_chain[-1][0] == receipt and "已撤销3条记录" in body
    assert body.count("已作废") == 3 and page not in body
    assert standing("adult_rehab.session") == []
    with make.acting(None):
        marks = Entry.objects.filter(voids__in=sheet.entries)
        assert (set(marks.values_list("reason", flat=True)), marks.count()) == ({"机构发错了表"}, 3)
        for case, version, times in zip(cases, versions, (2, 1), strict=True):
            before = case.status
            case.refresh_from_db()
            assert (case.status, case.version) == (before, version + 2 * times)


def test_the_second_click_does_nothing(desk):
    sheet, _cases = months_sheet((3, 5))
    assert undone(sheet).taken == 2
    with make.acting(None):
        before = Entry.objects.count()
    again = undone(sheet)
    assert (again.taken, again.stays) == (0, [])
    body = desk.post(f"/admin/sheets/{sheet.pk}/undo/", {"reason": "再点一次"}, follow=True).content.decode()
    assert "什么也没有改变" in body
    with make.acting(None):
        assert Entry.objects.count() == before


def test_what_was_corrected_or_taken_back_since_stays_and_is_named(desk):
    sheet, _cases = months_sheet((3, 5, 6), (7,))
    first, second, *_rest = standing("adult_rehab.session")
    with make.acting("clerk_a") as by:
        named = {"entry": first, "reason": "是4号", "today": make.TODAY}
        once = amendments.correct(by=by, happened_on=dt.date(2023, 6, 4), **named)
        amendments.correct(by=by, happened_on=dt.date(2023, 6, 8), **(named | {"entry": once}))
        amendments.take_back(by=by, entry=second, reason="没有来")
    body = desk.get(f"/admin/sheets/{sheet.pk}/undo/").content.decode()
    assert "2条记录" in body and "不撤销：学员0，2023-06-08" in body and "已经更正过" in body
    assert undone(sheet).taken == 2
    assert [entry.happened_on for entry in standing("adult_rehab.session")] == [dt.date(2023, 6, 8)]
    with make.acting(None):
        assert {mark.reason for mark in Entry.objects.filter(voids=second)} == {"没有来"}


def test_cases_that_it_opened_are_annulled_but_those_that_went_on():
    people = [make.person(f"学员{n}", born=dt.date(1980, 1, 1 + n)) for n in range(3)]
    sheet = course_of(*people)
    with make.acting(None):
        went_on = Case.objects.get(person=people[1])
    make.moved(went_on, "completed", dt.date(2023, 4, 1))
    told = undone(sheet)
    assert told.taken == 2
    assert [(entry.case_id, "又办理过" in why) for entry, why in told.stays] == [(went_on.pk, True)]
    with make.acting(None):
        statuses = dict(Case.objects.values_list("person", "status"))
    assert [statuses[one.pk] == "annulled" for one in people] == [True, False, True]
    course_of(people[0])  # and can be entered again


def test_another_street_does_not_know_it_and_who_may_not_correct_cannot(client):
    sheet, _cases = months_sheet((3,))
    for name, status in (("clerk_b", 404), ("director", 403)):
        client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
        assert client.post(f"/admin/sheets/{sheet.pk}/undo/", {"reason": "x"}).status_code == status
    assert len(standing("adult_rehab.session")) == 1


def test_whoever_moved_to_another_street_stays(desk):
    sheet, (case, _other) = months_sheet((3,), (4,))
    with make.acting("officer") as by:
        to = Street.objects.get(pk=make.STREET_B)
        ledger.hand_over(by=by, person=case.person, to=to, on=dt.date(2023, 7, 1), reason="搬家")
    told = undone(sheet)
    assert told.taken == 1 and [why for _entry, why in told.stays] == ["案件已经移交到别的街道。请联系现在的街道处理。"]
    assert [entry.case_id for entry in standing("adult_rehab.session")] == [case.pk]
    for page in ("", "undo/"):
        body = desk.get(f"/admin/sheets/{sheet.pk}/{page}").content.decode()
        assert "已移交其他街道的人员" in body and "学员0" not in body


def test_a_months_sheet_is_taken_back_in_sets(django_assert_max_num_queries):
    sheet, _cases = months_sheet(*[(1, 2, 3, 4, 5)] * 6)
    with make.acting("clerk_a") as by, django_assert_max_num_queries(45):
        assert undo_sheet(by=by, sheet=sheet, reason="发错了表").taken == 30


def test_a_step_that_was_corrected_is_not_the_last_one_because_it_was_written_last():
    case = make.lived("condolence_student")
    with make.acting("clerk_a") as by:
        (approved,) = Entry.objects.filter(case=case).of("condolence_student.approved")
        again = amendments.correct(by=by, entry=approved, reason="日期", today=make.TODAY, happened_on=case.opened_on)
        told = amendments.take_back_many(by=by, kind=case.of_kind, entries=[again], reason="有误")
        case.refresh_from_db()
        assert (told, case.status) == (set(), "delivered")
