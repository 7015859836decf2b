"""From the search to the request: the number is typed once; what is our own is not asked for."""

import datetime as dt

import pytest

from services.people.models import HandoverRequest, Person
from tests import make

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
REGISTER, ASK = "/admin/people/person/add/", "/admin/people/handoverrequest/add/"


@pytest.fixture
def desk(client):
    client.force_login(make.user("clerk_a"), backend=BACKEND)
    return client


@pytest.mark.parametrize(
    ("term", "name", "value"),
    [
        ("{number}", "id_number", "{number}"),
        ("{number}42B1", "id_number", "{number}"),
        ("139 1111 2222", "phone", "13911112222"),
        ("欧阳新来", "name", "欧阳新来"),
    ],
)
def test_what_was_searched_for_is_filled_in_for_somebody_new(desk, term, name, value):
    number = make.id_number(dt.date(1990, 1, 1))
    term, value = term.format(number=number), value.format(number=number)
    found = desk.post("/admin/find/", {"term": term}).content.decode()
    assert f'<input type="hidden" name="{name}" value="{value}">' in found
    body = desk.post(REGISTER, {name: value, "_begin": "1"}).content.decode()
    assert f'name="{name}" value="{value}"' in body and 'class="error-summary"' not in body
    with make.acting(None):
        assert not Person.objects.exists()


def test_letters_of_pinyin_are_no_name(desk):
    assert 'type="hidden" name="name"' not in desk.post("/admin/find/", {"term": "smxy"}).content.decode()


def test_who_is_registered_elsewhere_is_asked_for_with_the_same_number(desk):
    number = make.person("赵铁", street=make.STREET_B).id_number
    body = desk.post(REGISTER, {"name": "赵铁", "id_number": number}).content.decode()
    assert f'action="{ASK}"' in body and "请点“申请移交”" in body
    body = desk.post(ASK, {"id_number": number, "_begin": "1"}).content.decode()
    assert f'value="{number}"' in body and 'class="error-summary"' not in body
    assert desk.post(ASK, {"id_number": number, "reason": "搬来居住"}).status_code == 302
    with make.acting(None):
        assert HandoverRequest.objects.get().street_id == make.STREET_A


def test_our_own_person_is_not_asked_for(desk):
    number = make.person().id_number
    assert "已经在本街道登记" in desk.post(ASK, {"id_number": number, "reason": "搬来"}).content.decode()
    assert f'action="{ASK}"' not in desk.post(REGISTER, {"name": "王", "id_number": number}).content.decode()
    with make.acting(None):
        assert not HandoverRequest.objects.exists()
