"""WCAG 2.2 A and AA by axe-core on every page: light, dark and in forced colours, wide, at 390 px and at 200 % zoom.

Nothing scrolls sideways in any of them. Here stand pages in their states (with errors, results, dialogs) and those of
the registry; every other screen: test_every_page.py. The short form looks at each page in one look, the next in turn.
"""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.contrib import admin
from playwright.sync_api import Browser, Page

from accounts.clients import actions as clients
from accounts.clients.models import Client
from accounts.models import Street
from accounts.roles import RIGHTS
from reporting.models import Publication
from reporting.publishing import published
from services.cases import kinds
from services.people.models import Certificate
from services.webhooks import actions as webhooks
from services.webhooks.models import Endpoint
from tests import make
from tests.browser.desk import Complaints, Desk, Seat, new_context
from tests.conftest import FULL
from tests.reporting import publications
from tests.reporting.book import write
from tests.workbooks.sheets import HEAD, checked, xlsx

pytestmark = pytest.mark.browser

DATABASE = "load_district --people 800"
WIDE, NARROW = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
ZOOMED = {"width": 683, "height": 450}  # what a screen of 1366 px shows at 200 %
# (colour scheme, forced colours, size): light, dark and forced colours, each in each size. Switched on the loaded page,
# all nine cost two or three seconds.
LOOKS = [
    ("light", "none", WIDE),
    ("dark", "none", NARROW),
    ("light", "active", ZOOMED),
    ("dark", "none", WIDE),
    ("dark", "active", NARROW),
    ("light", "none", ZOOMED),
    ("light", "active", WIDE),
    ("light", "none", NARROW),
    ("dark", "none", ZOOMED),
]
REFLOWED = {"width": 320, "height": 256}  # the same screen at 400 %
_turn = itertools.count()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# preload would fetch and inline our stylesheets, which the content security policy refuses.
RUN = """([tags, exclude]) => axe.run({include: [['html']], exclude: exclude},
    {runOnly: tags, resultTypes: ['violations'], preload: false}).then(found => found.violations)"""
# Cells like those before them, which the short form leaves out: axe takes seconds for thousands of links.
MORE_OF_THE_SAME = [["tbody tr:nth-child(n+6)"], [".summary-table td:nth-child(n+7)"]]
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What axe does not ask: names and heads of tables, errors tied to their fields, links of the summary that lead to a
# field, errors said in the title, one main heading, charts in words.
BEYOND_AXE = """() => {
    const all = css => [...document.querySelectorAll(css)].filter(el => el.checkVisibility()), found = [];
    const wrong = (what, elements) => found.push(...elements.map(el => `${what}: ${el.outerHTML.slice(0, 200)}`));
    const ids = (el, name) => (el.getAttribute(name) || '').split(' ').map(id => document.getElementById(id));
    const tables = all('table:not([role=presentation], [role=none])');
    wrong('a table without a name', tables.filter(el => !(
        el.caption?.innerText.trim() || el.ariaLabel || ids(el, 'aria-labelledby').some(Boolean))));
    wrong('a table without heads', tables.filter(el => !el.querySelector('th')));
    wrong('an error that is not tied to its field', all('main [aria-invalid=true]').filter(el =>
        ![el, el.closest('fieldset')].some(one => one && ids(one, 'aria-describedby').some(told => told?.innerText))));
    wrong('leads to no field', all('.error-summary a').filter(el => {
        const field = document.getElementById(decodeURIComponent(el.hash.slice(1)));
        return !field?.checkVisibility() || field.tabIndex < 0;
    }));
    wrong('a picture without words', all('main svg:not([aria-hidden=true] *, [aria-hidden=true])').filter(el =>
        !(el.ariaLabel || el.querySelector('title')?.textContent.trim())));
    if (all('h1').length !== 1) found.push(`${all('h1').length} main headings`);
    if (all('.error-summary, .errornote').length > 0 !== document.title.startsWith('错误：'))
        found.push(`the title does not say whether there are errors: ${document.title}`);
    return found;
}"""


def violations(page: Page, full: bool) -> list[str]:
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{found['id']} {node['target']}: {node['failureSummary']}"
        for found in page.evaluate(RUN, [RULES, [] if full else MORE_OF_THE_SAME])
        for node in found["nodes"]
    ]


def _looks(page: Page, full: bool) -> Iterator[str]:
    """The page in each look, or in the one whose turn it is, as what it is called."""
    for scheme, forced, size in LOOKS if full else [LOOKS[next(_turn) % len(LOOKS)]]:
        page.emulate_media(color_scheme=scheme, forced_colors=forced)
        page.set_viewport_size(size)
        yield f"{scheme}{' forced' if forced == 'active' else ''} {size['width']}"
    page.emulate_media(color_scheme="light", forced_colors="none")
    page.set_viewport_size(REFLOWED)
    yield f"{REFLOWED['width']}"
    page.set_viewport_size(WIDE)


