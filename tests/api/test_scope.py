"""Who may, who may not, who must not even know."""

import uuid

import pytest

from accounts.models import DISTRICT_ITSELF, AuditEntry, Posting
from accounts.roles import Role
from tests import make

HOME = {"opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}


@pytest.fixture
def case(db):
    return make.opened("fuel")


@pytest.mark.parametrize(
    "path",
    ["", "steps/reviewed/", "entries/{entry}/correct/", "entries/{entry}/take-back/", "annul/"],
)
def test_another_street_must_not_even_know_of_a_case(api, case, refused, path):
    entry = make.entries(case, "submitted")[0].pk
    reviewer = api("reviewer_b")
    send = reviewer.post if path else reviewer.get
    answer = refused(send(f"cases/{case.pk}/{path.format(entry=entry)}"), 404, "record.not_there")
    nowhere = send(f"cases/{uuid.uuid4()}/{path.format(entry=entry)}")
    assert answer == refused(nowhere, 404, "record.not_there")


def test_no_street_knows_of_the_districts_own_registers(api, refused):
    case = make.opened("statement")
    for name in ("clerk_a", "reviewer_b"):
        refused(api(name).get(f"cases/{case.pk}/"), 404, "record.not_there")
        assert api(name).get("cases/").json()["results"] == []
    assert api("officer").get(f"cases/{case.pk}/").json()["street"] == DISTRICT_ITSELF
    refused(api("officer", DISTRICT_ITSELF).get("cases/"), 403, "street.not_yours")
    meeting = {
        "opened_on": "2023-03-01",
        "title": "调度会",
        "place": "区政府",
        "host": "区残工委",
        "detail": "dispatch",
    }
    refused(api("officer", make.STREET_A).post("cases/meeting/", meeting), 403, "scope.needs_district")
    assert DISTRICT_ITSELF not in {one["code"] for one in api("clerk_a").get("streets/").json()["results"]}


def test_lists_hold_the_own_street_alone(api, case):
    certificates = {"person": case.person_id}
    for client, count in ((api("clerk_a"), 1), (api("clerk_b"), 0), (api("officer"), 1)):
        assert len(client.get("cases/").json()["results"]) == count
        assert len(client.get("people/").json()["results"]) == count
        assert len(client.get("certificates/", **certificates).json()["results"]) == count
        assert len(client.post("people/find/", term="王小明").json()["results"]) == count
        assert len(client.get("cases/", street=make.STREET_A).json()["results"]) == count
        status = client.get(f"people/{case.person_id}/").status_code
        assert status == (200 if count else 404)


def test_a_person_of_another_street_cannot_be_named(api, refused):
    stranger, own = make.person(street=make.STREET_B), make.person()
    clerk = api("clerk_a")
    body = refused(clerk.post("cases/home_modification/", HOME | {"person": stranger.pk}), 422, "person.not_there")
    assert body["errors"][0]["pointer"] == "/person"
    unknown = refused(clerk.post("cases/home_modification/", HOME | {"person": uuid.uuid4()}), 422, "person.not_there")
    assert body == unknown
    device = {
        "opened_on": "2023-03-01",
        "purpose": "mobility",
        "items": [{"name": "拐杖", "quantity": 1, "unit": "piece"}],
    }
    joint = clerk.post("cases/device/", device | {"person": own.pk, "joint": [own.pk, stranger.pk]})
    refused(joint, 422, "person.not_there", "/joint/1")
    certificate = {"person": stranger.pk, "number": "1" * 20, "valid_from": "2023-01-01"}
    refused(clerk.post("certificates/", certificate), 422, "person.not_there", "/person")


def test_of_a_number_in_another_street_only_the_street_is_told(api, refused):
    stranger = make.person("欧阳雪", street=make.STREET_B)
    with make.acting("clerk_b"):
        number = stranger.id_number
    for path, body in (
        ("cases/home_modification/", HOME | {"id_number": number}),
        ("people/", {"name": "某某", "id_number": number}),
    ):
        problem = refused(api("clerk_a").post(path, body), 409, "person.registered_elsewhere", "/id_number")
        assert number not in str(problem) and "欧阳" not in str(problem) and str(stranger.pk) not in str(problem)
    assert AuditEntry.objects.filter(action="person.looked_up_elsewhere").count() == 2
    assert not AuditEntry.objects.filter(target__contains=number).exists()


def test_a_person_is_named_by_id_number_in_the_body(api, refused):
    person = make.person()
    with make.acting("clerk_a"):
        number = person.id_number
    answer = api("clerk_a").post("cases/home_modification/", HOME | {"id_number": number})
    assert answer.json()["person"]["id"] == str(person.pk)
    assert number not in answer.content.decode()
    unknown = make.id_number(person.born_on.replace(year=1971))
    refused(
        api("clerk_a").post("cases/home_modification/", HOME | {"id_number": unknown}),
        422,
        "person.not_registered",
        "/id_number",
    )
    both = HOME | {"id_number": number, "person": person.pk}
    refused(api("clerk_a").post("cases/home_modification/", both), 400, "request.invalid", "/person")


def test_roles_are_asked_before_anything_is_told_of_the_state(api, case, refused):
    refused(api("clerk_a").post(f"cases/{case.pk}/steps/approved/"), 403, "role.not_allowed")
    refused(api("finance").post("cases/home_modification/", HOME), 403, "role.not_allowed")
    refused(api("director").post("people/", name="某某"), 403, "role.not_allowed")
    refused(api("integrator").post(f"cases/{case.pk}/annul/", reason="x"), 403, "role.not_allowed")
    assert AuditEntry.objects.filter(action="role.not_allowed", outcome="refused").count() == 4


def test_only_the_steps_that_one_may_take_are_offered(api, case):
    def offered(name):
        return {step["slug"] for step in api(name).get(f"cases/{case.pk}/").json()["next_steps"]}

    assert offered("clerk_a") == {"withdrawn"}
    assert offered("reviewer_a") == {"reviewed", "returned", "withdrawn", "paused", "resumed"}
    assert offered("director") == set()


@pytest.fixture
def two_streets(db):
    user = make.User.objects.create(username="city", name="市平台")
    for street in (make.STREET_A, make.STREET_B):
        Posting.objects.create(user=user, street_id=street, role=Role.INTEGRATOR)
    make.ROLES["city"] = (make.STREET_A, Role.INTEGRATOR)
    yield user
    del make.ROLES["city"]


def test_an_integrator_with_several_streets_states_one(api, case, two_streets, refused):
    refused(api("city").get("cases/"), 400, "street.missing")
    assert len(api("city", make.STREET_A).get("cases/").json()["results"]) == 1
    assert len(api("city", make.STREET_B).get("cases/").json()["results"]) == 0
    refused(api("city", make.STREET_B).get(f"cases/{case.pk}/"), 404, "record.not_there")
    refused(api("city", "110102001").get("cases/"), 403, "street.not_yours")
    assert api("city").get("kinds/").status_code == 200


def test_the_district_can_look_as_one_street(api, case, refused):
    assert len(api("officer", make.STREET_B).get("cases/").json()["results"]) == 0
    assert len(api("officer", make.STREET_A).get("cases/").json()["results"]) == 1
    for header in (make.STREET_B, "²²²²²²²²²", "x"):
        refused(api("clerk_a", header).get("cases/"), 403, "street.not_yours")
    for header in ("999999999", "²²²²²²²²²"):
        refused(api("officer", header).get("cases/"), 403, "street.not_yours")


def test_the_district_names_the_street_of_what_it_enters(api, refused):
    new = {"name": "周玉", "id_number": make.id_number(make.dt.date(1970, 1, 1))}
    refused(api("officer").post("people/", new), 400, "street.missing", "/street")
    assert api("officer").post("people/", new | {"street": make.STREET_B}).json()["street"] == make.STREET_B
    other = {"name": "周玉", "id_number": make.id_number(make.dt.date(1970, 1, 2)), "street": make.STREET_B}
    refused(api("clerk_a").post("people/", other), 403, "street.not_yours", "/street")


def test_the_citys_system_enters_for_a_person_who_lives_alone(api):
    person = make.person()
    answer = api("integrator").post("cases/home_modification/", HOME | {"person": person.pk})
    assert (answer.status_code, answer.json()["street"]) == (201, make.STREET_A)
