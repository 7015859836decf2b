"""A certificate that was registered in error is taken back at the counter and registered again, as it should be."""

import datetime as dt

import pytest

from services.ledger.models import Entry
from services.people.models import Certificate
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    return client


def held(person):
    with make.acting(None):
        return Certificate.objects.get(person=person, ended_on=None)


def test_it_never_was_and_can_be_registered_again(desk):
    person = make.person(certificate="42")
    wrong = held(person)
    page = f"/admin/people/certificate/{wrong.pk}/withdraw/"
    home = f"/admin/people/person/{person.pk}/change/"
    assert page in desk.get(home).content.decode()
    assert "请填写这一项" in desk.post(page, {"reason": ""}).content.decode()
    body = desk.post(page, {"reason": "漏填了下肢残疾"}, follow=True).content.decode()
    assert "登记已撤销" in body and page not in body
    with make.acting(None):
        assert not Entry.objects.standing().of("certificate.started").filter(person=person).exists()
    again = {"person_choice": person.pk, "number": f"{person.id_number}42", "valid_from": "2020-01-01"}
    assert desk.post("/admin/people/certificate/add/", {**again, "lower_limb": "on"}).status_code == 302
    assert held(person).lower_limb
    assert "又有注销" in desk.post(page, {"reason": "再来一次"}).content.decode()


def test_one_that_a_case_issued_is_taken_back_there(desk):
    case = make.lived("certificate_application")
    with make.acting(None):
        issued = Certificate.objects.get(person=case.person_id, ended_on=None)
    body = desk.post(f"/admin/people/certificate/{issued.pk}/withdraw/", {"reason": "填错了"}).content.decode()
    assert "由案件发放" in body
    with make.acting(None):
        assert Certificate.objects.get(pk=issued.pk).ended_on is None


def test_another_street_does_not_know_it(client):
    person = make.person(since=dt.date(2020, 1, 1))
    for name, status in (("clerk_b", 404), ("finance", 403)):
        client.force_login(make.user(name), backend=BACKEND)
        answer = client.post(f"/admin/people/certificate/{held(person).pk}/withdraw/", {"reason": "x"})
        assert answer.status_code == status
