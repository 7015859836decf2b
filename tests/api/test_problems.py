"""Errors say which field, nothing unknown is ignored, and nothing is half saved."""

import pytest
from django.db import connection

from services.cases.models import Case
from services.people.models import Household, Person
from tests import make

HOME = {"opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}


def count(model) -> int:
    with make.acting(None):
        return model.objects.count()


def test_unknown_fields_and_parameters_are_refused(api, refused):
    person, clerk = make.person(), api("clerk_a")
    body = HOME | {"person": person.pk, "need": "坡道"}
    problem = refused(clerk.post("cases/home_modification/", body), 400, "request.invalid", "/need")
    assert problem["errors"][0]["code"] == "field.unknown"
    refused(clerk.get("cases/", knid="fuel"), 400, "request.invalid", "/knid")
    refused(clerk.get(f"people/{person.pk}/", verbose="1"), 400, "request.invalid", "/verbose")
    refused(clerk.get("kinds/", q="x"), 400, "request.invalid", "/q")
    refused(clerk.get("cases/", kind="nonsense", status="x", limit=201), 400, "request.invalid", "/kind", "/limit")
    refused(clerk.get("/api/v1/cases/?kind=fuel&kind=device"), 400, "parameter.repeated")


def test_a_number_used_as_a_name_is_not_repeated(api, refused):
    number = make.id_number(make.dt.date(1970, 1, 1))
    problem = refused(api("clerk_a").post("people/find/", {number: "x"}), 400, "request.invalid")
    assert number not in str(problem)


def test_every_field_in_error_is_named_at_once(api, refused):
    body = {"opened_on": "2023-02-30", "purpose": "fun", "items": [{"name": "", "quantity": 1, "unit": "piece"}]}
    answer = api("clerk_a").post("cases/device/", body | {"person": make.person().pk})
    refused(answer, 400, "request.invalid", "/opened_on", "/purpose", "/items/0/name")


def test_what_is_no_json_object_is_refused(api, refused):
    clerk = api("clerk_a")
    refused(clerk.post("people/find/", [1]), 400, "request.invalid", "")
    answer = clerk.client.post("/api/v1/people/find/", "{", content_type="application/json", headers=clerk.headers)
    refused(answer, 400, "request.parse_error")
    answer = clerk.client.post("/api/v1/people/find/", {"term": "x"}, headers=clerk.headers)
    refused(answer, 415, "request.unsupported_media_type")
    refused(clerk.delete("people/"), 405, "request.method_not_allowed")


@pytest.mark.parametrize(
    "path", ["/api/v1/nothing/", "/api/v1/cases/nonsense/", "/api/v1/people", "/api/", "/api/v2/x"]
)
def test_a_path_that_is_not_there_is_a_problem_too(api, refused, path):
    refused(api().get(path), 404, "path.not_there")
    refused(api("clerk_a").post(path), 404, "path.not_there")


def test_a_step_that_the_kind_does_not_have_is_not_there(api, refused):
    case = make.opened("fuel")
    refused(api("clerk_a").post(f"cases/{case.pk}/steps/accepted/"), 404, "record.not_there")


def test_a_stale_version_is_a_conflict_and_moves_nothing(api, refused):
    case, reviewer = make.opened("fuel"), api("reviewer_a")
    step, url = {"on": "2023-03-02"}, f"cases/{case.pk}/steps/"
    first = reviewer.post(f"{url}reviewed/", step, match=1)
    assert (first.status_code, first["ETag"]) == (201, '"2"')
    refused(reviewer.post(f"{url}returned/", step | {"reason": "缺材料"}, match=1), 412, "precondition.stale")
    refused(reviewer.post(f"{url}reviewed/", step, match=2), 409, "case.wrong_status")
    refused(reviewer.post(f"{url}reviewed/", step), 428, "precondition.missing")
    refused(reviewer.post(f"{url}reviewed/", step, match="2"), 400, "precondition.unreadable")
    assert reviewer.get(f"cases/{case.pk}/").json()["version"] == 2


def test_dates_before_the_step_before_and_in_the_future_are_refused_at_their_field(api, refused):
    case, reviewer = make.opened("fuel"), api("reviewer_a")
    early = {"on": "2023-01-01"}
    refused(reviewer.post(f"cases/{case.pk}/steps/reviewed/", early, match=1), 422, "date.before_predecessor", "/on")
    late = HOME | {"opened_on": "2999-01-01", "person": make.person().pk}
    refused(api("clerk_a").post("cases/home_modification/", late), 400, "date.in_future", "/opened_on")


def test_the_same_external_number_gives_the_case_that_there_is(api, refused):
    person, clerk = make.person(), api("clerk_a")
    outside = HOME | {"person": person.pk, "external_system": "onecard", "external_id": "X-1"}
    first = clerk.post("cases/home_modification/", outside).json()
    assert (first["external_system"], first["external_id"]) == ("onecard", "X-1")
    problem = refused(clerk.post("cases/home_modification/", outside), 409, "case.external_exists", "/external_id")
    assert problem["case"] == first["id"]
    elsewhere = make.person(street=make.STREET_B)
    other = api("clerk_b").post("cases/home_modification/", outside | {"person": elsewhere.pk})
    problem = refused(other, 409, "case.external_exists", "/external_id")
    assert "case" not in problem
    assert count(Case) == 1
    alone = {k: v for k, v in outside.items() if k != "external_system"}
    refused(clerk.post("cases/home_modification/", alone), 400, "request.invalid", "/external_system")


def test_the_same_application_twice_is_a_conflict_and_leaves_nothing_behind(api, refused):
    person, clerk = make.person(), api("clerk_a")
    assert clerk.post("cases/home_modification/", HOME | {"person": person.pk}).status_code == 201
    refused(
        clerk.post("cases/home_modification/", HOME | {"person": person.pk}), 409, "case.already_applied", "/person"
    )
    assert (count(Case), count(Household)) == (1, 1)


def test_what_the_rule_says_no_to_carries_its_reason(api, refused):
    child = make.person("李小苗", born=make.dt.date(2017, 6, 1))
    body = {"person": child.pk, "opened_on": "2023-03-01", "item": "肢体训练", "planned_sessions": 3}
    problem = refused(api("clerk_a").post("cases/adult_rehab/", body), 422, "refusal.rc04", "/person")
    assert problem["detail"]


def test_what_the_database_refuses_is_a_problem_and_no_fault(api, refused):
    clerk = api("clerk_a")
    body = {"kind": "employer", "name": "好工作公司", "credit_code": "91110102MA00ABCD1X"}
    assert clerk.post("organisations/", body).status_code == 201
    refused(clerk.post("organisations/", body), 409, "constraint.credit_code_is_registered_once")
    refused(
        clerk.post("organisations/", body | {"credit_code": "I"}),
        422,
        "constraint.credit_code_has_eighteen_characters",
    )
    person = make.person()
    assert clerk.post("people/find/", term="王小明").json()["results"][0]["id"] == str(person.pk)


def test_a_wrong_number_says_why_and_is_not_repeated(api, refused):
    clerk = api("clerk_a")
    refused(
        clerk.post("people/", name="某某", id_number="110199197001010010"), 400, "id_number.check_digit", "/id_number"
    )
    refused(clerk.post("people/", name="某某"), 400, "id_number.missing", "/id_number")
    person = make.person(certificate=None)
    with make.acting("clerk_a"):
        other = make.person("别人", certificate=None).id_number
    body = {"person": person.pk, "number": other + "42", "valid_from": "2023-01-01"}
    problem = refused(clerk.post("certificates/", body), 422, "certificate.other_person", "/number")
    assert other not in str(problem)


def test_a_certificate_is_registered_and_shown_masked(api):
    person = make.person(certificate=None)
    with make.acting("clerk_a"):
        number = person.id_number + "71"
    body = {"person": person.pk, "number": number, "valid_from": "2023-01-01"}
    body["components"] = [{"category": 4, "grade": 1}, {"category": 1, "grade": 2}]
    answer = api("clerk_a").post("certificates/", body)
    assert answer.status_code == 201, answer.json()
    assert number not in answer.content.decode()
    assert (answer.json()["category"], answer.json()["grade"]) == (7, 1)
    assert len(answer.json()["components"]) == 2
    assert api("clerk_a").get(f"people/{person.pk}/").json()["certificates"] == [answer.json()]


def test_a_fault_of_ours_rolls_back_and_is_a_problem(api, monkeypatch, refused):
    def broken(**kwargs):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    monkeypatch.setattr("services.people.actions.audit.record", broken)
    clerk = api("clerk_a")
    clerk.client.raise_request_exception = False
    answer = clerk.post("people/", name="某某", id_number=make.id_number(make.dt.date(1970, 1, 1)))
    refused(answer, 500, "server.fault")
    assert count(Person) == 0
