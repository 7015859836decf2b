"""Many people on one sheet: all rows or none, once, and counted like single forms."""

import datetime as dt
import threading
import uuid
from typing import Any

import pytest
from django.db import connection

from accounts.errors import Conflict
from reporting.figures import summary
from services.cases import grids
from services.cases.actions import enter_sheet, undo_sheet
from services.cases.grid_forms import MOST
from services.cases.models import Case, GridSheet
from services.ledger.models import Entry
from services.ledger.reading import settle
from tests import make

URL = "/admin/grids/adult_sessions/"
BACKEND = "django.contrib.auth.backends.ModelBackend"
MONTH = dt.date(2023, 6, 1)


def trainee(name: str, **values) -> Case:
    return make.lived("adult_rehab", make.person(name, **values), until="approved")


@pytest.fixture
def provider():
    return make.organisation()


@pytest.fixture
def desk(client, db):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    return client


def sheet(provider: Any, *rows: tuple[Case | str, str], page: str = "", **more: str) -> dict[str, str]:
    """What the page sends: each row names a case (its person chosen) or a search term, and the days."""
    sent = {
        "organisation_choice": getattr(provider, "pk", provider),
        "for_month": "2023-06",
        "_page": page or str(uuid.uuid4()),
        "_title": "x",
    }
    sent |= {"rows-TOTAL_FORMS": str(len(rows) + 2), "rows-INITIAL_FORMS": "0"}
    for n, (who, days) in enumerate(rows):
        sent[f"rows-{n}-days"] = days
        sent |= {f"rows-{n}-person_choice": who.person_id} if isinstance(who, Case) else {f"rows-{n}-person_term": who}
    return {**sent, **more}


def sessions() -> list[tuple[str, dt.date]]:
    with make.acting(None):
        rows = Entry.objects.standing().of("adult_rehab.session").select_related("person").order_by("id")
        return [(entry.person.name, entry.happened_on) for entry in rows]


def counted(code: str) -> int:
    with make.acting("officer"):
        return int(summary(2023, settle(None)).cells[code, "district"])


def test_a_sheet_is_counted_like_single_forms(desk, provider):
    one, two = trainee("王小明"), trainee("李大明", born=dt.date(1980, 1, 1))
    answer = desk.post(URL, sheet(provider, (one, "3、5 12-13"), (two, "３０"), expected="5"))
    assert answer.status_code == 302, answer.content.decode()
    assert sessions() == [("王小明", MONTH.replace(day=d)) for d in (3, 5, 12, 13)] + [("李大明", dt.date(2023, 6, 30))]
    receipt = desk.get(answer.url).content.decode()
    assert "已登记2行，合计5人次" in receipt and receipt.count(one.number) == 4


def test_a_full_sheet_is_read(desk):
    """Every row with a name, a choice, a day and a number: more fields than Django takes by itself."""
    parts = ("listed", "person_term", "person_choice", "on", "quantity")
    rows = {f"rows-{n}-{part}": "" for n in range(MOST) for part in parts}
    sent = rows | {"rows-TOTAL_FORMS": str(MOST), "rows-INITIAL_FORMS": "0", "_page": str(uuid.uuid4())}
    assert "请至少填写一行" in desk.post("/admin/grids/child_attendance/", sent).content.decode()


def test_all_errors_show_at_once_and_nothing_is_entered(desk, provider):
    one, two = trainee("王小明"), trainee("李大明", born=dt.date(1980, 1, 1))
    make.moved(one, "session", MONTH.replace(day=5), organisation=provider)
    rows = [(one, "4 5"), (two, "31"), (trainee("陈好", born=dt.date(1970, 1, 1)), "7")]
    body = desk.post(URL, sheet(provider, *rows)).content.decode()
    assert "一行也没有登记" in body
    assert "行 1 训练日期（几号）：5号：这一天在这家机构的训练已经登记过" in body
    assert "行 2 训练日期（几号）：这个月没有31号" in body
    assert sessions() == [("王小明", MONTH.replace(day=5))]
    with make.acting(None):
        assert not GridSheet.objects.exists()


@pytest.mark.parametrize("days", ["0", "32", "3 3", "1-3 2", "三号", "5-", "9-7"])
def test_days_that_are_none(desk, provider, days):
    body = desk.post(URL, sheet(provider, (trainee("王小明"), days))).content.decode()
    assert "行 1 训练日期（几号）：" in body and sessions() == []


def test_a_total_that_differs_from_the_paper_stops_the_sheet(desk, provider):
    body = desk.post(URL, sheet(provider, (trainee("王小明"), "3 5"), expected="3")).content.decode()
    assert "合计是2" in body and sessions() == []


def test_whoever_was_found_by_a_name_is_shown_before_anything_is_entered(desk, provider):
    one = trainee("司马行远")
    trainee("司马行远", street=make.STREET_B, born=dt.date(1960, 1, 1))
    make.person("司马行云", born=dt.date(1950, 1, 1))  # no case: cannot be on the sheet
    sent = sheet(provider, ("smxy", "3"))
    body = desk.post(URL, sent).content.decode()
    assert "请核对是不是此人" in body and sessions() == []
    assert f'value="{one.person_id}" checked' in body and body.count('name="rows-0-person_choice"') == 2
    again = {**sent, "rows-0-person_choice": str(one.person_id)}
    assert desk.post(URL, again).status_code == 302
    assert len(sessions()) == 1


def test_a_person_of_another_street_cannot_be_on_it(desk, provider):
    other = trainee("郑别处", street=make.STREET_B)
    for who in (other, "郑别处"):
        body = desk.post(URL, sheet(provider, (who, "3"))).content.decode()
        assert "没有找到" in body and sessions() == []


