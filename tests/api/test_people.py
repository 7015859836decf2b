"""People by REST: corrected, revealed for a purpose, found by what another system calls them; households."""

import datetime as dt

import pytest

from accounts.models import AuditEntry, IdempotencyKey
from services.ledger import actions as ledger
from services.people.models import Person
from tests import make

OUTSIDE = {"external_system": "onecard", "external_id": "P-1"}


def new_person(n: int = 1, **more) -> dict:
    return {"name": "周玉", "id_number": make.id_number(dt.date(1970, 1, n)), **more}


def number_of(person: Person) -> str:
    with make.acting(None):
        return Person.objects.get(pk=person.pk).id_number


def test_a_correction_changes_what_it_names_and_nothing_else(api):
    person, clerk = make.person("王小名"), api("clerk_a")
    url = f"people/{person.pk}/"
    before = clerk.get(url)
    answer = clerk.patch(url, match=before["ETag"], name="王小明", phone="13800138000")
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    changed = {"name": "王小明", "version": 2}
    assert answer.json() == before.json() | changed
    with make.acting("clerk_a"):
        person = Person.objects.get(pk=person.pk)
        assert (person.phone, person.version) == ("13800138000", 2)
    assert clerk.post("people/find/", term="13800138000").json()["results"][0]["id"] == str(person.pk)


def test_who_has_not_seen_the_last_change_is_refused(api, refused):
    person, clerk = make.person(), api("clerk_a")
    url = f"people/{person.pk}/"
    refused(clerk.patch(url, name="王小名"), 428, "precondition.missing")
    assert clerk.patch(url, match=1, name="王小名").status_code == 200
    refused(clerk.patch(url, match=1, name="别人"), 412, "precondition.stale")
    refused(clerk.patch(url, match="x", name="别人"), 400, "precondition.unreadable")
    assert clerk.get(url).json()["name"] == "王小名"


def test_a_correction_is_checked_like_the_form(api, refused):
    person, clerk = make.person(), api("clerk_a")
    url = f"people/{person.pk}/"
    refused(clerk.patch(url, match=1), 400, "request.invalid")
    refused(clerk.patch(url, match=1, version=7), 400, "request.invalid", "/version")
    refused(clerk.patch(url, match=1, sex="F"), 400, "id_number.disagrees", "/sex")
    refused(clerk.patch(url, match=1, died_on="2999-01-01"), 400, "died_on.in_future", "/died_on")
    street_b = next(s for s in clerk.get("streets/").json()["results"] if s["code"] == make.STREET_B)
    community = street_b["communities"][0]["id"]
    refused(clerk.patch(url, match=1, community=community), 422, "community.other_street", "/community")
    other = number_of(make.person("周玉"))
    problem = refused(clerk.patch(url, match=1, id_number=other), 409, "person.already_registered", "/id_number")
    assert other not in str(problem)
    refused(api("integrator").patch(url, match=1, name="某某"), 403, "role.not_allowed")
    refused(api("clerk_b").patch(url, match=1, name="某某"), 404, "record.not_there")


