"""The work page: what must I do today, and what does not lie with me but waits."""

import datetime as dt

import pytest

from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def page(client):
    """The main part of a page, as that member of the cast sees it."""

    def get(name: str, url: str = "/admin/") -> str:
        client.force_login(make.user(name), backend=BACKEND)
        return client.get(url).content.decode()

    return get


def tile(body: str, name: str) -> str | None:
    """The number that stands on a tile."""
    _before, found, after = body.partition(f"?list={name}")
    return after.partition('tile__value">')[2].partition("<")[0] if found else None


def returned(name: str) -> None:
    case = make.opened("fuel", make.person(name))
    make.moved(case, "returned", dt.date(2023, 3, 2), by="reviewer_a", reason="缺少行驶证复印件")


def test_what_came_back_stands_first_with_its_reason(page):
    returned("退回人")
    body = page("clerk_a")
    assert tile(body, "returned") == "1"
    assert "退回理由：缺少行驶证复印件" in body and "先办这些" in body
    assert "退回理由：缺少行驶证复印件" in page("clerk_a", "/admin/work/?list=returned")
    assert "退回人" not in page("clerk_b")


def test_what_waits_for_papers_is_seen_by_who_can_ask_for_them(page):
    case = make.opened("fuel", make.person("缺件人"))
    make.moved(case, "paused", dt.date(2023, 3, 2), by="reviewer_a", detail="papers")
    assert tile(page("clerk_a"), "papers") == "1"
    assert "缺件人" in page("clerk_a", "/admin/work/?list=papers")
    make.moved(case, "resumed", dt.date(2023, 3, 3), by="reviewer_a")
    assert tile(page("clerk_a"), "papers") is None


def test_what_waits_for_something_else_is_not_waiting_for_papers(page):
    case = make.opened("fuel", make.person("公示人"))
    make.moved(case, "paused", dt.date(2023, 3, 2), by="reviewer_a", detail="papers")
    make.moved(case, "resumed", dt.date(2023, 3, 3), by="reviewer_a")
    make.moved(case, "paused", dt.date(2023, 3, 4), by="reviewer_a", detail="public_notice")
    assert tile(page("clerk_a"), "papers") is None


def test_what_the_city_handed_in_is_new_until_somebody_took_a_step(page):
    case = make.opened("fuel", make.person("平台人"), origin="platform")
    make.opened("home_help", make.person("窗口人", born=dt.date(1970, 1, 1)))
    body = page("clerk_a", "/admin/work/?list=platform")
    assert "平台人" in body and "窗口人" not in body
    assert tile(page("clerk_b"), "platform") is None
    make.moved(case, "reviewed", dt.date(2023, 3, 2))
    assert tile(page("clerk_a"), "platform") is None


def test_each_count_is_the_length_of_its_list(page):
    for born in (1970, 1971, 1972):
        make.opened("fuel", make.person(f"第{born}人", born=dt.date(born, 1, 1)))
    body = page("reviewer_a")
    assert tile(body, "overdue") == "3"
    assert page("reviewer_a", "/admin/work/?list=overdue").count("人</td>") == 3


def test_nothing_to_do_is_said(page):
    assert "今天没有要办的事" in page("clerk_a")


def test_who_may_not_see_people_is_offered_no_search_for_them(page):
    assert 'id="find-term"' in page("cashier") and 'id="find-term"' not in page("auditor")


def test_a_case_offers_to_stop_the_clock_or_to_start_it_again(page):
    case = make.opened("device", make.person("钱一"), on=dt.date(2023, 3, 1))
    url = f"/admin/devices/deviceapplication/{case.pk}/change/"
    assert "step/paused/" in page("reviewer_a", url) and "step/resumed/" not in page("reviewer_a", url)
    make.moved(case, "paused", dt.date(2023, 3, 2), by="reviewer_a", detail="papers")
    assert "step/paused/" not in page("reviewer_a", url) and "step/resumed/" in page("reviewer_a", url)


def test_a_list_without_filters_does_not_speak_of_filters(page):
    assert "这里还没有记录。" in page("clerk_a", "/admin/people/person/")
    assert "可以减少筛选条件" in page("clerk_a", "/admin/people/person/?suspected__exact=1")


def test_a_group_of_the_work_page_does_not_say_that_there_is_nothing_to_do(page):
    body = page("clerk_a", "/admin/people/")
    assert "今天没有要办的事" not in body and "<h1>人员</h1>" in body


def test_save_and_next_offers_the_day_and_origin_again_and_nothing_else(client):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    one = make.person()
    sent = {"person_choice": str(one.pk), "opened_on": "2023-03-07", "origin": "phone", "plate": "京残00001"}
    answer = client.post("/admin/subsidies/fuelgrant/add/", {**sent, "_next": "1"})
    assert answer.status_code == 302, answer.content.decode()
    assert answer.url == "/admin/subsidies/fuelgrant/add/?opened_on=2023-03-07"
    body = client.get(answer.url).content.decode()
    assert 'value="2023-03-07"' in body and '<option value="phone" selected>' in body
    assert "京残00001" not in body and str(one.pk) not in body
    assert '<option value="window" selected>' in client.get("/admin/subsidies/homehelpgrant/add/").content.decode()
