"""A day of a clerk: ten tasks at one desk, and what interrupts them."""

import datetime as dt

import pytest
from django.test import override_settings

from services.cases.kinds import get
from services.cases.models import Case
from services.desk.models import Draft
from services.people import numbers
from services.people.models import Person
from tests import make
from tests.browser.desk import Complaints, Desk, Seat, new_context

pytestmark = pytest.mark.browser

NUMBER = numbers.synthetic_id(dt.date(1990, 9, 9), "F", 495)
ADD = "/admin/people/person/add/"


def count(kind: str) -> int:
    with make.acting(None):
        return Case.objects.of_kind(kind).count()


@pytest.fixture(scope="module")
def world(own_database: str) -> dict[str, Case]:
    """What lies there in the morning."""
    make.organisation()
    returned = make.opened("fuel", make.person("退回人"))
    make.moved(returned, "returned", dt.date(2023, 3, 2), by="reviewer_a", reason="缺少行驶证复印件")
    trainees = [
        make.lived("adult_rehab", make.person(name, born=dt.date(1970, month, 1)), until="approved")
        for month, name in enumerate(("训练甲", "训练乙"), start=1)
    ]
    platform = make.opened("home_help", make.person("平台人", born=dt.date(1975, 1, 1)), origin="platform")
    make.person("司马行远", born=dt.date(1980, 2, 2))
    return {"returned": returned, "first": trainees[0], "second": trainees[1], "platform": platform}


def test_ten_tasks(world: dict[str, Case], clerk: Desk) -> None:
    page = clerk.go("/admin/")
    # 1 What must I do today: what came back, and why.
    assert "退回理由：缺少行驶证复印件" in clerk.text() and "市级平台新转来" in clerk.text()
    page.locator(".tile", has_text="退回补正").click()
    page.get_by_role("link", name=world["returned"].number).click()
    # 2 It is handed in again.
    clerk.press("补正后重新提交")
    clerk.fill({"on": dt.date(2023, 3, 8)})
    clerk.done()
    # 3 What the city handed in is looked at.
    clerk.go("/admin/").locator(".tile", has_text="市级平台新转来").click()
    page.get_by_role("link", name=world["platform"].number).click()
    assert "市级平台" in clerk.text()
    # 4 A person is found by initials, and a case opened with what is known.
    clerk.go("/admin/")
    page.fill("#find-term", "smxy")
    page.press("#find-term", "Enter")
    page.get_by_role("link", name="司马行远", exact=True).click()
    clerk.press(str(get("home_help").label))
    assert "司马行远" in clerk.text()
    clerk.fill({"opened_on": "2023-03-09", "declared_unemployed": True})
    clerk.done()
    # 5 A new person with a certificate.
    one = clerk.register(NUMBER, "新来人", certificate="42")
    # 6 Two applications from one pile: the day stays.
    clerk.go(f"/admin/subsidies/fuelgrant/add/?person={one}")
    clerk.fill({"opened_on": "2023-03-10", "origin": "phone", "plate": "京残00002"})
    clerk.press("提交，再登记一件")
    assert page.input_value("[name=opened_on]") == "2023-03-10" and page.input_value("[name=origin]") == "phone"
    # 7 A rule refuses, and help says what to do next.
    clerk.fill({"person_term": "新来人", "plate": "京残00003"})
    clerk.submit()
    assert clerk.summary()
    page.locator(".help-link").click()
    page.get_by_role("link", name="原因代码").click()
    assert "RC17" in clerk.text()
    # 8 The monthly sheet of an institution: an error is put right, then all rows are entered.
    clerk.go("/admin/grids/adult_sessions/")
    clerk.fill({"organisation": make.organisation(), "for_month": dt.date(2023, 6, 1), "expected": 5})
    for n, (name, days) in enumerate([("训练甲", "3 5 40"), ("训练乙", "7-8")]):
        clerk.fill({f"rows-{n}-person_term": name, f"rows-{n}-days": days})
    clerk._send()
    assert [line[:3] for line in clerk.summary()] == ["行 1", "行 1", "行 2"], clerk.summary()
    page.fill("[name=rows-0-days]", "3 5 9")
    assert page.locator("[data-total]").inner_text() == "5"
    clerk._send()
    assert "已登记2行，合计5人次" in clerk.text(), clerk.summary()
    # 9 A wrong day is put right.
    page.get_by_role("link", name=world["first"].number).first.click()
    page.locator(".timeline li", has_text="2023-06-09").get_by_role("link", name="更正").click()
    clerk.fill({"happened_on": "2023-06-10", "reason": "机构表上是10日"})
    clerk.done()
    assert "机构表上是10日" in clerk.text()
    # 10 What was refused is still on the desk, and is put away.
    clerk.go("/admin/")
    page.locator("section", has_text="没有提交的内容").get_by_role("link").first.click()
    assert page.input_value("[name=plate]") == "京残00003"
    clerk.press("不要了，删除草稿")
    assert "没有提交的内容" not in clerk.go("/admin/").locator("main").inner_text()
    assert count("home_help") == 2 and count("fuel") == 2


