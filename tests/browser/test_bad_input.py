"""What people get wrong: a sentence in Chinese at the field, a summary that leads there, and nothing half saved."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import models

from services.cases import kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.people import numbers
from services.people.models import Certificate, Household, Person
from tests import make
from tests.browser.desk import Desk, Seat

pytestmark = pytest.mark.browser

BORN = dt.date(1985, 5, 6)
ADD = "/admin/people/person/add/"
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff].*[。]")


@contextmanager
def nothing_saved() -> Iterator[None]:
    """No row of any table that an office counts is added or changed."""

    def state() -> dict[str, Any]:
        with make.acting(None):
            tables: tuple[type[models.Model], ...] = (Person, Certificate, Household, Entry)
            counts = {table.__name__: table._default_manager.count() for table in tables}
            return {**counts, "cases": sorted(Case.objects.values_list("serial", "status", "version"))}

    before = state()
    yield
    assert state() == before


def refused(desk: Desk, *words: str, at: str | None) -> None:
    """The page says `words` in its focused summary and, when they are about a field, at that field."""
    page = desk.page
    summary = page.locator(".error-summary")
    assert summary.evaluate("el => el === document.activeElement"), "the summary has not got the focus"
    assert page.title().startswith("错误：")
    said = summary.inner_text()
    for word in words:
        assert word in said, said
    assert all(CHINESE_SENTENCE.search(line) for line in desk.summary()), said
    if at is None:
        assert not summary.locator("a").count()
        return
    links = summary.locator("a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    assert len(links) == 1, links
    summary.locator("a").click()
    field = page.locator(f'.field--error:has([name^="{at}"])')
    told = field.inner_text()
    for word in words:
        assert word in told, f"not at the field: {told}"
    aimed = page.locator(":focus")
    assert aimed.get_attribute("name", timeout=1000).startswith(at)
    described = field.evaluate(DESCRIPTION)
    assert words[0] in described, f"a screen reader does not hear it: {described!r}"


# What a screen reader says of the focused field: of itself, or of the group that it stands in.
DESCRIPTION = """() => [document.activeElement, document.activeElement.closest('fieldset')]
    .flatMap(el => (el?.getAttribute('aria-describedby') || '').split(' '))
    .map(id => id && document.getElementById(id)?.innerText || '').join(' ')"""


def number_with_day(day: str) -> str:
    first = f"{numbers.SYNTHETIC_AREA}{day}481"
    return first + numbers.check_digit(first)


def test_a_wrong_check_digit(clerk: Desk) -> None:
    right = numbers.synthetic_id(BORN, "M", 490)
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    clerk.go(ADD)
    with nothing_saved():
        clerk.fill({"name": "路正号", "id_number": wrong, "phone": "13800001234"})
        clerk.submit()
        refused(clerk, "校验码不对", at="id_number")
    assert clerk.page.input_value("[name=id_number]") == wrong
    assert clerk.page.input_value("[name=phone]") == "13800001234"
    clerk.fill({"id_number": right})
    clerk.done()


def test_the_thirtieth_of_february(clerk: Desk) -> None:
    clerk.go(ADD)
    with nothing_saved():
        clerk.fill({"name": "王小明", "id_number": number_with_day("19850230")})
        clerk.submit()
        refused(clerk, "在日历上不存在", at="id_number")


def test_all_errors_at_once(clerk: Desk) -> None:
    clerk.go("/admin/subsidies/fuelgrant/add/")
    with nothing_saved():
        clerk.fill({"opened_on": "2023-03-01"})
        clerk.submit()
        assert len(clerk.summary()) == 2, clerk.summary()


def test_the_certificate_of_another_person(clerk: Desk) -> None:
    one, other = make.person("王小明", certificate=None), make.person("李大明")
    with make.acting(None):
        number = other.certificates.get().number
    clerk.go(f"/admin/people/certificate/add/?person={one.pk}")
    with nothing_saved():
        clerk.fill({"number": number, "valid_from": "2023-01-01"})
        clerk.submit()
        refused(clerk, "与此人不一致", at="number")
    assert clerk.page.input_value("[name=number]") == number


def test_a_duplicate_application(clerk: Desk) -> None:
    one = make.person()
    first = make.opened("home_help", one)
    clerk.go(f"/admin/subsidies/homehelpgrant/add/?person={one.pk}")
    with nothing_saved():
        clerk.fill({"opened_on": "2023-04-01", "declared_unemployed": True})
        clerk.submit()
        refused(clerk, first.number, "不要重复登记", at="person")
    assert clerk.page.input_value("[name=opened_on]") == "2023-04-01"
    assert clerk.page.is_checked("[name=declared_unemployed]")


def test_items_of_a_device_that_are_half_filled_in(clerk: Desk) -> None:
    one = make.person()
    clerk.go(f"/admin/devices/deviceapplication/add/?person={one.pk}")
    with nothing_saved():
        clerk.fill({"opened_on": "2023-04-01", "purpose": "mobility", "items-0-name": "轮椅"})
        clerk.submit()
        summary = clerk.page.locator(".error-summary")
        assert summary.evaluate("el => el === document.activeElement")
        assert len(clerk.summary()) == 2, clerk.summary()
        summary.locator("a").first.click()
        assert clerk.page.locator(":focus").get_attribute("name") == "items-0-quantity"
    assert clerk.page.input_value("[name=items-0-name]") == "轮椅"


def step_url(case: Case, slug: str) -> str:
    model = kinds.get(case.kind).model.lower().replace(".", "/")
    return f"/admin/{model}/{case.pk}/step/{slug}/"


def test_a_stale_form_that_is_still_allowed_can_be_sent_again(clerk: Desk) -> None:
    case = make.lived("adult_rehab", until="approved")
    place = make.organisation()
    clerk.go(step_url(case, "session"))
    make.moved(case, "session", dt.date(2023, 3, 10), organisation=place)  # somebody else, meanwhile
    with nothing_saved():
        clerk.fill({"on": "2023-03-11", "organisation": place})
        clerk.submit()
        refused(clerk, "刚刚被别人更新", "进行中", at=None)
    assert clerk.page.input_value("[name=on]") == "2023-03-11"
    assert clerk.page.input_value("[name=organisation_term]") == place.name
    clerk.done()
    assert len(make.entries(case, "session")) == 2


def test_a_stale_form_that_is_no_longer_allowed_stays_refused(seat: Seat) -> None:
    case = make.opened("home_help")
    reviewer = seat("reviewer_a")
    reviewer.go(step_url(case, "reviewed"))
    make.moved(case, "reviewed", dt.date(2023, 3, 2), by="officer_2")
    with nothing_saved():
        reviewer.fill({"on": "2023-03-05"})
        reviewer.submit()
        refused(reviewer, "刚刚被别人更新", "街道已审核", at=None)
        assert reviewer.page.input_value("[name=on]") == "2023-03-05"
        reviewer.submit()
        refused(reviewer, "街道已审核", "不能办理", at=None)
        assert reviewer.page.input_value("[name=on]") == "2023-03-05"


def test_a_milestone_before_its_predecessor(seat: Seat) -> None:
    case = make.opened("home_help", on=dt.date(2023, 3, 1))
    reviewer = seat("reviewer_a")
    reviewer.go(step_url(case, "reviewed"))
    with nothing_saved():
        reviewer.fill({"on": "2023-02-01"})
        reviewer.submit()
        refused(reviewer, "早于上一步", "2023-03-01", at="on")
    reviewer.fill({"on": "2023-03-02"})
    reviewer.done()


def test_a_correction_before_its_predecessor(clerk: Desk) -> None:
    case = make.lived("home_modification", on=dt.date(2023, 3, 1))
    clerk.go(f"/admin/home_modifications/homemodification/{case.pk}/change/")
    clerk.page.locator(".timeline li", has_text="验收").get_by_role("link", name="更正").click()
    with nothing_saved():
        clerk.fill({"happened_on": "2023-01-01", "reason": "日期有误"})
        clerk.submit()
        refused(clerk, "早于前一步", at="happened_on")


def test_an_application_dated_in_the_future(clerk: Desk) -> None:
    clerk.go(f"/admin/subsidies/homehelpgrant/add/?person={make.person().pk}")
    with nothing_saved():
        clerk.fill({"opened_on": "2099-01-01", "declared_unemployed": True})
        clerk.submit()
        refused(clerk, "今天之后", at="opened_on")


def test_a_person_of_another_street_is_told_by_street_alone(clerk: Desk) -> None:
    other = make.person("郑别处", street=make.STREET_B)
    with make.acting(None):
        number = other.id_number
    clerk.go(ADD)
    with nothing_saved():
        clerk.fill({"name": "郑别处", "id_number": number})
        clerk.submit()
        refused(clerk, "移交", at="id_number")
    assert str(other.pk) not in clerk.page.content()
