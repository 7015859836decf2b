"""A desk: one member of the cast at a browser of their own, who works as people do: links, buttons, fields by name."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page

from services.cases import fields as declared
from services.cases.kinds import Kind
from services.people.models import Organisation, Person
from tests import make

REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", e => console.error(
    "CSP: " + e.violatedDirective + " refuses " + (e.blockedURI || "inline") + " in " + e.sourceFile))"""


@dataclass
class Complaints:
    """What must not happen on any page of any test: foreign hosts, refusals by the policy, errors in the console."""

    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext, home: str) -> None:
        def asked(url: str) -> None:
            if not url.startswith((home, "data:", "blob:", "about:")):
                self.found.append(f"foreign host: {urlsplit(url).netloc}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error":
                self.found.append(f"{message.page and message.page.url}: console: {message.text}")

        context.add_init_script(REPORT_VIOLATIONS)
        context.on("request", lambda request: asked(request.url))
        context.on("console", said)
        context.on("weberror", lambda error: self.found.append(f"{error.page and error.page.url}: {error.error}"))


class Desk:
    """`name` is signed in (through the sign-in page: test_day.py). Every method leaves it on a page that answered."""

    def __init__(self, name: str, context: BrowserContext, home: str) -> None:
        self.name, self.page = name, context.new_page()
        client = Client()
        client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": home}])

    def go(self, url: str) -> Page:
        answer = self.page.goto(url, wait_until="domcontentloaded")
        assert answer and answer.ok, f"{self.name}: {answer and answer.status} at {url}"
        return self.page

    def button(self, label: str) -> Locator:
        """A button or a link that looks like one, by its words."""
        return self.page.locator(
            f'main :is(button, a.button, a.chip):text-is("{label}"), main input[type=submit][value="{label}"]'
        ).first

    def press(self, label: str) -> None:
        self.button(label).click()

    def heading(self) -> str:
        return self.page.locator("h1").last.inner_text().strip()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def summary(self) -> list[str]:
        """The sentences of the error summary."""
        return self.page.locator(".error-summary li").all_inner_texts()

    def fill(self, values: dict[str, Any], prefix: str = "") -> None:
        for name, value in values.items():
            if value is not None and value != "":
                self._fill_one(prefix + name, value)

    def _fill_one(self, name: str, value: Any) -> None:
        if isinstance(value, Person | Organisation):
            return self.page.fill(f'[name="{name}_term"]', value.name)
        box = self.page.locator(f'[name="{name}"]').first
        kind = box.evaluate("el => el.tagName === 'SELECT' ? 'select' : el.type")
        if kind == "select":
            box.select_option(str(value.pk if isinstance(value, Model) else value))
        elif kind == "checkbox":
            box.set_checked(bool(value))
        elif kind == "month":
            box.fill(f"{value:%Y-%m}")
        else:
            box.fill(value.isoformat() if isinstance(value, dt.date) else str(value))

    def submit(self) -> None:
        """Sends the form; whoever was found by a name is chosen, if it is one person, and the form sent again."""
        self._send()
        for choices in self.page.locator(".field--error .found__list").all():
            choices.locator("input").first.check()
            self._send()

    def _send(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("form.fields button[type=submit]:not([name])").click()

    def done(self) -> None:
        """Submits a form that is expected to be accepted."""
        where = self.page.url
        self.submit()
        assert not self.summary(), f"{self.name}, {where}: {self.summary()}"

    # -- the main things that staff do

    def register(self, number: str, name: str, *, certificate: str = "", **more: Any) -> str:
        """A new person from the search of the work page, with a certificate. Gives the key."""
        page = self.go("/admin/")
        page.fill("#find-term", number)
        page.press("#find-term", "Enter")
        page.wait_for_url("**/find/")
        self.press("新建人员")
        self.fill({"name": name, "id_number": number, **more})
        self.done()
        key = urlsplit(page.url).path.split("/")[-3]
        if certificate:
            self.press("登记残疾人证")
            issued = {"number": number + certificate, "valid_from": "2020-01-01", "valid_to": "2030-01-01"}
            self.fill({**issued, "lower_limb": certificate[0] == "4"})
            self.done()
            assert "在册" in self.text()
        return key

    def open_case(self, kind: Kind, on: dt.date, person: str | None, values: dict[str, Any], rows: list[Any]) -> str:
        """A new case from the page of the person, or from the list of its kind. Gives the address of the case."""
        if person:
            self.go(f"/admin/people/person/{person}/change/")
            self.press(str(kind.label))
        else:
            self.go(f"/admin/{kind.model.lower().replace('.', '/')}/")
            self.page.locator("a.addlink").click()
        self.fill({"opened_on": on, **values})
        for name in declared.row_models(kind):
            for number, row in enumerate(rows):
                columns = [c.name for c in declared.asked_columns(type(row))]
                self.fill({c: getattr(row, c) for c in columns}, prefix=f"{name}-{number}-")
        self.done()
        return urlsplit(self.page.url).path

    def step(self, case_url: str, label: str, values: dict[str, Any]) -> None:
        """One step from the case page, which is opened again where others have moved the case since."""
        if urlsplit(self.page.url).path != case_url or not self.button(label).count():
            self.go(case_url)
        self.press(label)
        self.fill(values)
        self.done()


Seat = Callable[[str], Desk]


def seats(browser: Browser, home: str, complaints: Complaints) -> tuple[Seat, list[BrowserContext]]:
    """A function that gives the desk of a member of the cast, made and signed in once; and the contexts to close."""
    made: dict[str, Desk] = {}
    contexts: list[BrowserContext] = []

    def seat(name: str) -> Desk:
        if name not in made:
            contexts.append(context := new_context(browser, home, complaints))
            made[name] = Desk(name, context, home)
        return made[name]

    return seat, contexts


def new_context(browser: Browser, home: str, complaints: Complaints) -> BrowserContext:
    """With reduced motion: nothing has to be waited for."""
    context = browser.new_context(
        base_url=home,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": 1366, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    complaints.watch(context, home)
    return context