def accessible(page: Page, name: str, full: bool) -> None:
    """In every look in the long form, in the next of them in the short one."""
    page.wait_for_load_state()  # of where a click has led
    wrong = [f"{name}: {found}" for found in page.evaluate(BEYOND_AXE)]
    for look in _looks(page, full):
        if page.viewport_size != REFLOWED:
            wrong += [f"{name}, {look}: {found}" for found in violations(page, full)]
        if (excess := page.evaluate(SIDEWAYS)) > 0:
            wrong.append(f"{name}, {look}: the page is {excess} px wider than the screen")
    assert not wrong, "\n".join(wrong)


def work_page(desk: Desk) -> None:
    desk.go("/admin/")


def waiting(desk: Desk) -> None:
    desk.go("/admin/work/")


def search_result(desk: Desk) -> None:
    desk.go("/admin/")
    desk.page.fill("#find-term", "王")
    with desk.page.expect_navigation():
        desk.page.press("#find-term", "Enter")


def person_page(desk: Desk) -> None:
    make.person("王检索")
    search_result(desk)
    desk.page.locator("main th a").first.click()


def add_form_with_errors(desk: Desk) -> None:
    desk.go("/admin/devices/deviceapplication/add/")
    desk.fill({"person_term": "王", "items-0-name": "轮椅"})
    desk._send()
    assert desk.summary()


def person_form_with_errors(desk: Desk) -> None:
    desk.go("/admin/people/person/add/")
    desk._send()
    assert desk.summary()


def case_page(desk: Desk) -> None:
    desk.go("/admin/home_modifications/homemodification/?status=accepted")
    desk.page.locator("#result_list tbody th a").first.click()


def correction(desk: Desk) -> None:
    case_page(desk)
    desk.page.locator(".timeline li a").last.click()


def step_form(desk: Desk) -> None:
    desk.go("/admin/subsidies/socialinsurancegrant/?status=active")
    desk.page.locator("#result_list tbody th a").first.click()
    desk.press("停发")


def change_list(desk: Desk) -> None:
    desk.go("/admin/subsidies/socialinsurancegrant/")


def people_list(desk: Desk) -> None:
    desk.go("/admin/people/person/")


def public_notice(desk: Desk) -> None:
    desk.go("/admin/certificate-notice/")


def organisation_form_with_errors(desk: Desk) -> None:
    desk.go("/admin/people/organisation/add/")
    with desk.page.expect_navigation():
        desk.page.locator("[name=_save]").click()


def summary(desk: Desk) -> None:
    desk.go("/summary/2023/")


def narrowed_summary(desk: Desk) -> None:
    desk.go("/summary/2023/?category=4&chart=employment.employment_rate")


def several_streets(desk: Desk) -> None:
    desk.go("/summary/2023/employment.job_fair_employers/streets/")


def save_view(desk: Desk) -> None:
    desk.go("/summary/2023/save/?category=4")
    desk.press("保存")


def template_form(desk: Desk) -> None:
    desk.go("/admin/reporting/reporttemplate/add/")


def schedule_form_with_errors(desk: Desk) -> None:
    desk.go("/admin/reporting/schedule/add/")
    desk.press("保存")
    desk.page.wait_for_selector(".error-summary")


def drill_down(desk: Desk) -> None:
    desk.go("/summary/2023/")
    desk.page.locator(".summary-table td a[href*=social_insurance_amount]").first.click()


def why_changed(desk: Desk) -> None:
    """With the records of one reason open."""
    desk.go("/summary/2023/home_modifications.assessed/why/")
    desk.page.locator("a[href*=bucket]").first.click()


def fates(desk: Desk) -> None:
    """With the list behind one number open."""
    desk.go("/summary/2023/")
    desk.page.locator("a[href*=fates]").first.click()
    desk.page.locator("a[href*=reached]").first.click()


def ratio(desk: Desk) -> None:
    desk.go("/summary/2023/")
    desk.page.locator(".summary-table td a[href*=employment_rate]").first.click()


def relations(desk: Desk) -> None:
    desk.go("/summary/2023/relations/")


def rating_sheet_form(desk: Desk) -> None:
    desk.go("/admin/warm_homes/ratingsheet/add/")


def no_jobs(desk: Desk) -> None:
    desk.go("/admin/jobs/")


def report_check(desk: Desk) -> None:
    desk.go("/admin/report-check/")
    desk.fill(
        {"year": "2023", "text": "审批30人提出的29件信访申请，满意率由92.1%提高到94.3%，提高2.2%。举办书画展12场。"}
    )
    with desk.page.expect_navigation():
        desk.page.locator("#check .button--primary").click()
    assert desk.page.locator(".finding mark").count() == 2
    desk.page.evaluate("() => document.querySelectorAll('#check details').forEach(one => { one.open = true; })")


