"""The permission matrix: every role asks for every operation about a row of one street, from the own street, from
another and from none. What was answered stands in tests/golden/api_rights.md, which an office can read.

After a wanted change: TAIZHANG_GOLDEN=1 pytest tests/api/test_matrix.py
"""

import datetime as dt
import os
import re
import uuid
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import Posting
from accounts.roles import Role
from services.cases import kinds
from services.documents import actions as documents
from services.people.models import HouseholdMember, Residence
from services.webhooks import actions as webhooks
from services.webhooks.models import Endpoint
from tests import make
from tests.api.conftest import Api
from tests.api.operations import Operation, operations
from tests.bulk.sending import digest, posted
from tests.conftest import FULL
from tests.documents import files
from tests.lives import LIVES
from tests.reporting import publications

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "api_rights.md"
SECRET = "玛瑙隐娘"
MAY, EMPTY, NO_RIGHT, UNKNOWN, SIGN_IN = "可以", "空", "无权", "看不到", "先登录"
REFUSED = {401: SIGN_IN, 403: NO_RIGHT, 404: UNKNOWN}
A, B, ALL = make.STREET_A, make.STREET_B, None
# Heading of the column -> (street, role) of a posting, or the header X-Street of somebody of the whole district.
ACTORS: dict[str, Any] = {
    "经办人·本街道": (A, Role.CLERK),
    "经办人·别的街道": (B, Role.CLERK),
    "审核人·本街道": (A, Role.STREET_REVIEWER),
    "审核人·别的街道": (B, Role.STREET_REVIEWER),
    "领导·本街道": (A, Role.MANAGER),
    "领导·别的街道": (B, Role.MANAGER),
    "对接系统·本街道": (A, Role.INTEGRATOR),
    "对接系统·别的街道": (B, Role.INTEGRATOR),
    "对接系统·全区": (ALL, Role.INTEGRATOR),
    "区审批人": (ALL, Role.DISTRICT_OFFICER),
    "区审批人·只看别的街道": (ALL, Role.DISTRICT_OFFICER, B),
    "财务": (ALL, Role.FINANCE),
    "出纳": (ALL, Role.CASHIER),
    "区领导": (ALL, Role.MANAGER),
    "系统管理员": (ALL, Role.SYSTEM_ADMIN),
    "安全管理员": (ALL, Role.SECURITY_ADMIN),
    "审计管理员": (ALL, Role.AUDIT_ADMIN),
    "没有岗位": (),
    "没有登录": None,
}
MUST_NOT_KNOW = [name for name, who in ACTORS.items() if not who or B in who]
DAY = "2023-06-01"
# What is sent; where nothing stands, nothing is. `{person}` and such are keys of the world.
BODIES: dict[str, dict[str, Any]] = {
    "POST people/find/": {"term": SECRET},
    "PATCH people/<uuid:id>/": {"suspected": False},
    "POST people/<uuid:id>/reveal/": {"purpose": "核对"},
    "POST households/": {"person": "{person}", "on": DAY},
    "POST households/<uuid:id>/members/": {"person": "{person}", "on": DAY, "relation": "child"},
    "POST households/<uuid:id>/members/<int:member>/leave/": {"on": DAY},
    "POST exports/": {"what": "person"},
    "POST certificates/<uuid:id>/end/": {"on": DAY, "reason": "own_request"},
    "POST circumstances/": {"person": "{person}", "code": "student", "valid_from": DAY, "source": "学生证"},
    "POST circumstances/<int:id>/end/": {"on": DAY},
    "POST cases/<uuid:id>/steps/<slug:slug>/": {"on": DAY},
    "POST cases/<uuid:id>/entries/<int:entry>/correct/": {"happened_on": DAY, "reason": "更正"},
    "POST cases/<uuid:id>/entries/<int:entry>/take-back/": {"reason": "更正"},
    "POST cases/<uuid:id>/annul/": {"reason": "更正"},
    "POST documents/<uuid:id>/withdraw/": {"reason": "重复"},
}


