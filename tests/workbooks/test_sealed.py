"""A text that is kept sealed stays sealed on its way through a workbook: in its column, in what is told, in what is
kept for taking back."""

import datetime as dt
import json

import pytest
from django.db import connection

from services.legal_aid.models import LegalAid
from services.workbooks import books
from services.workbooks.models import ImportedRow
from tests import make
from tests.workbooks.sheets import accepted, checked, imported, undone, xlsx

pytestmark = pytest.mark.django_db
SECRET, OTHER = "单位拖欠工资，有合同。", "单位拖欠工资，已付一半。"


def content(person, text):
    values = {"who.name": person.name, "who.id_number": person.id_number, "case.on": dt.date(2023, 3, 1)}
    values |= {"detail.matter": "劳动争议", "detail.form": "代理诉讼或仲裁", "detail.facts": text}
    columns = books.get("legal_aid").columns
    return xlsx([c.heading for c in columns], [values.get(c.key) for c in columns])


def kept():
    """(as it is read, as it stands in the table)"""
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM legal_aid_legalaid")
        return LegalAid.objects.get().facts, bytes(cursor.fetchone()[0])


def test_it_is_sealed_when_it_is_written_changed_and_given_back():
    person = make.person()
    imported("legal_aid", content(person, SECRET))
    text, stored = kept()
    assert text == SECRET and SECRET.encode() not in stored
    again = checked("legal_aid", content(person, OTHER))
    assert again.counts["changed"] == 1
    assert "拖欠" not in json.dumps(again.findings, ensure_ascii=False)
    accepted(again)
    text, stored = kept()
    assert text == OTHER and OTHER.encode() not in stored
    with make.acting(None):
        assert "拖欠" not in str(ImportedRow.objects.exclude(before=None).get().before)
    undone(again)
    assert kept()[0] == SECRET
