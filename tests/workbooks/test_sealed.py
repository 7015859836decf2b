"""Texts that are kept encrypted come in by a sheet, and stand afterwards in their own column alone."""

import datetime as dt
import json

import pytest
from django.db import connection

from services.cases.models import Case
from services.legal_aid.models import LegalAid
from services.workbooks.models import ImportedRow
from tests import make
from tests.workbooks.sheets import came_back, checked, imported, undone, xlsx

pytestmark = pytest.mark.django_db
HEAD = ["姓名", "身份证号", "申请日期", "事由", "援助方式", "案情和请求"]
FACTS, AGAIN = "单位拖欠三个月工资，有劳动合同。", "单位拖欠五个月工资（含加班费），有劳动合同。"
DAY = dt.date(2023, 3, 1)


def sheet(person, facts):
    return xlsx(HEAD, [person.name, person.id_number, DAY, "劳动争议", "法律咨询", facts])


def stored(case) -> bytes:
    with make.acting(None), connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM legal_aid_legalaid WHERE case_id = %s", [case.pk])
        return bytes(cursor.fetchone()[0])


def beside(workbook) -> str:
    """Everything that is kept in the open of a workbook and of its rows."""
    with make.acting(None):
        rows = list(ImportedRow.objects.filter(workbook=workbook).values("key", "digest", "before", "undone"))
    return json.dumps([workbook.findings, workbook.headings, workbook.mapping], ensure_ascii=False) + repr(rows)


def test_it_is_sealed_when_it_comes_in_and_reads_as_it_was_written():
    workbook = imported("legal_aid", sheet(make.person(), FACTS))
    with make.acting(None):
        case = Case.objects.of_kind("legal_aid").get()
        assert LegalAid.objects.get(pk=case.pk).facts == FACTS
    assert "工资".encode() not in stored(case)
    assert "工资" not in beside(workbook)


def test_a_change_is_sealed_and_told_without_its_words():
    person = make.person()
    imported("legal_aid", sheet(person, FACTS))
    workbook = checked("legal_aid", sheet(person, AGAIN))
    assert workbook.counts["changed"] == 1
    assert [finding[2] for finding in workbook.findings if finding[1] == "案情和请求"] == ["value.changed"]
    written = [str(cell.value) for row in came_back(workbook).worksheets[-1].iter_rows() for cell in row]
    assert not any(FACTS in text for text in written)
    workbook = imported("legal_aid", sheet(person, AGAIN))
    with make.acting(None):
        case = Case.objects.of_kind("legal_aid").get()
        assert LegalAid.objects.get(pk=case.pk).facts == AGAIN
    assert "工资".encode() not in stored(case)
    assert "工资" not in beside(workbook)


def test_a_change_of_it_is_not_undone_since_nothing_kept_the_former_words():
    person = make.person()
    imported("legal_aid", sheet(person, FACTS))
    workbook = undone(imported("legal_aid", sheet(person, AGAIN)))
    with make.acting(None):
        assert LegalAid.objects.get().facts == AGAIN
        assert "不能自动撤销" in ImportedRow.objects.get(workbook=workbook).undone


def test_another_column_of_it_is_given_back():
    person = make.person()
    imported("legal_aid", sheet(person, FACTS))
    content = xlsx(HEAD, [person.name, person.id_number, DAY, "劳动争议", "代理诉讼或仲裁", FACTS])
    workbook = imported("legal_aid", content)
    assert workbook.written == {"changed": 1}
    undone(workbook)
    with make.acting(None):
        one = LegalAid.objects.get()
        assert (one.form, one.facts) == ("advice", FACTS)