@pytest.fixture
def world(db, settings, tmp_path) -> dict[str, Any]:
    """Street A with a person of an unmistakable name, and a row of everything that has an address."""
    settings.FILES_DIR = tmp_path / "files"
    person = make.person(SECRET, born=dt.date(1988, 8, 15), sex="F")
    case = make.opened("home_help", person, on=dt.date(2023, 1, 3))
    for slug, day in (("reviewed", 4), ("approved", 5)):
        make.moved(case, slug, dt.date(2023, 1, day))
    case.person = person
    payment = make.paid(case, dt.date(2023, 5, 1), dt.date(2023, 5, 15))
    household = make.household(person)
    publications.frozen()
    circumstance = {"code": "dibao", "valid_from": DAY, "source": "名册"}
    api = Api(make.user("clerk_a"))
    record = api.post("circumstances/", circumstance | {"person": person.pk}).json()
    system = Api(make.user("integrator"))
    upload = posted(system, "fuel", b"{}").json()
    export = system.post("exports/", what="person").json()
    endpoint = endpoint_of("integrator")
    with make.acting("clerk_a") as by:
        document = documents.attach(by=by, case=case, purpose="proof", filename="a.jpg", content=files.photo())
        keys = {
            "people": person.pk,
            "households": household.pk,
            "member": HouseholdMember.objects.get(person=person).pk,
            "certificates": person.certificates.get().pk,
            "circumstances": record["id"],
            "cases": case.pk,
            "entry": make.entries(case, "submitted")[0].pk,
            "kind": "fuel",
            "uploads": upload["id"],
            "exports": export["id"],
            "residences": Residence.objects.get(person=person).pk,
            "organisations": make.organisation().pk,
            "webhooks": endpoint.pk,
            "documents": document.pk,
            "payments": payment.pk,
            "batches": payment.batch_id,
            "policies": payment.terms[0],
            "year": 2023,
            "code": "subsidies.home_help_persons",
            "passports": f"2023-1-subsidies.home_help_persons-{A}",
            "person": person.pk,
        }
        hidden = ("people", "households", "certificates", "cases", "documents")
        marks = [SECRET, person.masked_id, case.number, payment.number, *(str(keys[name]) for name in hidden)]
    return {"keys": keys, "marks": marks, "steps": a_step_of_every_right()}


def endpoint_of(name: str) -> Endpoint:
    with make.acting("secadmin") as by:
        webhooks.allow_host(by=by, host="hooks.city.example", port=443, purpose="市级平台")
    with make.acting("sysadmin") as by:
        url = "https://hooks.city.example/taizhang"
        return webhooks.open_endpoint(by=by, user=make.user(name), name="市级平台", url=url, kinds=[])[0]


def a_step_of_every_right() -> dict[str, tuple[Any, str]]:
    """right -> (case, step): one endpoint moves every kind, by the right of the step."""
    found: dict[str, tuple[Any, str]] = {}
    for kind in kinds.all_kinds():
        rights = {step.right: step.slug for step in kind.steps if not step.internal}
        if new := rights.keys() - found.keys():
            about = make.person(SECRET) if LIVES[kind.code].about is make.person else None
            case = make.opened(kind.code, about)
            found |= {right: (case, rights[right]) for right in new}
    return found


def actor(heading: str) -> Api:
    who = ACTORS[heading]
    if who is None:
        return Api()
    user = make.User.objects.create(username=f"actor-{list(ACTORS).index(heading)}", name="某某")
    if who:
        Posting.objects.create(user=user, street_id=who[0], role=who[1])
    return Api(user, street=who[2] if len(who) > 2 else None)


def address(operation: Operation, world: dict[str, Any]) -> str:
    first = operation.path.partition("/")[0]

    def key(found: re.Match) -> str:
        name = found[1].partition(":")[2]
        return str(world["keys"][first if name == "id" else name])

    return "/api/v1/" + re.sub(r"<([^>]+)>", key, operation.path)


def filled(body: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).format(**world["keys"]) if "{" in str(value) else value for name, value in body.items()}


def asked(client: Api, method: str, url: str, body: dict[str, Any]) -> Any:
    """The answer; whatever it did is undone."""
    headers = {**client.headers, "Idempotency-Key": uuid.uuid4().hex, "If-Match": '"1"'}
    about: dict[str, Any] = {"REMOTE_ADDR": f"test-{uuid.uuid4()}"}  # throttles remember addresses
    if "/bulk/" in url:
        headers["Content-Digest"] = digest(b"{}")
        about |= {"data": b"{}", "content_type": "application/x-ndjson"}
    elif method == "POST" and url.endswith("/documents/"):
        about |= {"data": {"purpose": "proof"}}
    elif method != "GET":
        about |= {"data": body, "content_type": "application/json"}
    with transaction.atomic():
        answer = getattr(Client(), method.lower())(url, headers=headers, **about)
        transaction.set_rollback(True)
    return answer


