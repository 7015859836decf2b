"""An organisation is found by a part of its name, and taken only when it is named in full or chosen."""

import pytest
from django.core.exceptions import ValidationError

from services.people.forms import OrganisationField
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisations():
    with make.acting("officer") as by:
        register = make.people.register_organisation
        return {
            "one": register(by=by, kind="provider", name="京西康复服务中心"),
            "branch": register(by=by, kind="provider", name="京西康复服务中心（分中心）"),
            "twin": register(by=by, kind="employer", name="便民食堂"),
            "other": register(by=by, kind="venue", name="便民食堂", credit_code="91110102MA0011223X"),
        }


def cleaned(term: str = "", choice: object = "", required: bool = True):
    """(row, None) or (None, code of the refusal), and how many are offered."""
    field = OrganisationField(required=required)
    try:
        return field.clean([term, str(choice)]), None, len(field.widget.found)
    except ValidationError as refusal:
        return None, refusal.code, len(field.widget.found)


def test_a_whole_name_or_credit_code_is_certain(organisations):
    assert cleaned("京西康复服务中心") == (organisations["one"], None, 1)
    assert cleaned(" 91110102ma0011223x ") == (organisations["other"], None, 1)


def test_a_part_of_a_name_and_a_name_of_two_are_asked_about(organisations):
    assert cleaned("康复") == (None, "choose", 2)
    assert cleaned("分中心") == (None, "choose", 1)
    assert cleaned("便民食堂") == (None, "choose", 2)
    assert cleaned("便民食堂", organisations["twin"].pk) == (organisations["twin"], None, 1)


def test_what_is_not_there_or_no_key_is_refused():
    assert cleaned("没有这家") == (None, "not_found", 0)
    for choice in ("0", "x", "1 OR 1=1"):
        assert cleaned("", choice) == (None, "not_found", 0)
    assert cleaned() == (None, "required", 0)
    assert cleaned(required=False) == (None, None, 0)


def test_so_many_that_a_longer_name_is_asked_for():
    with make.acting("officer") as by:
        for number in range(21):
            make.people.register_organisation(by=by, kind="employer", name=f"第{number}印刷厂")
    assert cleaned("印刷厂") == (None, "too_many", 20)


def test_names_are_suggested_to_those_who_handle_cases(client):
    client.force_login(make.user("clerk_a"))
    found = client.get("/admin/organisation-names/", {"q": "康复"}).json()["names"]
    assert found == ["京西康复服务中心", "京西康复服务中心（分中心）"]
    assert client.get("/admin/organisation-names/").json() == {"names": []}
    client.force_login(make.user("sysadmin"))
    assert client.get("/admin/organisation-names/", {"q": "康复"}).status_code == 403


def test_a_form_names_no_organisation_that_was_not_asked_for(client):
    """The page stays as small as it is, however many there are."""
    client.force_login(make.user("clerk_a"))
    body = client.get("/admin/grids/adult_sessions/").content.decode()
    assert "京西康复服务中心" not in body and "便民食堂" not in body
