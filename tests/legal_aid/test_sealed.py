"""What a case is about is read by its handlers, and by nobody who has the database alone."""

import datetime as dt

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from accounts.errors import RuleBroken
from services.legal_aid.models import LegalAid
from services.people.crypto import DecryptionFailed
from tests import make

pytestmark = pytest.mark.django_db
FACTS = "单位拖欠三个月工资，有劳动合同。"


def stored(case) -> bytes:
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM legal_aid_legalaid WHERE case_id = %s", [case.pk])
        return bytes(cursor.fetchone()[0])


def test_it_is_sealed_in_the_database_and_open_to_its_handlers():
    case = make.opened("legal_aid")
    assert FACTS.encode() not in stored(case) and "工资".encode() not in stored(case)
    with make.acting("clerk_a") as by:
        assert LegalAid.objects.visible_to(by).get().facts == FACTS
        assert LegalAid.objects.defer("facts").get().facts == FACTS


def test_it_opens_in_its_own_row_alone():
    one = make.opened("legal_aid")
    other = make.opened("legal_aid", make.person("李二"))
    with make.acting(None):
        LegalAid.objects.filter(pk=one.pk).update(facts=stored(other))
        with pytest.raises(DecryptionFailed):
            _ = LegalAid.objects.get(pk=one.pk).facts


def test_it_is_never_written_in_the_open():
    case = make.opened("legal_aid")
    with make.acting(None), pytest.raises(TypeError):
        LegalAid.objects.filter(pk=case.pk).update(facts=FACTS)


def test_nobody_searches_it():
    with make.acting(None), pytest.raises(FieldError):
        list(LegalAid.objects.filter(facts="工资"))


def test_its_page_shows_it_to_the_street_that_handles_it(client):
    case = make.opened("legal_aid")
    client.force_login(make.user("clerk_a"), backend="django.contrib.auth.backends.ModelBackend")
    assert FACTS in client.get(f"/admin/legal_aid/legalaid/{case.pk}/change/").content.decode()


def test_whoever_entered_it_does_not_accept_it():
    case = make.opened("legal_aid", by="officer")
    with pytest.raises(RuleBroken) as refused:
        make.moved(case, "accepted", dt.date(2023, 3, 2), by="officer")
    assert refused.value.code == "case.same_hand"


def test_one_person_may_need_a_lawyer_in_two_matters():
    person = make.person()
    make.opened("legal_aid", person)
    details = {"matter": "family", "form": "mediation", "facts": "扶养费。"}
    assert make.opened("legal_aid", person, details=details).status == "submitted"