def job(desk: Desk) -> None:
    desk.go("/summary/2023/")
    desk.press("导出汇总表 xlsx")
    desk.page.wait_for_url("**/jobs/**")


def jobs(desk: Desk) -> None:
    job(desk)
    desk.go("/admin/jobs/")


def workbooks(desk: Desk) -> None:
    desk.go("/admin/workbooks/")


def checked_workbook(desk: Desk) -> None:
    """A workbook with a fault after its dry run; its good row waits for the decision."""
    person = make.person("吴表格", born=dt.date(1980, 2, 2))
    rows = [[person.name, person.id_number, "2023-03-01", "是"], ["郑", "12", "去年", "也许"]]
    workbook = checked("home_help", xlsx(HEAD["home_help"], *rows))
    desk.go(f"/admin/workbooks/{workbook.pk}/")


def workbook_columns(desk: Desk) -> None:
    checked_workbook(desk)
    desk.press("重新核对")


def workbook_decision(desk: Desk) -> None:
    checked_workbook(desk)
    desk.press("决定导入")
    desk._send()
    assert desk.summary()


def grid(desk: Desk) -> None:
    desk.go("/admin/grids/adult_sessions/")


def grid_with_errors(desk: Desk) -> None:
    grid(desk)
    desk.fill({"rows-0-person_term": "王", "rows-0-days": "40"})
    desk._send()
    assert desk.summary()


def draft_offered(desk: Desk) -> None:
    desk.go("/admin/people/person/add/")
    desk.fill({"name": "草稿人"})
    desk.press("存为草稿")
    desk.go("/admin/people/person/add/")
    assert "恢复上次未提交的内容" in desk.text()


def session_warning(desk: Desk) -> None:
    desk.go("/admin/help/sheets/")
    desk.page.locator("#session-dialog").evaluate("el => { el.dataset.warn = el.dataset.idle }")
    desk.page.wait_for_selector("#session-dialog[open]")


def reasons(desk: Desk) -> None:
    desk.go("/admin/help/reasons/")


def publication(desk: Desk) -> None:
    publications.ensure_frozen()
    desk.go("/summary/2023/publication/")


def passport(desk: Desk) -> None:
    publications.ensure_frozen()
    desk.go("/figures/2023-1-employment.ability_assessed-district/")


def consequences(desk: Desk) -> None:
    publications.ensure_frozen()
    with make.acting("officer"):
        certificate = Certificate.objects.filter(valid_from__lt="2022-01-01", valid_to__gt="2025-01-01", ended_on=None)[
            0
        ]
    desk.go(f"/admin/people/certificate/{certificate.pk}/end/")
    desk.fill({"on": "2023-11-01", "reason": "own_request"})
    desk._send()
    assert desk.page.locator(".consequences tbody tr").count() >= 2


def confirmation(desk: Desk) -> None:
    if not Publication.objects.filter(year=2022).exists():
        publications.opened(2022)
    desk.go("/summary/2022/publication/confirm/")


def changed_since() -> None:
    """Something differs from what is published."""
    publications.ensure_frozen()
    write("fuel.paid", "2023-06-01", person=make.person("赵四"), amount="260.00")


def differences(desk: Desk) -> None:
    changed_since()
    desk.go("/summary/2023/publication/differences/")


def explanation(desk: Desk) -> None:
    changed_since()
    desk.go("/summary/2023/publication/differences/explain/")


def erratum(desk: Desk) -> None:
    changed_since()
    made = publications.corrected(published(2023))
    desk.go(f"/summary/2023/publication/errata/{made.version}/")


def new_endpoint(desk: Desk) -> None:
    """Its secret, shown once."""
    host = f"hooks{next(_turn)}.city.example"
    integrator = make.user("integrator")
    with make.acting("secadmin") as by:
        webhooks.allow_host(by=by, host=host, port=443, purpose="市级平台")
    desk.go("/admin/webhooks/endpoint/add/")
    desk.fill({"user": str(integrator.pk), "name": "市级平台", "url": f"https://{host}/"})
    desk.page.locator("form.card [type=submit]").first.click()
    assert "whsec_" in desk.page.locator(".facts").inner_text()


def endpoint(desk: Desk) -> None:
    new_endpoint(desk)
    desk.page.locator("main .button--primary").click()
    desk.page.wait_for_url("**/change/")
    with make.acting("sysadmin") as by:
        one = Endpoint.objects.latest("id")
        webhooks.send_test(by=by, endpoint=one)
        webhooks.switch_off(by=by, endpoint=one)
    desk.page.reload()