def test_the_same_page_sent_twice_is_entered_once(desk, provider):
    one, page = trainee("王小明"), str(uuid.uuid4())
    first, second = (desk.post(URL, sheet(provider, (one, "3 5"), page=page)) for _ in range(2))
    assert first.url == second.url and len(sessions()) == 2
    body = desk.post(URL, sheet(provider, (one, "3 5 9"), page=page)).content.decode()
    assert "这张表已经登记过" in body and len(sessions()) == 2


def test_those_of_the_month_before_are_filled_in_and_may_be_left_out(desk, provider):
    one, two = trainee("王小明"), trainee("李大明", born=dt.date(1980, 1, 1))
    for case in (one, two):
        make.moved(case, "session", dt.date(2023, 5, 9), organisation=provider)
    body = desk.post(URL, sheet(provider, ("赵", "9"), _fill="1")).content.decode()
    assert "王小明" in body and "李大明" in body and 'value="赵"' in body and 'class="error-summary"' not in body
    assert "请查找并选择一个单位" in desk.post(URL, sheet("", _fill="1")).content.decode(), "the head comes first"
    sent = sheet(provider, (one, "3"), (two, ""))
    sent |= {"rows-0-listed": "True", "rows-1-listed": "True"}
    assert desk.post(URL, sent).status_code == 302
    assert sessions()[2:] == [("王小明", dt.date(2023, 6, 3))]


def test_more_rows_without_a_script_keep_what_was_typed(desk, provider):
    body = desk.post(URL, sheet(provider, ("王", "3"), _more="1")).content.decode()
    assert 'name="rows-12-days"' in body and 'value="王"' in body and 'class="error-summary"' not in body


def test_the_provider_is_offered_again_to_the_same_user_alone(desk, client, provider):
    desk.post(URL, sheet(provider, (trainee("王小明"), "3")))
    chosen = f'value="{provider.pk}" checked'
    assert chosen in desk.get(URL).content.decode()
    client.force_login(make.user("officer"), backend=BACKEND)
    assert chosen not in client.get(URL).content.decode()


def test_a_course_with_its_trainees(desk):
    people = [make.person("王小明"), make.person("李大明", born=dt.date(1980, 1, 1))]
    sent = {"course": "咖啡", "starts_on": "2023-03-01", "hours": "40", "place": "教室", "_page": str(uuid.uuid4())}
    sent |= {"rows-TOTAL_FORMS": "3", "rows-INITIAL_FORMS": "0", "_title": "x"}
    for n, person in enumerate(people):
        sent |= {f"rows-{n}-person_choice": str(person.pk), f"rows-{n}-opened_on": "2023-02-20"}
    assert desk.post("/admin/grids/training_course/", sent).status_code == 302
    with make.acting(None):
        assert [c.training.course for c in Case.objects.of_kind("training")] == ["咖啡", "咖啡"]
        assert Entry.objects.standing().of("training.enrolled").count() == 2


def test_a_month_of_children(desk, provider):
    child = make.person("李小苗", born=dt.date(2017, 6, 1), certificate=None, suspected=True)
    case = make.lived("child_rehab", child, until="enrolled")
    sent = {
        "organisation_choice": provider.pk,
        "for_month": "2023-06",
        "_page": str(uuid.uuid4()),
        "rows-0-quantity": "8",
    }
    sent |= {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-person_choice": str(case.person_id)}
    wrong = desk.post("/admin/grids/child_attendance/", {**sent, "rows-0-on": "2023-07-01"}).content.decode()
    assert "行 1 最后一次训练的日期：日期不在所属月份之内" in wrong
    assert desk.post("/admin/grids/child_attendance/", {**sent, "rows-0-on": "2023-06-28"}).status_code == 302
    assert [entry.quantity for entry in make.entries(case, "attended")] == [8]


def test_who_may_not_enter_may_not_open_it(client, db):
    client.force_login(make.user("director"), backend=BACKEND)
    assert client.get(URL).status_code == 403


def test_two_windows_send_the_same_page_at_once(own_database):
    person, provider, page = make.person(), make.organisation(), uuid.uuid4()
    make.lived("adult_rehab", person, until="approved")
    head, rows = {"organisation": provider, "for_month": MONTH}, [(person, {"days": (3, 5)})]
    results: list[object] = []
    together = threading.Barrier(4)

    def send() -> None:
        together.wait()
        try:
            with make.acting("clerk_a") as by:
                grid = grids.get("adult_sessions")
                results.append(enter_sheet(by=by, grid=grid, page=page, today=make.TODAY, head=head, rows=rows).pk)
        except Conflict as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(results) == 4 and len(set(results)) == 1
    assert len(sessions()) == 2


def test_two_take_the_same_sheet_back_at_once(own_database):
    person, taken, together = make.person(), [], threading.Barrier(2)
    make.lived("adult_rehab", person, until="approved")
    head, rows = {"organisation": make.organisation(), "for_month": MONTH}, [(person, {"days": (3, 5)})]
    with make.acting("clerk_a") as by:
        grid = grids.get("adult_sessions")
        sheet = enter_sheet(by=by, grid=grid, page=uuid.uuid4(), today=make.TODAY, head=head, rows=rows)

    def click() -> None:
        together.wait()
        try:
            with make.acting("clerk_a") as by:
                taken.append(undo_sheet(by=by, sheet=sheet, reason="发错了表").taken)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(taken) == [0, 2] and sessions() == []
