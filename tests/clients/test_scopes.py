"""What a token is not given for is refused, kind by kind, whatever the role may."""

import base64
import datetime as dt
import hashlib
import uuid

import pytest

from accounts import grants
from accounts.clients import actions
from accounts.clients.offers import offered, offers
from accounts.errors import NotAllowed, RuleBroken
from accounts.models import AuditEntry, Posting, Street
from accounts.roles import RIGHTS, Role
from accounts.scoping import enter, scope_of
from services.bulk.selecting import rows_of
from services.cases import amendments, kinds
from services.cases.models import Case
from tests import make

HOME = {"opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}


def test_the_scopes_follow_from_the_table_of_rights():
    found = set(offered())
    assert {"people.read", "people.write", "figures.read", "fuel.read", "fuel.write"} <= found
    assert {f"{kind.code}.read" for kind in kinds.all_kinds()} <= found
    for action, roles in RIGHTS.items():
        if Role.INTEGRATOR in roles and action.partition(".")[0] not in grants.ABOUT_CASES:
            assert grants.grant_of(action) in found
    assert "recovery.write" not in found and "users.write" not in found


def test_every_scope_is_offered_in_words():
    assert all(str(offer.label) and not str(offer.label).isascii() for offer in offers())
    assert offered()["fuel.read"].endswith("：读取")


def test_a_new_right_is_offered_without_more(monkeypatch):
    monkeypatch.setitem(RIGHTS, "parcel.view", frozenset({Role.INTEGRATOR}))
    assert "parcels.read" in offered()


@pytest.mark.parametrize(
    ("scope", "method", "path", "missing"),
    [
        ("fuel.read", "get", "people/", "people.read"),
        ("people.read", "post", "people/", "people.write"),
        ("people.read", "get", "cases/", "cases.read"),
        ("people.read", "get", "figures/2023/", "figures.read"),
        ("fuel.write", "post", "cases/home_modification/", "home_modification.write"),
        ("home_modification.read", "post", "cases/home_modification/", "home_modification.write"),
        ("people.write", "post", "certificates/", "certificates.write"),
    ],
)
def test_without_its_scope_an_operation_is_refused(city, refused, scope, method, path, missing):
    one = city(scope)
    problem = refused(getattr(one, method)(path), 403, "client.scope_missing")
    assert problem["scope"] == missing and missing in problem["detail"]
    assert AuditEntry.objects.filter(action="client.scope_missing", by=one.row.user).count() == 1


def test_with_its_scope_it_is_carried_out(city):
    one = city("home_modification.write", "home_modification.read", "people.read")
    answer = one.post("cases/home_modification/", HOME | {"person": make.person().pk})
    assert answer.status_code == 201


def test_cases_of_other_kinds_are_not_there(city, refused):
    fuel, home = make.opened("fuel"), make.opened("home_modification", make.person("周玉"))
    one = city("fuel.read")
    assert [row["id"] for row in one.get("cases/").json()["results"]] == [str(fuel.pk)]
    assert one.get(f"cases/{fuel.pk}/").status_code == 200
    refused(one.get(f"cases/{home.pk}/"), 404, "record.not_there")
    with enter(scope_of(one.row.user)):
        assert list(Case.objects.visible_to(one.row.user)) == [fuel]


def test_a_step_needs_the_right_to_write_that_kind(city, refused):
    case = make.opened("fuel")
    reader = city("fuel.read", "home_modification.write")
    assert reader.get(f"cases/{case.pk}/").json()["next_steps"] == []
    given = {"on": "2023-03-02", "reason": "不再需要"}
    refused(reader.change(case, "steps/withdrawn/", given), 403, "client.scope_missing")
    writer = city("fuel.read", "fuel.write")
    assert [step["slug"] for step in writer.get(f"cases/{case.pk}/").json()["next_steps"]] == ["withdrawn"]
    assert writer.change(case, "steps/withdrawn/", given).status_code == 201


def test_a_token_holds_what_was_asked_for_and_no_more(city, refused):
    one = city("people.read", "fuel.read", token=False).signed_in(scope="fuel.read")
    assert one.get("cases/").status_code == 200
    refused(one.get("people/"), 403, "client.scope_missing")


def test_what_is_taken_from_a_client_is_gone_from_its_tokens(city, refused):
    one = city("people.read", "fuel.read")
    streets = list(Street.objects.filter(pk=make.STREET_A))
    with make.acting("secadmin") as by:
        actions.change(by=by, client=one.row, name=one.row.name, scopes=["fuel.read"], streets=streets, per_minute=600)
    refused(one.get("people/"), 403, "client.scope_missing")
    assert one.get("cases/").status_code == 200


def test_the_streets_are_those_of_its_postings(city, refused):
    case = make.opened("fuel")
    assert len(city("fuel.read").get("cases/").json()["results"]) == 1
    refused(city("fuel.read", streets=(make.STREET_B,)).get(f"cases/{case.pk}/"), 404, "record.not_there")
    two = city("fuel.read", streets=(make.STREET_A, make.STREET_B))
    refused(two.get("cases/"), 400, "street.missing")
    two.headers["X-Street"] = make.STREET_A
    assert len(two.get("cases/").json()["results"]) == 1
    district = city("fuel.read", streets=())
    assert len(district.get("cases/").json()["results"]) == 1
    assert list(Posting.objects.filter(user=district.row.user).values_list("street", "role")) == [(None, "integrator")]


def test_a_street_that_is_taken_away_is_closed_at_once(city, refused):
    make.opened("fuel")
    one = city("fuel.read")
    with make.acting("secadmin") as by:
        actions.change(by=by, client=one.row, name="新名", scopes=["fuel.read"], per_minute=600, streets=[])
    one.headers["X-Street"] = make.STREET_B
    assert one.get("cases/").json()["results"] == []


def test_nothing_can_be_granted_that_is_not_offered(city):
    one = city("fuel.read", token=False)
    for scopes in ([], ["users.write"], ["recovery.write"], ["people"]):
        with make.acting("secadmin") as by, pytest.raises(RuleBroken):
            actions.change(by=by, client=one.row, name="x", scopes=scopes, streets=[], per_minute=1)


@pytest.mark.parametrize("name", ["clerk_a", "officer", "director", "sysadmin", "auditor", "integrator"])
def test_only_the_security_administrator_registers(name, city):
    one = city("fuel.read", token=False)
    with make.acting(name) as by:
        for act in (
            lambda: actions.register(by=by, name="x", scopes=["fuel.read"], streets=[], per_minute=1),
            lambda: actions.change(by=by, client=one.row, name="x", scopes=["fuel.read"], streets=[], per_minute=1),
            lambda: actions.rotate(by=by, client=one.row, overlap=dt.timedelta()),
            lambda: actions.end_secret(by=by, secret=one.row.secrets.get()),
            lambda: actions.block(by=by, client=one.row, reason="x"),
            lambda: actions.unblock(by=by, client=one.row),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_of_changes_it_is_told_what_it_may_read(city):
    fuel = make.opened("fuel")
    home = make.opened("home_modification", fuel.person)

    def told(*scopes: str) -> tuple[set[str], set[str]]:
        rows = city("feed.read", *scopes).get("changes/", limit=200).json()["results"]
        return {row["what"] for row in rows}, {row["case"] for row in rows if row.get("case")}

    everything = {"person", "certificate", "household", "residence", "case", "entry"}
    assert told("people.read", "fuel.read", "home_modification.read") == (everything, {str(fuel.pk), str(home.pk)})
    assert told("fuel.read") == ({"case", "entry"}, {str(fuel.pk)})
    assert told("people.read") == (everything - {"case"}, set())
    assert told() == (set(), set())


def test_it_is_told_of_voids_of_what_it_may_read(city):
    fuel, home = make.opened("fuel"), make.opened("home_modification", make.person("周玉"))
    for case in (fuel, home):
        with make.acting("officer") as by:
            amendments.annul(by=by, case=case, reason="录入错误")
    for scope, case, told in (("fuel.read", fuel, True), ("home_modification.read", fuel, False)):
        rows = city("feed.read", scope).get("changes/", limit=200).json()["results"]
        voided = [row["case"] for row in rows if row["what"] == "entry" and row["operation"] == "voided"]
        assert (str(case.pk) in voided) == told and len(voided) == 1


def test_of_an_export_it_gets_what_it_may_read(city, refused):
    fuel = make.opened("fuel")
    make.opened("home_modification", fuel.person)
    one = city("feed.read", "fuel.read")
    refused(one.post("exports/", what="person"), 403, "client.scope_missing")
    assert one.post("exports/", what="case").status_code == 202
    with enter(scope_of(one.row.user)):
        assert list(rows_of(one.row.user, "case", "")) == [fuel]
        assert {entry.case_id for entry in rows_of(one.row.user, "entry", "")} == {fuel.pk}


def test_bulk_needs_the_right_to_write_that_kind(city, refused):
    content, one = b'{"external_id": "1"}', city("bulk.write", "fuel.write")
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()

    def sent(kind: str):
        headers = {**one.headers, "Content-Digest": f"sha-256=:{digest}:", "Idempotency-Key": uuid.uuid4().hex}
        return one.client.post(f"/api/v1/bulk/{kind}/", content, "application/x-ndjson", headers=headers)

    refused(sent("home_modification"), 403, "client.scope_missing")
    assert sent("fuel").status_code == 202
