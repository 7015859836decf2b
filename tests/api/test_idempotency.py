"""A request that is sent again has one effect and the same answer, also at the same time and after a refusal."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import IdempotencyKey
from services.cases.models import Case
from services.people.models import Person
from tests import make
from tests.api.conftest import Api

HOME = {"opened_on": "2023-03-01", "tenure": "owned", "needs": "坡道"}
PEOPLE = "people/"


def new_person(n: int = 1) -> dict:
    return {"name": "周玉", "id_number": make.id_number(make.dt.date(1970, 1, n))}


def test_a_create_without_a_key_is_refused(api, refused):
    clerk = api("clerk_a")
    refused(clerk.post(PEOPLE, new_person(), key=None), 400, "idempotency_key.missing")
    for key in ("有", "x" * 101, "a b"):
        refused(clerk.post(PEOPLE, new_person(), key=key), 400, "idempotency_key.unusable")
    assert clerk.post("people/find/", term="x", key=None).status_code == 200


def test_the_same_request_again_gets_the_same_answer_and_no_second_effect(api):
    person, clerk = make.person(), api("clerk_a")
    body = HOME | {"person": person.pk}
    first, again = (clerk.post("cases/home_modification/", body, key="k-1") for _n in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content and first["ETag"] == again["ETag"]
    assert "Idempotency-Replayed" not in first and again["Idempotency-Replayed"] == "true"
    with make.acting(None):
        assert Case.objects.count() == 1


def test_a_step_sent_again_is_answered_although_its_etag_is_old_by_now(api):
    case = make.opened("fuel")
    sent = [
        api("reviewer_a").post(f"cases/{case.pk}/steps/reviewed/", on="2023-03-02", match=1, key="s") for _n in "12"
    ]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[0].json() == sent[1].json()


@pytest.mark.parametrize("other", [{"name": "周王"}, {"phone": "13800138000"}])
def test_a_key_is_of_one_request(api, refused, other):
    clerk, body = api("clerk_a"), new_person()
    assert clerk.post(PEOPLE, body, key="k").status_code == 201
    refused(clerk.post(PEOPLE, body | other, key="k"), 422, "idempotency_key.reused")
    refused(clerk.post("organisations/", kind="employer", name="公司", key="k"), 422, "idempotency_key.reused")


def test_keys_of_two_users_have_nothing_to_do_with_each_other(api):
    make.user("officer")
    assert api("clerk_a").post(PEOPLE, new_person(1), key="k").status_code == 201
    assert api("clerk_b").post(PEOPLE, new_person(2), key="k").status_code == 201
    with make.acting("clerk_b") as by:
        assert set(IdempotencyKey.objects.values_list("user", flat=True)) == {by.pk}


def test_a_refused_request_leaves_its_key_free(api, refused):
    clerk, body = api("clerk_a"), new_person()
    refused(clerk.post(PEOPLE, {"name": "周玉"}, key="k"), 400, "id_number.missing")
    assert clerk.post(PEOPLE, body, key="k").status_code == 201


def test_old_keys_are_forgotten(api):
    clerk, body = api("clerk_a"), new_person()
    clerk.post(PEOPLE, body, key="old")
    with make.acting("clerk_a"), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_idempotencykey SET at = now() - interval '8 days'")
    clerk.post(PEOPLE, new_person(2), key="new")
    with make.acting("clerk_a"):
        assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


def test_twelve_at_once_are_one(own_database):
    """The burst of a client that lost its patience."""
    user, body, answers = make.user("clerk_a"), new_person(), []
    token = Api(user).headers

    def send() -> None:
        client = Api()
        client.headers = dict(token)
        try:
            answers.append(client.post(PEOPLE, body, key="burst"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    with make.acting(None):
        assert Person.objects.filter(name="周玉").count() == 1