def sign_in(desk: Desk) -> None:
    desk.page.fill("[name=username]", desk.name)
    desk.page.fill("[name=password]", make.PASSWORD)
    with desk.page.expect_navigation():
        desk.page.keyboard.press("Enter")


def kept(desk: Desk) -> None:
    """The page says that what was typed is kept."""
    desk.page.get_by_text("已自动存为草稿").wait_for(timeout=20_000)


def test_a_draft_survives_signing_out(seat: Seat) -> None:
    desk = seat("reviewer_a")
    page = desk.go("/admin/grids/training_course/")
    desk.fill({"course": "咖啡", "rows-0-person_term": "草稿人"})
    kept(desk)
    page.locator("#logout-form button").click()
    desk.page.goto("/admin/")
    sign_in(desk)
    page.get_by_role("link", name="职业技能培训：学员名单").click()
    assert page.input_value("[name=course]") == "咖啡"
    assert page.input_value("[name=rows-0-person_term]") == "草稿人"
    assert not desk.summary()
    desk.press("不要了，删除草稿")
    assert "草稿已删除" in page.locator("[role=status]").first.inner_text()
    with make.acting("reviewer_a"):
        assert not Draft.objects.exists()


def test_a_lost_network_loses_nothing(seat: Seat, forgiven: None) -> None:
    desk = seat("reviewer_b")
    page = desk.go(ADD)
    page.context.set_offline(True)
    desk.fill({"name": "断网人"})
    page.get_by_text("网络断了").wait_for()
    page.context.set_offline(False)
    kept(desk)
    assert not page.get_by_text("网络断了").count()
    with make.acting("reviewer_b") as by:
        assert Draft.objects.visible_to(by).get().content["fields"]["name"] == ["断网人"]


def test_a_sign_in_that_ended_meanwhile_loses_nothing(seat: Seat, forgiven: None) -> None:
    desk = seat("officer_2")
    page = desk.go(ADD)
    page.wait_for_load_state("networkidle")  # else a late answer brings the cookie back
    page.context.clear_cookies()
    desk.fill({"name": "过期人"})
    link = page.get_by_role("link", name="在新窗口登录")
    link.wait_for()
    with page.context.expect_page() as opened:
        link.click()
    other = opened.value
    other.fill("[name=username]", "officer_2")
    other.fill("[name=password]", make.PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_selector("#logout-form")
    other.close()
    kept(desk)
    assert page.input_value("[name=name]") == "过期人"


def test_the_end_of_a_sign_in_is_announced_and_put_off(browser, live_url: str, all_complaints: Complaints) -> None:
    with override_settings(SESSION_COOKIE_AGE=122):
        context = new_context(browser, live_url, all_complaints)
        page = Desk("officer", context, live_url).go("/admin/")
        dialog = page.get_by_role("dialog", name="登录即将结束")
        dialog.wait_for()
        assert page.locator(":focus").inner_text() == "继续使用"
        assert "1:5" in dialog.inner_text() or "2:00" in dialog.inner_text()
        with page.expect_response("**/admin/extend/") as answer:
            page.keyboard.press("Enter")
        assert answer.value.status == 204
        dialog.wait_for(state="hidden")
        # The focus goes round inside, and back to where it was when the dialog closes.
        page.focus(".help-link")
        page.locator("#session-dialog").evaluate("el => { el.dataset.warn = 9999 }")
        dialog.wait_for()
        for _ in range(4):
            page.keyboard.press("Tab")
            assert page.evaluate("() => !document.activeElement.matches('body *:not(#session-dialog *)')")
        page.locator("#session-dialog").evaluate("el => { el.dataset.warn = 1 }")
        page.keyboard.press("Escape")
        dialog.wait_for(state="hidden")
        assert page.locator(":focus").get_attribute("class") == "help-link"
        page.locator("#session-dialog").evaluate("el => { el.dataset.idle = 1 }")
        page.get_by_text("登录已经结束").wait_for()
        assert page.locator(":focus").inner_text() == "重新登录"
        context.close()


def test_without_a_script_everything_is_a_plain_form(browser, live_url: str) -> None:
    make.person("无脚本人", born=dt.date(1966, 6, 6))
    make.user("clerk_a")
    context = browser.new_context(base_url=live_url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    page.goto("/admin/")
    page.fill("[name=username]", "clerk_a")
    page.fill("[name=password]", make.PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/admin/grids/training_course/")
    page.fill("[name=course]", "剪纸")
    page.click("text=再加10行")
    assert page.locator("[name=rows-19-opened_on]").count() and page.input_value("[name=course]") == "剪纸"
    page.click("text=存为草稿")
    assert "已存为草稿" in page.locator("[role=status]").first.inner_text()
    for name, value in {
        "starts_on": "2023-03-01",
        "hours": "8",
        "place": "教室",
        "rows-0-opened_on": "2023-02-20",
    }.items():
        page.fill(f"[name={name}]", value)
    page.fill("[name=rows-0-person_term]", "无脚本人")
    page.click("text=登记整张表")
    page.click("text=登记整张表")  # the person was shown, and is right
    assert "已登记1行" in page.locator("main").inner_text()
    with make.acting(None):
        assert Person.objects.get(name="无脚本人").cases.get().training.course == "剪纸"
    context.close()
