"""The long form beside test_access.py: every screen of tests/screens.py in every look, where the focus stops on it,
every kind of case from its form to its end, and what else a page can say."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page

from services.cases import kinds
from services.cases.models import Case
from services.ledger import actions as ledger
from services.people import actions as people
from tests import make, screens
from tests.browser.desk import Desk, Seat
from tests.browser.test_access import REFLOWED, WIDE, accessible
from tests.browser.test_bad_input import step_url
from tests.conftest import FULL
from tests.lives import LIVES
from tests.screens import World

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not FULL, reason="the long form")]

MOST_STOPS = 150  # of Tab on one page: what follows is more of the same
# What is wrong with where the focus is: not to be seen (forced colours have no shadows), or covered.
STOP = """() => {
    const el = document.activeElement, told = el.outerHTML.slice(0, 200);
    if (el === document.body) return null;
    const shown = el.closest('.days label') || el, style = getComputedStyle(shown), box = shown.getBoundingClientRect();
    const left = Math.max(box.left, 0), upper = Math.max(box.top, 0); // of what is inside the window
    const width = Math.min(box.right, innerWidth) - left, height = Math.min(box.bottom, innerHeight) - upper;
    const top = document.elementFromPoint(left + Math.min(width / 2, 20), upper + height / 2), wrong = [];
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) wrong.push('no ring: ' + told);
    const under = top?.closest('label') || top;
    const seen = under && (el.contains(top) || top.contains(el) || under.contains(el));
    if (!seen) wrong.push(`covered by ${top?.outerHTML.slice(0, 80)}: ${told}`);
    return wrong;
}"""


@pytest.fixture(scope="module")
def world(live_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with override_settings(FILES_DIR=tmp_path_factory.mktemp("files")):
        made = screens.world()
        screens.changed_since_publication()
        yield made


def focus_is_seen(page: Page, key: str) -> None:
    """At every stop of Tab, or of Shift+Tab, at 400 % in forced colours: there most things can cover one another."""
    page.emulate_media(forced_colors="active")
    page.set_viewport_size({**REFLOWED, "height": 500})
    page.evaluate("() => document.activeElement.blur()")
    wrong: list[str] = []
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if (found := page.evaluate(STOP)) is None:
            break
        wrong += found
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(WIDE)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", sorted(screens.SCREENS))
def test_a_screen_is_accessible(seat: Seat, world: World, name: str) -> None:
    desk = seat(screens.SCREENS[name].who)
    desk.go(screens.address(name, world))
    accessible(desk.page, name, full=True)


@pytest.mark.parametrize("name", sorted(screens.SCREENS))
def test_the_focus_is_seen_wherever_it_stops(seat: Seat, world: World, name: str) -> None:
    desk = seat(screens.SCREENS[name].who)
    desk.go(screens.address(name, world))
    focus_is_seen(desk.page, "Tab")
    focus_is_seen(desk.page, "Shift+Tab")


@pytest.mark.parametrize("name", screens.OF_A_CASE)
def test_a_page_of_a_case_is_accessible(seat: Seat, world: World, name: str) -> None:
    desk = seat("officer")
    desk.go(screens.of_a_case(world.case)[name])
    accessible(desk.page, name, full=True)


def sent_empty(desk: Desk, url: str) -> None:
    """The form with all that it says of what is missing."""
    desk.go(url)
    for box in desk.page.locator("form.fields input[type=date]").all():
        box.fill("")
    desk._send()
    assert desk.summary()
    accessible(desk.page, f"{url} sent empty", full=True)


def at_its_step(desk: Desk, case: Case) -> None:
    desk.go(f"/admin/{case.of_kind.model.lower().replace('.', '/')}/{case.pk}/change/")
    accessible(desk.page, f"{case.kind} {case.status}", full=True)


@pytest.mark.parametrize("code", sorted(LIVES))
def test_a_kind_is_accessible_from_its_form_to_its_end(seat: Seat, live_url: str, code: str) -> None:
    life, kind = LIVES[code], kinds.get(code)
    if kind.standalone:
        sent_empty(seat(life.opened_by), f"/admin/{kind.model.lower().replace('.', '/')}/add/")
    case, day = make.opened(code), dt.date(2023, 3, 1)
    at_its_step(seat("officer"), case)
    for slug, who, data in life.steps():
        if not kind.step(slug).internal:
            sent_empty(
                seat(make.colleague(who, make.STREET_A) if who in ("clerk", "reviewer") else who), step_url(case, slug)
            )
        day += dt.timedelta(days=1)
        given = data(day) if callable(data) else data
        make.moved(case, slug, given.pop("on", day), **given)
        with make.acting(None):
            case.refresh_from_db()
        at_its_step(seat("officer"), case)


@pytest.mark.parametrize("exit", ["paused", "returned", "rejected", "withdrawn"])
def test_a_case_that_left_its_way_is_accessible(seat: Seat, live_url: str, exit: str) -> None:
    case = make.opened("home_help")
    more = {"detail": "papers"} if exit == "paused" else {"reason": "材料不全"}
    make.moved(case, exit, dt.date(2023, 3, 2), **more)
    with make.acting(None):
        case.refresh_from_db()
    at_its_step(seat("officer"), case)


def alike_before_saving(desk: Desk) -> None:
    make.person("王小明", born=dt.date(1985, 5, 5))
    desk.go("/admin/people/person/add/")
    desk.fill({"name": "王小明", "born_on": "1985-05-05", "sex": "M"})
    desk._send()
    assert "可能已经登记过的人" in desk.text()


def corrected_by_two(desk: Desk) -> None:
    one = make.person("两改人")
    desk.go(f"/admin/people/person/{one.pk}/correct/")
    with make.acting("reviewer_a") as by:
        people.correct_person(by=by, person=one, seen_version=1, today=make.TODAY, phone="13800001234")
    desk.fill({"phone": "13900000000"})
    desk._send()
    assert "两个人同时修改了" in desk.text()


def moved_meanwhile(desk: Desk) -> None:
    case = make.lived("adult_rehab", until="approved")
    desk.go(step_url(case, "session"))
    make.moved(case, "session", dt.date(2023, 3, 10), organisation=make.organisation())
    desk.fill({"on": "2023-03-11", "organisation": make.organisation()})
    desk._send()
    assert "别人刚刚登记的" in desk.text()


def draft_restored(desk: Desk) -> None:
    desk.go("/admin/people/person/add/")
    desk.fill({"name": "草稿人"})
    desk.press("存为草稿")
    desk.go("/admin/people/person/add/")
    desk.press("恢复上次未提交的内容")
    assert "请核对后提交" in desk.text()


def merged_person(desk: Desk) -> None:
    one, other = make.person("同一人"), make.person("同一人", identified=False, certificate=None)
    with make.acting("officer") as by:
        ledger.merge_persons(by=by, person=other, into=one, on=screens.DAY, reason="同一人")
    desk.go(f"/admin/people/person/{other.pk}/change/")
    assert "已与另一条合并" in desk.text()


def nobody_found(desk: Desk) -> None:
    desk.go("/admin/")
    desk.page.fill("#find-term", "查无此人")
    with desk.page.expect_navigation():
        desk.page.press("#find-term", "Enter")
    assert "没有找到" in desk.text()


def nothing_listed(desk: Desk) -> None:
    desk.go("/admin/subsidies/fuelgrant/?status=rejected")
    assert "没有符合条件的记录" in desk.text()


def corrected_entry(desk: Desk) -> None:
    """What was voided stands struck out beside what replaced it."""
    case = make.lived("home_modification", on=dt.date(2023, 3, 1))
    desk.go(f"/admin/home_modifications/homemodification/{case.pk}/change/")
    desk.page.locator(".timeline li", has_text="验收").get_by_role("link", name="更正").click()
    desk.fill({"happened_on": "2023-04-01", "reason": "日期有误"})
    desk.done()
    assert desk.page.locator(".timeline--voided").count()


def year_being_confirmed(desk: Desk) -> None:
    desk.go("/summary/2022/publication/")


STATES: list[tuple[str, Callable[[Desk], None]]] = [
    *(("clerk_a", one) for one in (alike_before_saving, corrected_by_two, moved_meanwhile, draft_restored)),
    *(("clerk_a", one) for one in (merged_person, nobody_found, nothing_listed, corrected_entry)),
    ("director", year_being_confirmed),
]


@pytest.mark.parametrize(("who", "open_page"), STATES, ids=[opened.__name__ for _who, opened in STATES])
def test_a_page_is_accessible_whatever_it_says(
    seat: Seat, world: World, who: str, open_page: Callable[[Desk], None]
) -> None:
    desk = seat(who)
    open_page(desk)
    accessible(desk.page, open_page.__name__, full=True)


def test_a_batch_is_accessible_from_hand_to_hand(seat: Seat, live_url: str) -> None:
    case = make.lived("home_help", one := make.person("批次人"), until="approved")
    make.account(one)
    batch = make.prepared(case.kind, dt.date(2023, 5, 1))
    for step in ("check", "approve", "release", "send", None):
        desk = seat("finance")
        desk.go(f"/admin/payments/batch/{batch.pk}/change/")
        accessible(desk.page, f"batch before {step}", full=True)
        if step:
            make.through(batch, step)
    make.settled(batch, dt.date(2023, 6, 20))
    desk.go(f"/admin/payments/batch/{batch.pk}/change/")
    accessible(desk.page, "batch settled", full=True)


@pytest.mark.parametrize(
    ("url", "status"), [("/admin/nowhere/", 404), ("/summary/2023/publication/differences/explain/", 403)]
)
def test_a_refusal_is_accessible(seat: Seat, forgiven: None, url: str, status: int) -> None:
    page = seat("clerk_a").page
    assert page.goto(url).status == status
    accessible(page, url, full=True)