def cases_of(operation: Operation, world: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, address): the endpoint of steps once for every right that a step may ask for."""
    if operation.action != "step":
        return [(operation.path, address(operation, world))]
    return [
        (f"cases/<id>/steps/…（{right}）", f"/api/v1/cases/{case.pk}/steps/{slug}/")
        for right, (case, slug) in sorted(world["steps"].items())
    ]


class Matrix:
    def __init__(self, world: dict[str, Any]) -> None:
        self.world, self.leaks = world, []
        self.rows: dict[tuple[str, str], dict[str, str]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        # In the short form one kind stands for all that are opened by the same right.
        self.opening: dict[tuple[str, bool], dict[str, str]] = {}

    def measure(self) -> None:
        clients = {heading: actor(heading) for heading in ACTORS}
        for operation in operations():
            for label, url in cases_of(operation, self.world):
                row = operation.method, label
                self.texts[row] = operation.summary
                alike = getattr(operation.view, "kind", None) and (operation.right, operation.view.kind.whole)
                if not FULL and alike in self.opening:
                    self.rows[row] = self.opening[alike]
                    continue
                answers = {h: self.cell(operation, url, h, client) for h, client in clients.items()}
                seen = MAY in answers.values()
                self.rows[row] = {h: c if seen or c != EMPTY else MAY for h, c in answers.items()}
                if alike:
                    self.opening[alike] = self.rows[row]

    def cell(self, operation: Operation, url: str, heading: str, client: Api) -> str:
        answer = asked(client, operation.method, url, filled(BODIES.get(operation.name, {}), self.world))
        assert answer.status_code < 500, (operation.name, heading)
        told = [mark for mark in self.world["marks"] if mark in answer.content.decode(errors="replace")]
        if told and heading in MUST_NOT_KNOW:
            self.leaks.append(f"{operation.name}: {heading} was told {told}")
        if answer.status_code in REFUSED:
            return REFUSED[answer.status_code]
        return MAY if told or not self.is_a_list(operation, answer) else EMPTY

    def is_a_list(self, operation: Operation, answer: Any) -> bool:
        """One that could hold the rows of the world."""
        return operation.method == "GET" and "<" not in operation.path and b'"results"' in answer.content

    def text(self) -> str:
        """The golden table; what is answered alike to everybody stands in one line."""
        lines = [HEADING, "| 操作 | 说明 | " + " | ".join(ACTORS) + " |", "|" + " --- |" * (len(ACTORS) + 2)]
        opening: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for (method, label), row in self.rows.items():
            kind = label.removeprefix("cases/").removesuffix("/")
            cells = tuple(row[heading] for heading in ACTORS)
            if method == "POST" and kind in {one.code for one in kinds.all_kinds()}:
                opening[cells].append(f"{kinds.get(kind).label}（{kind}）")
                continue
            lines.append(self.line(f"{method} {short(label)}", self.texts[method, label], cells))
        for cells, labels in sorted(opening.items(), key=lambda pair: pair[1]):
            lines.append(self.line("POST cases/<类型>/", "新办：" + "、".join(sorted(labels)), cells))
        return "\n".join(lines) + "\n"

    def line(self, operation: str, text: str, cells: tuple[str, ...]) -> str:
        return f"| `{operation}` | {text} | " + " | ".join(cells) + " |"


def short(path: str) -> str:
    return re.sub(r"<\w+:(\w+)>", r"<\1>", path)


HEADING = f"""# 接口权限表

由测试逐项实际请求得出：每个岗位对每项操作，针对一个街道的一个人和他的案件。{MAY}：能办，或只差填写内容；{EMPTY}：
能打开，但里面没有这个街道的内容；{NO_RIGHT}：403；{UNKNOWN}：404，与根本不存在时的答复相同；{SIGN_IN}：401。
新办和登记的“{MAY}”只限自己街道的人。办理步骤按步骤需要的权限各列一行。
"""


def test_everybody_is_answered_as_the_table_says_and_nothing_leaks(world):
    matrix = Matrix(world)
    matrix.measure()
    assert matrix.leaks == []
    if os.environ.get("TAIZHANG_GOLDEN") == "1":
        GOLDEN.write_text(matrix.text())
    assert matrix.text() == GOLDEN.read_text()


def test_nobody_of_another_street_may_touch_a_row(db):
    """The table itself says so: in the columns of other streets no operation on a row reads 可以."""
    lines = [line.strip("| ").split(" | ") for line in GOLDEN.read_text().splitlines() if line.startswith("| `")]
    columns = [2 + list(ACTORS).index(heading) for heading in MUST_NOT_KNOW]
    open_to_all = ("policies/", "figures/", "passports/", "batches/", "bulk/", "organisations/")
    for line in lines:
        if "<" in line[0] and "<类型>" not in line[0] and not any(name in line[0] for name in open_to_all):
            assert {line[n] for n in columns} <= {NO_RIGHT, UNKNOWN, SIGN_IN}, line[0]


def test_the_table_holds_every_operation():
    """Also where only the table was changed by hand."""
    text = GOLDEN.read_text()
    codes = {f"cases/{kind.code}/": f"（{kind.code}）" for kind in kinds.all_kinds()}
    for operation in operations():
        step = operation.action == "step" and f"`{operation.method} cases/<id>/steps/"
        assert (step or codes.get(operation.path) or f"`{short(operation.name)}`") in text, operation.name
