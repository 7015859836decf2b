"""Lists: pages by keys, the same number of queries however long, filters as declared."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.renderers import JSONRenderer

from services.cases.models import Case
from services.cases.serializers import CaseSerializer
from services.people import actions as people
from services.people.models import Person
from services.people.serializers import PersonSerializer
from tests import make
from tests.lives import LIVES

PEOPLE, CASES, CERTIFICATES, ORGANISATIONS = "people/", "cases/", "certificates/", "organisations/"
# Of any list: token, postings, the scope and its end, rows; of certificates also what belongs to them.
QUERIES = {PEOPLE: 7, CASES: 7, CERTIFICATES: 8}


@pytest.fixture
def district(db):
    """Ten people with a case, an organisation each."""
    return [make.opened("fuel", make.person(f"王{number}")) for number in range(10)]


def grow() -> None:
    for number in range(10, 100):
        make.opened("fuel", make.person(f"李{number}"))


def queries(client, path: str, rows: int) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, limit=200)
    assert len(answer.json()["results"]) == rows
    return len(captured)


def test_a_list_of_a_hundred_costs_as_many_queries_as_one_of_ten(api, district):
    clerk = api("clerk_a")
    before = {path: queries(clerk, path, 10) for path in (PEOPLE, CASES, CERTIFICATES)}
    grow()
    after = {path: queries(clerk, path, 100) for path in (PEOPLE, CASES, CERTIFICATES)}
    assert before == after == QUERIES


def test_organisations_cost_as_many_queries_however_many(api):
    def enter(numbers: range) -> None:
        with make.acting("officer") as by:
            for number in numbers:
                people.register_organisation(by=by, kind="provider", name=f"机构{number}")

    enter(range(10))
    before = queries(api("clerk_a"), ORGANISATIONS, 10)
    enter(range(10, 100))
    assert queries(api("clerk_a"), ORGANISATIONS, 100) == before


def walked(client, path: str, **query) -> list[dict]:
    rows, answer = [], client.get(path, **query).json()
    while True:
        rows += answer["results"]
        if answer["next"] is None:
            return rows
        answer = client.get(answer["next"]).json()


@pytest.mark.parametrize("path", [PEOPLE, CASES, CERTIFICATES])
@pytest.mark.parametrize("limit", [1, 3, 5, 10, 200])
def test_pages_together_are_the_whole_list_once(api, district, path, limit):
    client = api("clerk_a")
    found = [row["id"] for row in walked(client, path, limit=limit)]
    assert found == [row["id"] for row in client.get(path).json()["results"]]
    assert len(set(found)) == 10


def test_a_page_stays_where_it_was_while_cases_are_added(api, district):
    client = api("clerk_a")
    first = client.get(CASES, limit=4).json()
    make.opened("fuel", make.person("新来"))
    second = client.get(first["next"]).json()
    numbers = [row["number"] for row in first["results"] + second["results"]]
    assert numbers == [case.number for case in reversed(district)][:8]


def test_a_next_link_keeps_the_filter_and_a_spoilt_cursor_is_refused(api, district, refused):
    client = api("clerk_a")
    link = client.get(CASES, limit=4, kind="fuel", status="submitted").json()["next"]
    assert "kind=fuel" in link and "status=submitted" in link
    for spoilt in ("x", "!!", "InhfdyI", "bnVsbA", "5"):
        refused(client.get(CASES, cursor=spoilt), 400, "cursor.invalid", "/cursor")


def test_cases_are_filtered(api, district):
    other = make.opened("social_insurance", make.person("周玉"), on=make.dt.date(2023, 6, 1))
    client = api("clerk_a")

    def found(**query) -> set[str]:
        return {row["id"] for row in client.get(CASES, limit=200, **query).json()["results"]}

    everything = {str(case.pk) for case in [*district, other]}
    assert found() == found(status="submitted") == found(street=make.STREET_A) == everything
    assert found(kind="social_insurance") == found(opened_from="2023-06-01") == {str(other.pk)}
    assert found(person=other.person_id) == {str(other.pk)}
    assert found(opened_to="2023-05-31") == everything - {str(other.pk)}
    assert found(status="approved") == found(street=make.STREET_B) == found(opened_from="2023-06-02") == set()


def test_people_and_certificates_are_filtered(api, district):
    child = make.person("李小苗", born=make.dt.date(2017, 6, 1), certificate=None, suspected=True)
    client = api("clerk_a")
    assert [row["id"] for row in client.get(PEOPLE, suspected="true").json()["results"]] == [str(child.pk)]
    one = district[0].person_id
    assert {row["person"] for row in client.get(CERTIFICATES, person=one).json()["results"]} == {str(one)}
    assert client.get(CERTIFICATES, valid_on="2019-12-31").json()["results"] == []
    assert client.get(CERTIFICATES, category=1).json()["results"] == []


def test_no_answer_holds_a_whole_number(api, district):
    client = api("clerk_a")
    with make.acting("clerk_a"):
        person = Case.objects.select_related("person").get(pk=district[0].pk).person
        number = person.id_number
    for path in (PEOPLE, CASES, CERTIFICATES, f"people/{person.pk}/", f"cases/{district[0].pk}/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert number not in answer.content.decode()
    found = client.post("people/find/", term=number)
    assert [row["id"] for row in found.json()["results"]] == [str(person.pk)]
    assert number not in found.content.decode()


def test_code_lists_name_every_kind_step_field_and_choice(api):
    listed = {kind["code"]: kind for kind in api("clerk_a").get("kinds/").json()["results"]}
    device = listed["device"]
    assert [step["slug"] for step in device["steps"]][:4] == ["reviewed", "assessed", "approved", "delivered"]
    assert device["rows"][0]["name"] == "items"
    assessed = next(field for field in device["steps"][1]["fields"] if field["name"] == "detail")
    assert {choice["code"] for choice in assessed["choices"]} == {"suitable", "not_suitable"}
    assert {status["code"] for status in device["statuses"]} >= {"submitted", "delivered", "annulled"}
    purpose = next(field for field in device["details"] if field["name"] == "purpose")
    assert (purpose["type"], purpose["required"]) == ("choice", True)


def test_the_streets_are_listed_with_their_communities(api):
    streets = api("clerk_a").get("streets/").json()["results"]
    assert len(streets) == 15
    assert all(street["communities"] for street in streets)


def test_a_row_of_a_list_is_what_the_serializer_shows(api):
    """Lists are read straight from the columns: of every kind, with and without a person, number, outside number."""
    for kind in LIVES:
        make.opened(kind)
    outside = {"external_system": "onecard", "external_id": "X-1", "origin": "platform"}
    nameless = make.person("周玉", identified=False, certificate=None)
    make.opened("legal_aid", nameless, **outside)
    officer, by = api("officer"), make.user("officer")
    with make.acting("officer"):
        cases = Case.objects.visible_to(by).select_related("person").order_by("-serial")
        shown = JSONRenderer().render(CaseSerializer(cases, many=True).data)
        people = Person.objects.visible_to(by).current().order_by("pk")
        known = JSONRenderer().render(PersonSerializer(people, many=True).data)
    assert officer.get(CASES, limit=200).json()["results"] == json.loads(shown)
    assert officer.get(PEOPLE, limit=200).json()["results"] == json.loads(known)
    assert {"", "无证件号"} < {(row["person"] or {}).get("masked_id", "") for row in json.loads(shown)}
