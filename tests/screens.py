"""Every screen of staff and managers as data: by the name of its address, who looks at it and at which rows.

Lists, forms and rows of the registry are found by themselves (tests/browser/test_access.py), as are the pages of a kind
of case. A new page gets one line here; tests/test_screens.py names those that have none.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from accounts.clients import actions as clients
from accounts.clients.offers import offered
from reporting import arranging
from reporting.publishing import published
from services.cases import grids
from services.cases.actions import enter_sheet
from services.circumstances import actions as circumstances
from services.documents import actions as documents
from services.employment import actions as employment
from services.ledger import actions as ledger
from services.people.models import HouseholdMember
from services.policy.models import Policy
from services.webhooks import actions as webhooks
from tests import make
from tests.documents import files
from tests.reporting import publications
from tests.reporting.book import write
from tests.workbooks.sheets import HEAD, imported, xlsx

DAY = dt.date(2023, 6, 1)
# The stock admin's addresses of each model; nobody may delete, and the audit is the history.
OF_THE_REGISTRY = ("_add", "_change", "_changelist", "_delete", "_history")
OF_A_CASE = ("step", "correct", "take_back", "details", "annul")
OF_AN_ENDPOINT = ("edit", "test", "secret", "old-secret", "off", "on", "dead", "range")
NO_PAGE = {
    "organisation_names": "names for a script",
    "document_file": "a file",
    "document_print_receipt": "a file",
    "document_print_approval": "a file",
    "job_file": "a file",
    "job_cancel": "a button",
    "job_retry": "a button",
    "last_summary": "leads to the last year",
    "logout": "a button",
    "payments_batch_file": "a file",
    "reporting_reporttemplate_current": "a file",
    "reporting_reporttemplate_file": "a file",
    "summary_export": "a button",
    "view_delete": "a button",
    "workbook_file": "a file",
    "workbook_print": "a file",
    "workbook_receipt": "a file",
    "workbook_template": "a file",
}


@dataclass(frozen=True)
class World:
    """Rows for every screen, made by the actions."""

    person: Any
    other: Any
    case: Any
    document: Any
    rows: dict[str, Any]


def world() -> World:
    person, other = make.person("全页一"), make.person("全页二", born=dt.date(1985, 5, 6))
    twin = make.person("全页一", identified=False, certificate=None)
    case = make.opened("home_modification", person)
    rows: dict[str, Any] = {}
    with make.acting("officer") as by:
        rows["merge"] = ledger.merge_persons(by=by, person=twin, into=other, on=DAY, reason="同一人")
    with make.acting("clerk_a") as by:
        entitled = {"code": "dibao", "valid_from": DAY, "source": "证明"}
        rows["circumstance"] = circumstances.record(by=by, person=person, **entitled)
        given = {"purpose": "before", "filename": "门.jpg", "content": files.photo()}
        document = documents.attach(by=by, case=case, **given)
        rows["status"] = employment.set_status(by=by, person=person, status="seeking", on=DAY, today=make.TODAY)
    rows |= _webhooks() | _client()
    rows |= {"sheet": _sheet(), "payment": _payment(), "schedule": _schedule(), "workbook": _workbook()}
    with make.acting(None):
        rows["member"] = HouseholdMember.objects.get(person=person)
        rows["policy"] = Policy.objects.first()
    return World(person, other, case, document, rows)


def _sheet() -> Any:
    person = make.person("全页三")
    make.lived("adult_rehab", person, until="approved")
    head = {"organisation": make.organisation(), "for_month": DAY}
    with make.acting("clerk_a") as by:
        grid, rows = grids.get("adult_sessions"), [(person, {"days": (3, 5)})]
        return enter_sheet(by=by, grid=grid, page=uuid.uuid4(), today=make.TODAY, head=head, rows=rows)


def _payment() -> Any:
    person = make.person("全页四")
    case = make.lived("home_help", person, until="approved")
    case.person = person
    return make.paid(case, DAY, dt.date(2023, 6, 20))


def _schedule() -> Any:
    with make.acting("director") as by:
        return arranging.schedule(
            by=by, today=make.TODAY, name="月报", view=None, rhythm="monthly", way="file", folder="x"
        )


def _workbook() -> Any:
    person = make.person("全页五")
    return imported("home_help", xlsx(HEAD["home_help"], [person.name, person.id_number, DAY, "是"]))


def _webhooks() -> dict[str, Any]:
    with make.acting("secadmin") as by:
        host = webhooks.allow_host(by=by, host="hooks.city.example", port=443, purpose="市级平台")
    with make.acting("sysadmin") as by:
        of = {"user": make.user("integrator"), "name": "市级平台", "url": "https://hooks.city.example/", "kinds": []}
        endpoint, _secret = webhooks.open_endpoint(by=by, **of)
        webhooks.send_test(by=by, endpoint=endpoint)
        return {"host": host, "endpoint": endpoint, "delivery": endpoint.deliveries.get()}


def _client() -> dict[str, Any]:
    with make.acting("secadmin") as by:
        asked = {"name": "市级平台", "scopes": list(offered())[:1], "streets": [], "per_minute": 60}
        client, _secret = clients.register(by=by, **asked)
        return {"client": client, "secret": client.secrets.get()}


def changed_since_publication() -> None:
    """2023 is published and something differs from it, one difference explained; 2022 is being confirmed."""
    one = publications.ensure_frozen()
    for name in ("全页六", "全页七"):
        write("fuel.paid", "2023-06-01", person=make.person(name), amount="260.00")
    publications.corrected(one)
    write("fuel.paid", "2023-06-01", person=make.person("全页八"), amount="260.00")
    publications.opened(2022)


@dataclass(frozen=True)
class Screen:
    who: str
    args: Callable[[World], list[Any]] = lambda world: []
    query: str = ""


def of(name: str, who: str = "clerk_a", query: str = "") -> Screen:
    """About that row of the world, or that part of it."""
    return Screen(who, lambda world: [getattr(world, name, None) or world.rows[name]], query)


def year(who: str, *more: Any, number: int = 2023, query: str = "") -> Screen:
    return Screen(who, lambda world: [number, *more], query)


FIGURE = "employment.job_fair_employers"
SCREENS: dict[str, Screen] = {
    "app_list": Screen("clerk_a", lambda world: ["people"]),
    "auth_user_password_change": Screen("secadmin", lambda world: [make.user("clerk_b")]),
    "budget": year("director"),
    "certificate_notice": Screen("clerk_a"),
    "circumstance_end": of("circumstance"),
    "circumstance_new": of("person"),
    "circumstance_register": Screen("officer"),
    **{f"clients_client_{name}": of("client", "secadmin") for name in ("edit", "rotate", "block", "unblock")},
    "clients_client_end_secret": Screen("secadmin", lambda world: [world.rows["client"], world.rows["secret"]]),
    "document_attach": of("case"),
    "document_photos": of("case"),
    "document_withdraw": of("document"),
    "employment_status": of("person"),
    "employment_status_void": Screen("clerk_a", lambda world: [world.person, world.rows["status"]]),
    "fates": year("director", "home_modifications.funnel"),
    "figure": year("director", FIGURE),
    "figure_streets": year("director", FIGURE),
    "find": Screen("clerk_a"),
    "grid": Screen("clerk_a", lambda world: ["child_attendance"]),
    "grid_sheet": of("sheet"),
    "grid_sheet_undo": of("sheet"),
    "grids": Screen("clerk_a"),
    "help": Screen("clerk_a"),
    "help_topic": Screen("clerk_a", lambda world: ["step"]),
    "household_join": of("person"),
    "household_leave": of("member"),
    "household_start": of("other"),
    "index": Screen("officer"),
    "job": Screen("clerk_a", lambda world: [world.rows["workbook"].job]),
    "jobs": Screen("clerk_a"),
    "override_ask": Screen("clerk_a", lambda world: ["home_help", world.person]),
    "passport": Screen("director", lambda world: [f"2023-1-{FIGURE}-district"]),
    "password_change": Screen("clerk_a"),
    "password_change_done": Screen("clerk_a"),
    "payment_account": of("person"),
    "payments_batch_approve": Screen("director", lambda world: [world.rows["payment"].batch]),
    "payments_batch_cancel": Screen("finance", lambda world: [world.rows["payment"].batch]),
    "payments_batch_check": Screen("officer", lambda world: [world.rows["payment"].batch]),
    "payments_batch_release": Screen("cashier", lambda world: [world.rows["payment"].batch]),
    "payments_batch_settle": Screen("finance", lambda world: [world.rows["payment"].batch]),
    "payments_payment_repay": of("payment", "finance"),
    "payments_payment_returned": of("payment", "finance"),
    "people_apart": Screen("officer", lambda world: [world.person, world.other]),
    "people_certificate_end": Screen("reviewer_a", lambda world: [world.person.certificates.get()]),
    "people_certificate_withdraw": Screen("clerk_a", lambda world: [world.person.certificates.get()]),
    "people_duplicates": Screen("officer"),
    "people_person_correct": of("person"),
    "people_person_reveal": of("person"),
    "person_hand_over": of("person", "officer"),
    "person_merge": of("person", "officer"),
    "person_merge_into": Screen("officer", lambda world: [world.person, world.other]),
    "person_unmerge": of("merge", "officer"),
    "policy_holiday_fill": Screen("officer"),
    "policy_policy_propose": of("policy", "officer"),
    "policy_policy_verify": of("policy", "officer"),
    "publication": year("director"),
    "publication_changes": year("director", f"2023-1-{FIGURE}-district"),
    "publication_confirm": year("reviewer_a", number=2022),
    "publication_decide": year("director"),
    "publication_differences": year("officer"),
    "publication_erratum": Screen("officer", lambda world: [2023, published(2023).version]),
    "publication_explain": year("officer"),
    "publication_open": year("officer", number=2021),
    "publication_step": year("officer", "check", number=2022),
    "publication_street": year("officer", make.STREET_A),
    "relations": year("director"),
    "report_check": Screen("officer"),
    "reporting_reporttemplate_return": Screen("director"),
    "reporting_schedule_stop": of("schedule", "director"),
    "residence": of("person"),
    "summary": year("reviewer_a"),
    "suspicions": Screen("finance"),
    "targets": year("director"),
    "unclaimed": Screen("officer"),
    "unclaimed_list": Screen("clerk_a", lambda world: ["home_help", make.STREET_A]),
    "view_save": year("director"),
    "webhooks_allowedhost_forbid": of("host", "secadmin"),
    "webhooks_delivery_again": of("delivery", "sysadmin"),
    **{f"webhooks_endpoint_{name}": of("endpoint", "sysadmin") for name in OF_AN_ENDPOINT},
    "why": year("director", FIGURE),
    "work": Screen("clerk_a"),
    "workbook": of("workbook"),
    "workbook_columns": of("workbook"),
    "workbook_decide": of("workbook"),
    "workbook_new": Screen("clerk_a"),
    "workbook_undo": of("workbook"),
    "workbooks": Screen("clerk_a"),
}
OUTSIDE_ADMIN = {"budget", "fates", "figure", "figure_streets", "passport", "relations", "summary", "targets", "why"}
OUTSIDE_ADMIN |= {"view_save"} | {name for name in SCREENS if name.startswith("publication")}


def needs_publication(name: str) -> bool:
    """Whether the screen is there only after `changed_since_publication`, which takes half a minute."""
    return name == "passport" or name.startswith("publication_")


def address(name: str, world: World) -> str:
    found = SCREENS[name]
    with make.acting(None):
        args = [getattr(arg, "pk", arg) for arg in found.args(world)]
        return reverse(name if name in OUTSIDE_ADMIN else f"admin:{name}", args=args) + found.query


def of_a_case(case: Any) -> dict[str, str]:
    """Name of the page -> address, for a case that can go on, be corrected and annulled."""
    kind = case.of_kind
    stem = "admin:" + kind.model.lower().replace(".", "_")
    entry = make.entries(case, kind.opening.slug)[-1].pk
    step = kind.next_steps(case.status)[0].slug
    args = {"step": [case.pk, step], "correct": [case.pk, entry], "take_back": [case.pk, entry]}
    args |= {"details": [case.pk], "annul": [case.pk]}
    return {name: reverse(f"{stem}_{name}", args=args[name]) for name in OF_A_CASE}
