"""An exception needs a reason and a second person; who is entitled and has nothing stands on a work list."""

import datetime as dt

import pytest
from django.db import Error as DatabaseError
from django.db import transaction

from accounts.errors import Conflict, DomainError, NotAllowed, RuleBroken
from services.cases import actions, kinds, unclaimed
from services.cases.models import Decision, Override
from services.circumstances.actions import record
from services.ledger.actions import merge_persons
from tests import make

pytestmark = pytest.mark.django_db
ON = dt.date(2023, 3, 1)


def asked(person, kind="home_help", code="RC09", why="excludes", by="clerk_a") -> Override:
    with make.acting(by) as one:
        return actions.ask_override(
            by=one, person=person, kind=kinds.get(kind), code=code, why=why, reason="已核实，另一项即将停发"
        )


def decided(one: Override, grant=True, by="officer") -> None:
    with make.acting(by) as who:
        actions.decide_override(by=who, one=one, grant=grant, answer="同意")


def test_what_excludes_each_other_is_refused_until_an_exception_is_granted():
    person = make.person()
    make.opened("home_help", person, on=ON)
    with pytest.raises(RuleBroken) as refused:
        make.opened("social_insurance", person, on=ON)
    assert refused.value.code == "refusal.rc09"
    assert "居家助残" in str(refused.value)
    one = asked(person, "social_insurance")
    with pytest.raises(RuleBroken):
        make.opened("social_insurance", person, on=ON)
    decided(one)
    case = make.opened("social_insurance", person, on=ON)
    with make.acting("officer"):
        one.refresh_from_db()
        assert one.case_id == case.pk
    make.moved(case, "reviewed", dt.date(2023, 3, 2))
    make.moved(case, "approved", dt.date(2023, 3, 3))
    with make.acting(None):
        decision = Decision.objects.get(case=case)
        assert [(r["code"], r["severity"]) for r in decision.refusals] == [("RC09", "block")]
        assert decision.amount  # what an exception lifts has its lines


def test_an_exception_is_used_once():
    person = make.person()
    make.opened("home_help", person, on=ON)
    decided(asked(person, "social_insurance"))
    make.moved(make.opened("social_insurance", person, on=ON), "withdrawn", ON, reason="本人撤回")
    with pytest.raises(RuleBroken):
        make.opened("social_insurance", person, on=ON)


def test_one_that_is_refused_lifts_nothing():
    person = make.person()
    make.opened("home_help", person, on=ON)
    decided(asked(person, "social_insurance"), grant=False)
    with pytest.raises(RuleBroken):
        make.opened("social_insurance", person, on=ON)


def test_it_takes_a_second_person_with_the_right():
    one = asked(make.person(), by="officer")
    with pytest.raises(RuleBroken) as refused:
        decided(one, by="officer")
    assert refused.value.code == "override.same_hand"
    with pytest.raises(NotAllowed):
        decided(one, by="clerk_a")
    with make.acting(None), pytest.raises(DatabaseError, match="second_person"), transaction.atomic():
        Override.objects.filter(pk=one.pk).update(decided_by=one.asked_by, state="granted")


def test_a_dead_person_gets_no_exception():
    with pytest.raises(RuleBroken) as refused:
        asked(make.person(), code="RC15", why="died")
    assert refused.value.code == "override.unknown"


def test_the_pages(client):
    person = make.person("例外人")
    make.opened("home_help", person, on=ON)
    backend = {"backend": "django.contrib.auth.backends.ModelBackend"}
    client.force_login(make.user("clerk_a"), **backend)
    body = {"person_choice": str(person.pk), "opened_on": "2023-03-01", "origin": "window", "work": "stall"}
    page = client.post("/admin/subsidies/socialinsurancegrant/add/", {**body, "premium": "900"}).content.decode()
    link = f"/admin/overrides/social_insurance/{person.pk}/"
    assert "不能同时享受" in page and link in page
    form = {"refusal": "RC09:excludes", "reason": "另一项已申请停发"}
    assert client.post(link, form).status_code == 302
    client.force_login(make.user("officer"), **backend)
    assert "例外申请，待我决定" in client.get("/admin/").content.decode()
    with make.acting("officer") as by:
        key = Override.objects.visible_to(by).get().pk
    url = f"/admin/cases/override/{key}/change/"
    assert "另一项已申请停发" in client.get(url).content.decode()
    assert client.post(url, {"grant": "yes", "answer": "同意"}).status_code == 302
    client.force_login(make.user("clerk_b"), **backend)
    assert client.get(url).status_code == 404
    assert client.get(link).status_code == 404


class TestUnclaimed:
    def found(self, code: str, by: str = "clerk_a", street: str | None = None) -> list[str]:
        with make.acting(by):
            return [one.person.name for one in unclaimed.find(unclaimed.get(code), make.TODAY, street=street)]

    def test_who_meets_the_rule_and_has_no_case_is_listed(self):
        make.person("应享人")
        make.person("轻度人", certificate="44")
        make.person("老年人", born=dt.date(1950, 1, 1))
        make.opened("home_help", make.person("已申请"))
        assert self.found("home_help") == ["应享人"]

    def test_the_other_streets_people_are_not_even_known(self):
        make.person("应享人", street=make.STREET_B)
        assert self.found("home_help") == []
        assert self.found("home_help", "officer") == ["应享人"]

    def test_who_is_entitled_to_an_allowance_and_not_in_the_register(self):
        """The audit's third finding: entitled, and nobody paid."""
        missing, listed = make.person("漏发人"), make.person("在册人")
        with make.acting("clerk_a") as by:
            for person in (missing, listed):
                record(by=by, person=person, code="dibao", valid_from=dt.date(2023, 1, 1), source="低保证")
            record(by=by, person=listed, code="living_allowance", valid_from=dt.date(2023, 1, 1), source="名册")
        assert self.found("living_allowance") == ["漏发人"]
        assert self.found("nursing_allowance") == ["在册人", "漏发人"]

    def test_the_list_by_street(self, client):
        make.person("应享人")
        client.force_login(make.user("officer"), backend="django.contrib.auth.backends.ModelBackend")
        assert "应享未享" in client.get("/admin/unclaimed/").content.decode()
        page = client.get(f"/admin/unclaimed/home_help/{make.STREET_A}/").content.decode()
        assert "应享人" in page and "100.00" in page
        client.force_login(make.user("clerk_b"), backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(f"/admin/unclaimed/home_help/{make.STREET_A}/").status_code == 404


def test_what_stands_on_a_record_that_was_merged_twice_over_counts_as_the_persons():
    first, between, kept = (make.person() for _n in range(3))
    make.opened("home_help", first, on=ON)
    with make.acting("officer") as by:
        for one, into in ((first, between), (between, kept)):
            merge_persons(by=by, person=one, into=into, on=ON, reason="同一人")
        assert kept.pk not in {each.person.pk for each in unclaimed.find(unclaimed.get("home_help"), ON)}
    for kind, code in (("social_insurance", "refusal.rc09"), ("home_help", "case.already_applied")):
        with pytest.raises(DomainError) as refused:
            make.opened(kind, kept, on=ON)
        assert refused.value.code == code
    with pytest.raises(Conflict) as gone:
        with make.acting(None):
            first.refresh_from_db()
        make.opened("fuel", first, on=ON)
    assert gone.value.code == "person.already_merged"