def _city_system() -> Client:
    if one := Client.objects.filter(name="一卡通").first():
        return one
    streets = list(Street.objects.all()[:3])
    with make.acting("secadmin") as by:
        made = clients.register(by=by, name="一卡通", scopes=["people.read"], streets=streets, per_minute=600)
    return made[0]


def city_system(desk: Desk) -> None:
    desk.go(f"/admin/clients/client/{_city_system().pk}/change/")


def city_system_rights(desk: Desk) -> None:
    desk.go(f"/admin/clients/client/{_city_system().pk}/edit/")
    desk.fill({"per_minute": "0"})
    desk._send()
    assert desk.summary()


def city_system_secret(desk: Desk) -> None:
    desk.go(f"/admin/clients/client/{_city_system().pk}/rotate/")
    desk.page.check("[name=keep][value='0']")
    desk._send()
    assert desk.page.locator("#client-secret").input_value().startswith("tzs_")


def city_system_blocking(desk: Desk) -> None:
    desk.go(f"/admin/clients/client/{_city_system().pk}/block/")


# In the short form one page of each type, in the long form also those that are made of the same parts.
PAGES: list[tuple[str, Callable[[Desk], None]]] = [
    *itertools.product(["clerk_a"], [work_page, search_result, person_page, add_form_with_errors, change_list]),
    *itertools.product(["clerk_a"], [organisation_form_with_errors, grid_with_errors, draft_offered, session_warning]),
    *itertools.product(["clerk_a"], [checked_workbook]),
    *itertools.product(["officer"], [case_page, consequences]),
    *itertools.product(["director"], [summary, schedule_form_with_errors, drill_down, job, relations, publication]),
    *itertools.product(["director"], [passport, why_changed, fates, report_check]),
    ("sysadmin", new_endpoint),
]
if FULL:
    PAGES += [
        *itertools.product(["clerk_a"], [person_form_with_errors, people_list, no_jobs, public_notice, grid, reasons]),
        *itertools.product(["clerk_a"], [workbooks, workbook_columns, workbook_decision]),
        *itertools.product(["officer"], [waiting, correction, step_form, rating_sheet_form]),
        *itertools.product(["director"], [ratio, jobs, narrowed_summary, several_streets, save_view, template_form]),
        *itertools.product(["reviewer_a"], [confirmation]),
        ("sysadmin", endpoint),
        *itertools.product(["officer"], [differences, explanation, erratum]),
        ("secadmin", city_system_blocking),
    ]


@pytest.mark.parametrize(("who", "open_page"), PAGES, ids=[opened.__name__ for _who, opened in PAGES])
def test_a_page_is_accessible(seat: Seat, who: str, open_page: Callable[[Desk], None], full: bool) -> None:
    desk = seat(who)
    open_page(desk)
    accessible(desk.page, open_page.__name__, full)


def test_the_sign_in_page_is_accessible(browser: Browser, live_url: str, complaints: Complaints, full: bool) -> None:
    context = new_context(browser, live_url, complaints)
    page = context.new_page()
    page.goto("/admin/")
    accessible(page, "sign-in", full)
    page.fill("[name=username]", "nobody")
    page.fill("[name=password]", make.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(".errornote")
    accessible(page, "sign-in refused", full)
    context.close()


def of_the_registry() -> list[Any]:
    """Every admin class with somebody who may see it."""
    found = []
    for model, site in sorted(admin.site._registry.items(), key=lambda item: item[0]._meta.label):
        who = next(n for n, (_street, role) in SEEN_BY.items() if role in RIGHTS[site.view_right])
        found.append(pytest.param(who, model, id=model._meta.label_lower))
    return found


SEEN_BY = {name: make.ROLES[name] for name in ("clerk_a", "officer", "finance", "sysadmin", "secadmin", "auditor")}
KINDS_LIKE_OTHERS = {kind.detail_model for kind in kinds.all_kinds()[2:]}


@pytest.mark.parametrize(("who", "model"), of_the_registry())
def test_every_page_of_the_registry_is_accessible(seat: Seat, who: str, model: Any, full: bool) -> None:
    """List, new and one row of each; in the short form of two kinds only, as the others are made of the same parts."""
    if model in KINDS_LIKE_OTHERS and not full:
        pytest.skip("the long form")
    desk, site = seat(who), admin.site._registry[model]
    url = f"/admin/{model._meta.label_lower.replace('.', '/')}/"
    urls = [url]
    if site.add_right and make.ROLES[who][1] in RIGHTS[site.add_right]:
        urls.append(f"{url}add/")
    with make.acting(who):
        if (row := model._default_manager.first()) is not None:
            urls.append(f"{url}{row.pk}/change/")
    for one in urls if full else urls[:: 2 if len(urls) > 2 else 1]:
        desk.go(one)
        accessible(desk.page, one, full)
