"""A round of visits on one sheet: only those on the approved list, each once, counted like single visits."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from services.cases.models import Case
from tests import make

pytestmark = pytest.mark.django_db
URL = "/admin/grids/condolence_households/"
HEAD = {"year": "2023", "occasion": "helping_day", "on": "2023-05-20", "amount": "500"}


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def listed(name, day, *, until="approved"):
    person = make.person(name, born=dt.date(1960, 1, day))
    make.household(person)
    if until is None:
        return make.opened("condolence_household", person)
    return make.lived("condolence_household", person, until=until)


def sheet(*rows, **more):
    sent = {**HEAD, "_page": str(uuid.uuid4()), "_title": "x", **more}
    sent |= {"rows-TOTAL_FORMS": str(len(rows) + 1), "rows-INITIAL_FORMS": "0"}
    for n, (case, signed) in enumerate(rows):
        sent |= {f"rows-{n}-person_choice": str(case.person_id), f"rows-{n}-detail": signed}
    return sent


def statuses(*cases):
    with make.acting(None):
        found = dict(Case.objects.values_list("pk", "status"))
    return [found[case.pk] for case in cases]


def test_a_round_of_visits_is_entered_and_taken_back(desk):
    one, two = listed("王一", 1), listed("李二", 2)
    answer = desk.post(URL, sheet((one, "self"), (two, "family"), expected="2"))
    assert answer.status_code == 302, answer.content.decode()
    assert statuses(one, two) == ["delivered", "delivered"]
    (visit,) = make.entries(two, "handed_over")
    assert (visit.happened_on, visit.amount, visit.detail) == (dt.date(2023, 5, 20), Decimal(500), "family")
    assert "已登记2行，合计2户" in desk.get(answer.url).content.decode()
    done = desk.post(f"{answer.url}undo/", {"reason": "还没有送到"}, follow=True).content.decode()
    assert "已撤销2条记录" in done and statuses(one, two) == ["approved", "approved"]
    assert desk.post(URL, sheet((one, "self"))).status_code == 302


def test_the_approved_list_is_filled_in(desk):
    listed("王一", 1), listed("李二", 2, until="handed_over"), listed("赵三", 3, until=None)
    assert "带入审定的名单" in desk.get(URL).content.decode()
    other = desk.post(URL, sheet(_fill="1", occasion="new_year")).content.decode()
    body = desk.post(URL, sheet(_fill="1")).content.decode()
    assert "王一" in body and 'class="error-summary"' not in body and "王一" not in other
    assert "没有可以带入的人员" in other and "没有可以带入的人员" not in body
    assert "李二" not in body and "赵三" not in body


def test_who_is_not_on_the_list_of_this_campaign_is_named_and_nothing_is_entered(desk):
    one, two = listed("王一", 1), listed("李二", 2)
    wrong = desk.post(URL, sheet((one, "self"), (two, "self"), occasion="new_year")).content.decode()
    assert wrong.count("不在这次慰问审定的名单里") >= 2 and statuses(one, two) == ["approved", "approved"]


def test_what_is_wrong_with_the_head_is_said_once_at_the_head(desk):
    one, two = listed("王一", 1), listed("李二", 2)
    body = desk.post(URL, sheet((one, "self"), (two, "self"), amount="99999")).content.decode()
    assert 'href="#id_amount"' in body and "行 1 姓名" not in body and statuses(one, two) == ["approved", "approved"]