def test_a_number_is_revealed_for_a_purpose_which_is_kept_and_the_answer_is_not(api, refused):
    person, clerk = make.person(), api("clerk_a")
    url = f"people/{person.pk}/reveal/"
    refused(clerk.post(url), 400, "request.invalid", "/purpose")
    refused(clerk.post(url, purpose=" "), 400, "request.invalid", "/purpose")
    for _n in range(2):
        answer = clerk.post(url, purpose="核对证件", key="k")
        assert answer.json() == {"id_number": number_of(person)}
        assert answer["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.filter(action="person.revealed", data__purpose="核对证件").count() == 2
    assert clerk.post(url, purpose=f"核对{number_of(person)}").status_code == 200
    assert AuditEntry.objects.filter(action="person.revealed", data__purpose=f"核对{'*' * 18}").exists()
    with make.acting("clerk_a"):
        assert not IdempotencyKey.objects.exists()
    refused(api("integrator").post(url, purpose="x"), 403, "role.not_allowed")
    refused(api("clerk_b").post(url, purpose="x"), 404, "record.not_there")


def test_a_second_channel_finds_the_person_and_never_doubles_it(api, refused):
    clerk = api("clerk_a")
    first = clerk.post("people/", new_person(1, **OUTSIDE)).json()
    assert (first["external_system"], first["external_id"]) == ("onecard", "P-1")
    again = refused(clerk.post("people/", new_person(2, **OUTSIDE)), 409, "person.external_exists", "/external_id")
    assert again["person"] == first["id"]
    elsewhere = refused(api("clerk_b").post("people/", new_person(3, **OUTSIDE)), 409, "person.external_exists")
    assert "person" not in elsewhere
    assert [one["id"] for one in clerk.post("people/find/", OUTSIDE).json()["results"]] == [first["id"]]
    assert api("clerk_b").post("people/find/", OUTSIDE).json()["results"] == []
    with make.acting(None):
        assert Person.objects.filter(name="周玉").count() == 1


def test_a_number_that_is_registered_here_names_its_person(api, refused):
    person = make.person()
    body = {"name": "王小明", "id_number": number_of(person)}
    problem = refused(api("clerk_a").post("people/", body), 409, "person.already_registered", "/id_number")
    assert problem["person"] == str(person.pk)


def test_a_merged_record_leads_to_the_person_it_stands_for(api, refused):
    clerk = api("clerk_a")
    gone = clerk.post("people/", new_person(1, **OUTSIDE)).json()["id"]
    stays = make.person("周玉")
    with make.acting("officer") as by:
        twin = Person.objects.get(pk=gone)
        ledger.merge_persons(by=by, person=twin, into=stays, on=make.TODAY, reason="同一人")
    assert clerk.post("people/find/", OUTSIDE).json()["results"][0]["id"] == str(stays.pk)
    assert refused(clerk.post("people/", new_person(2, **OUTSIDE)), 409, "person.external_exists")["person"] == str(
        stays.pk
    )
    assert clerk.get(f"people/{gone}/").json()["merged_into"] == str(stays.pk)
    refused(clerk.patch(f"people/{gone}/", match=2, name="某某"), 404, "record.not_there")


@pytest.mark.parametrize("path", ["people/", "cases/fuel/"])
def test_an_external_number_is_nobodys_own_number(api, refused, path):
    number = make.id_number(dt.date(1970, 1, 1))
    outside = {"external_system": "onecard", "external_id": f"x{number}42"}
    problem = refused(api("clerk_a").post(path, outside), 400, "request.invalid", "/external_id")
    assert number not in str(problem)
    assert {"pointer": "/external_id", "code": "field.personal"}.items() <= problem["errors"][0].items()


def test_one_finds_by_a_term_or_by_an_external_number(api, refused):
    for body in ({}, OUTSIDE | {"term": "周"}, {"external_system": "onecard"}):
        refused(api("clerk_a").post("people/find/", body), 400, "request.invalid")


def test_a_certificate_is_ended_once_by_who_has_seen_it(api, refused):
    person, reviewer = make.person(), api("reviewer_a")
    (certificate,) = reviewer.get("certificates/", person=person.pk).json()["results"]
    url, body = f"certificates/{certificate['id']}/", {"on": "2023-05-01", "reason": "own_request"}
    seen = reviewer.get(url)
    assert (seen.json(), seen["ETag"]) == (certificate, '"1"')
    refused(reviewer.post(f"{url}end/", body), 428, "precondition.missing")
    refused(reviewer.post(f"{url}end/", body | {"reason": "x"}, match=1), 400, "request.invalid", "/reason")
    refused(reviewer.post(f"{url}end/", body | {"on": "2019-01-01"}, match=1), 400, "date.before_beginning", "/on")
    answer = reviewer.post(f"{url}end/", body, match=1)
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (answer.json()["ended_on"], answer.json()["end_reason"]) == ("2023-05-01", "own_request")
    refused(reviewer.post(f"{url}end/", body, match=1), 412, "precondition.stale")
    refused(reviewer.post(f"{url}end/", body, match=2), 409, "certificate.already_ended")
    refused(api("clerk_a").post(f"{url}end/", body, match=2), 403, "role.not_allowed")
    refused(api("reviewer_b").get(url), 404, "record.not_there")
    refused(api("reviewer_b").post(f"{url}end/", body, match=2), 404, "record.not_there")


@pytest.fixture
def household(api) -> dict:
    head = make.person("王大明")
    answer = api("clerk_a").post("households/", person=head.pk, on="2020-01-01", address="某胡同1号")
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    return answer.json()


def test_a_household_is_started_joined_and_left(api, household):
    clerk, wife = api("clerk_a"), make.person("李四", sex="F")
    url = f"households/{household['id']}/"
    body = {"id_number": number_of(wife), "relation": "spouse", "on": "2021-01-01"}
    joined = clerk.post(f"{url}members/", body)
    assert (joined.status_code, joined["ETag"]) == (201, '"2"')
    member = joined.json()["members"][1]
    assert (member["person"], member["relation"]) == (str(wife.pk), "spouse")
    left = clerk.post(f"{url}members/{member['id']}/leave/", on="2022-01-01", match=2)
    assert (left.status_code, left["ETag"]) == (200, '"3"')
    assert left.json()["members"][1]["valid_to"] == "2022-01-01"
    assert clerk.get("households/", person=wife.pk).json()["results"] == [left.json()]
    assert clerk.get(url).json() == left.json()
    assert "某胡同" not in left.content.decode()


def test_a_household_refuses_what_the_form_refuses(api, refused, household):
    clerk, url = api("clerk_a"), f"households/{household['id']}/"
    (head,) = household["members"]
    again = {"person": head["person"], "on": "2021-01-01"}
    refused(clerk.post("households/", again), 409, "person.in_household", "/person")
    refused(clerk.post(f"{url}members/", again | {"relation": "head"}), 400, "request.invalid", "/relation")
    body = again | {"relation": "child"}
    refused(clerk.post(f"{url}members/", body, key=None), 400, "idempotency_key.missing")
    refused(clerk.post(f"{url}members/", body), 409, "constraint.person_is_in_one_household_at_a_time")
    leave = f"{url}members/{head['id']}/leave/"
    refused(clerk.post(leave, on="2021-01-01"), 428, "precondition.missing")
    refused(clerk.post(leave, on="2019-01-01", match=1), 400, "date.before_beginning", "/on")
    assert clerk.post(leave, on="2021-01-01", match=1).status_code == 200
    refused(clerk.post(leave, on="2021-02-01", match=1), 412, "precondition.stale")
    refused(clerk.post(leave, on="2021-02-01", match=2), 409, "member.already_left")


def test_no_other_street_knows_of_a_household(api, refused, household):
    other, url = api("clerk_b"), f"households/{household['id']}/"
    stranger, (head,) = make.person(street=make.STREET_B), household["members"]
    refused(other.get(url), 404, "record.not_there")
    body = {"person": stranger.pk, "relation": "other", "on": "2023-01-01"}
    refused(other.post(f"{url}members/", body), 404, "record.not_there")
    refused(other.post(f"{url}members/{head['id']}/leave/", on="2023-01-01", match=1), 404, "record.not_there")
    assert other.get("households/", person=head["person"]).json()["results"] == []
    refused(api("clerk_a").post(f"{url}members/", body), 422, "person.not_there", "/person")
