"""Without a mouse: one application for devices, by Tab, Enter, Space, arrows (in drop-downs) and typing alone."""

import datetime as dt

import pytest
from playwright.sync_api import Page

from services.devices.models import DeviceItem
from services.people import numbers
from tests import make
from tests.browser.desk import Desk

pytestmark = pytest.mark.browser

FAR = 80  # nobody presses Tab more often than that
RING = """el => { const style = getComputedStyle(el);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none' }"""


def tab_to(page: Page, css: str) -> None:
    """Tab until the focus is there; wherever it stops on the way it must be seen."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        here = page.locator(":focus")
        if here.count():
            assert here.evaluate(RING), f"the focus is not to be seen on {here.evaluate('el => el.outerHTML')[:200]}"
            if here.evaluate("(el, css) => el.matches(css)", css):
                return
    pytest.fail(f"{FAR} times Tab do not lead to {css} on {page.url}")


def type_into(page: Page, css: str, text: str) -> None:
    tab_to(page, css)
    page.keyboard.type(text)


def choose(page: Page, css: str, value: str) -> None:
    """Down to the value in a drop-down."""
    tab_to(page, css)
    for _ in range(20):
        if page.input_value(css) == value:
            return
        page.keyboard.press("ArrowDown")
    pytest.fail(f"{value} is not in {css}")


def date_keys(page: Page, day: dt.date) -> str:
    """A day in the order in which this browser takes it: that is the matter of its own language, not of the page's."""
    scratch = page.context.new_page()
    scratch.set_content('<input type="date" max="9999-12-31">')
    for pattern in ("%Y%m%d", "%m%d%Y", "%d%m%Y"):
        scratch.fill("input", "")
        scratch.locator("input").blur()
        scratch.locator("input").press_sequentially(f"{day:{pattern}}")
        if scratch.input_value("input") == day.isoformat():
            break
    scratch.close()
    return f"{day:{pattern}}"


def follow(page: Page, css: str, key: str = "Enter") -> None:
    tab_to(page, css)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_an_application_for_devices_by_keyboard_alone(clerk: Desk) -> None:
    page = clerk.page
    one = make.person("司马行远")
    with make.acting(None):
        number = one.id_number
    clerk.go("/admin/")

    type_into(page, "#find-term", "smxy")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    follow(page, "main th a")
    assert clerk.heading() == "司马行远"
    follow(page, 'a[href*="/deviceapplication/add/"]')

    tab_to(page, "[name=person_choice]")
    type_into(page, "[name=opened_on]", date_keys(page, dt.date(2023, 3, 1)))
    choose(page, "[name=purpose]", "mobility")
    for row, (code, quantity) in enumerate([("wheelchair", "1"), ("crutches", "2")]):
        choose(page, f"[name=items-{row}-catalogue]", str(make.catalogue(code).pk))
        type_into(page, f"[name=items-{row}-quantity]", quantity)
    follow(page, "main form.fields button[type=submit]", "Space")

    assert not clerk.summary(), clerk.summary()
    assert "已登记" in page.locator("[role=status]").first.inner_text()
    assert numbers.mask_id(number) in clerk.text()
    with make.acting(None):
        items = DeviceItem.objects.filter(case__person=one).order_by("pk")
        assert [(i.name, i.quantity, i.unit) for i in items] == [("普通轮椅", 1, "piece"), ("腋杖", 2, "pair")]
        assert items[0].case.opened_on == dt.date(2023, 3, 1)


def test_the_first_tab_leads_past_the_navigation(clerk: Desk) -> None:
    page = clerk.go("/admin/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到主要内容"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "find-term"
