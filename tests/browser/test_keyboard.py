"""Without a mouse: new cases of each kind, and a sheet, by Tab, Enter, Space, arrows and typing alone."""

import datetime as dt
from typing import Any

import pytest
from django.db.models import Model
from playwright.sync_api import Page

from services.cases import fields as declared
from services.cases import kinds
from services.cases.kinds import CLOSED
from services.cases.models import Case
from services.devices.models import DeviceItem
from services.people import numbers
from tests import make
from tests.browser.desk import Desk, Seat
from tests.conftest import FULL
from tests.lives import LIVES

pytestmark = pytest.mark.browser

SUBMIT = "main form.fields button[type=submit]:not([name])"
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
    for _ in range(60):
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
    follow(page, SUBMIT, "Space")

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


# One of each family in the short form; the device has a test of its own above.
FAMILIES = ("fuel", "child_rehab", "home_modification", "placement", "job_fair")
KINDS = [kind.code for kind in kinds.all_kinds() if kind.standalone and (FULL or kind.code in FAMILIES)]


@pytest.mark.parametrize("code", KINDS)
def test_a_new_case_by_keyboard_alone(seat: Seat, live_url: str, code: str) -> None:
    life, kind = LIVES[code], kinds.get(code)
    desk = seat(life.opened_by)
    person = life.about() if life.about else None
    about = f"?person={person.pk}" if person else ""
    page = desk.go(f"/admin/{kind.model.lower().replace('.', '/')}/add/{about}")
    values = {"opened_on": dt.date(2023, 3, 1), **life.asked(kind)}
    for name in declared.row_models(kind):
        for n, row in enumerate(life.rows()):
            values |= {
                f"{name}-{n}-{column.name}": getattr(row, column.name) for column in declared.asked_columns(type(row))
            }
    enter_all(page, values)
    follow(page, SUBMIT, "Space")
    assert not desk.summary(), desk.summary()
    with make.acting(None):
        assert Case.objects.of_kind(code).exists()


@pytest.mark.skipif(not FULL, reason="the long form")
@pytest.mark.parametrize("code", ["fuel", "adult_rehab", "device", "home_modification", "placement"])
def test_a_case_is_taken_to_its_end_by_keyboard_alone(seat: Seat, live_url: str, code: str) -> None:
    """Every step that people take, by whom the life of the kind says, from the buttons of the page of the case."""
    kind, case, day = kinds.get(code), make.opened(code), dt.date(2023, 3, 1)
    for slug, who, data in LIVES[code].steps():
        day += dt.timedelta(days=1)
        given = {"on": day, **(data(day) if callable(data) else data)}
        name = make.colleague(who, make.STREET_A) if who in ("clerk", "reviewer") else who
        if kind.step(slug).internal:  # the bank's confirmation
            make.moved(case, slug, given.pop("on"), by=name, **given)
            continue
        desk = seat(name)
        page = desk.go(f"/admin/{kind.model.lower().replace('.', '/')}/{case.pk}/change/")
        follow(page, f'main a[href$="/step/{slug}/"]')
        enter_all(page, given)
        follow(page, SUBMIT, "Space")
        assert not desk.summary(), (slug, desk.summary())
    with make.acting(None):
        case.refresh_from_db()
    assert case.status in CLOSED


def enter_all(page: Page, values: dict[str, Any]) -> None:
    """Of these what the form asks for, field by field as they follow one another."""
    names = page.locator("form.fields [name]:not([type=hidden])").evaluate_all("els => els.map(el => el.name)")
    for name in dict.fromkeys(names):
        value = values.get(name.removesuffix("_term"))  # an organisation is named
        if value not in (None, "", False):
            enter(page, f"form.fields [name={name}]", value)


def enter(page: Page, css: str, value: Any) -> None:
    kind = page.locator(css).first.evaluate("el => el.tagName === 'SELECT' ? 'select' : el.type")
    if kind == "select":
        choose(page, css, str(value.pk if isinstance(value, Model) else value))
    elif kind == "checkbox":
        tab_to(page, css)
        page.keyboard.press("Space")
    elif kind == "date":
        type_into(page, css, date_keys(page, value))
    else:
        type_into(page, css, str(value))


def test_a_sheet_is_typed_down_its_columns(clerk: Desk) -> None:
    page, place = clerk.page, make.organisation()
    for name, born in (("键盘甲", 1981), ("键盘乙", 1982)):
        make.lived("adult_rehab", make.person(name, born=dt.date(born, 1, 1)), until="approved")
    clerk.go("/admin/grids/adult_sessions/")
    tab_to(page, "[name=organisation_term]")
    page.keyboard.type(place.name)
    page.locator("[name=for_month]").fill("2023-06")  # how a month is typed is the browser's matter
    tab_to(page, "[name=rows-0-person_term]")
    page.keyboard.type("键盘甲")
    page.keyboard.press("Enter")
    page.keyboard.type("键盘乙")
    page.locator("main h1").first.evaluate("() => document.activeElement.blur()")
    tab_to(page, "[name=rows-0-days]")
    page.keyboard.type("1-3")
    assert page.locator(".days").first.locator(":checked").count() == 3
    # The strip under the box of the first row; one row down and some days on, where a day is ticked.
    page.keyboard.press("Tab")
    for key in ("ArrowDown", *["ArrowRight"] * 8, "Space"):
        page.keyboard.press(key)
    assert page.input_value("[name=rows-1-days]") == "9"
    assert page.locator("[data-total]").inner_text() == "4"
    for _ in range(2):  # the people who were found are shown once
        follow(page, SUBMIT)
    assert "已登记2行，合计4人次" in clerk.text(), clerk.summary()


def test_the_last_row_grows_and_takes_the_focus(clerk: Desk) -> None:
    page = clerk.go("/admin/grids/adult_sessions/")
    tab_to(page, "[name=rows-9-days]")
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("name") == "rows-10-days"
    tab_to(page, "[data-add]")
    page.keyboard.press("Enter")
    assert page.locator(":focus").get_attribute("name") == "rows-11-person_term"


@pytest.mark.parametrize("url", ["/admin/", "/admin/grids/adult_sessions/", "/summary/2023/"])
def test_the_focus_is_never_covered(seat: Seat, url: str) -> None:
    """WCAG 2.4.11: wherever Tab stops, the middle of it can be seen."""
    page = seat("officer").go(url)
    for _ in range(FAR // 2):
        page.keyboard.press("Tab")
        covered = page.locator(":focus").evaluate_all(COVERED)
        assert not any(covered), covered


COVERED = """els => els.map(el => {
    const box = el.getBoundingClientRect(), x = box.x + Math.min(box.width / 2, 20), y = box.y + box.height / 2;
    const top = document.elementFromPoint(x, y);
    return top && (el.contains(top) || top.contains(el) || top.closest('label')?.contains(el)) ? '' : el.outerHTML;
})"""
