"""A template that a manager edits in Word: what is refused and why, which typed numbers are pointed at."""

import io
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.errors import RuleBroken
from accounts.models import AuditEntry
from reporting import arranging
from reporting.documents import annual, checking, tokens, word
from reporting.documents.blocks import of_markdown
from reporting.models import ReportTemplate, template_in_use
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
ADD = "/admin/reporting/reporttemplate/add/"


def word_file(*paragraphs: str) -> bytes:
    return word.template_of(of_markdown("\n".join(paragraphs)), "")


def changed(content: bytes, **parts: bytes) -> bytes:
    """The Word file with parts added or replaced; `__` stands for / and `___` for a dot in their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        names = {name.replace("___", ".").replace("__", "/"): value for name, value in parts.items()}
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
        for name, value in names.items():
            new.writestr(name, value)
    return file.getvalue()


@pytest.fixture
def director():
    client = Client()
    client.force_login(make.user("director"))
    return client


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{{ people.nobody }}", "没有指标“people.nobody”"),
        ("{{ nobody }}", "没有“nobody”这个词语"),
        ("{{ subsidies.fuel_persons | upper }}", "没有“upper”这种写法"),
        ("{{ subsidies.fuel_persons", "花括号不成对"),
        ("{{ ''.__class__ }}", "不能使用其他代码|没有指标"),
        ("{{ subsidies.fuel_persons.cell.figure }}", "没有指标"),
        ("{{ known.__self__ }}", "没有指标"),
        ("{{ year.format(1) }}", "带括号"),
        ("{% for x in year %}{{ x }}{% endfor %}", "不能使用其他代码"),
        ("{% set x = 1 %}", "不能使用其他代码"),
        ("{% include 'x' %}", "不能使用其他代码"),
        ("{{ 7 * 7 }}", "不能使用其他代码"),
        ('{% if known("hotline.orders") %}{{ legal_aid.later }}{% endif %}', "没有指标“legal_aid.later”"),
    ],
)
def test_what_no_figure_stands_behind_is_refused_in_words(text, why):
    with pytest.raises(RuleBroken, match=why):
        tokens.refuse_strange(text)


def test_a_figure_may_be_asked_for_before_it_is_declared():
    later = '{% if known("hotline.later") %}工单{{ hotline.later }}{% endif %}'
    assert list(tokens.strange(later)) == []


def test_all_faults_are_told_at_once():
    with pytest.raises(RuleBroken) as refused:
        tokens.refuse_strange("{{ people.nobody }}{{ nobody }}")
    assert "people.nobody" in str(refused.value) and "“nobody”" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "template.not_word"),
        (b"<html>", "template.not_word"),
        (b"PK\x03\x04garbage", "template.not_word"),
        (b"x" * 5_000_001, "template.too_large"),
        (changed(word_file("一"), word__vbaProject___bin=b"x"), "template.not_plain"),
        (
            changed(
                word_file("一"),
                word___rels__document___xml___rels=b'<Relationships><Relationship Type=".../attachedTemplate"'
                b' Target="http://x.invalid/a.dotm" TargetMode="External"/></Relationships>',
            ),
            "template.not_plain",
        ),
        (changed(word_file("一"), word__document___xml=b"<w:document"), "template.not_word"),
        (changed(word_file("一"), word__padding___xml=b" " * 50_000_001), "template.not_word"),
    ],
)
def test_a_harmful_file_is_refused(content, code):
    with make.acting("director"), pytest.raises(RuleBroken) as refused:
        checking.refuse_faulty(content)
    assert refused.value.code == code


def test_numbers_typed_by_hand_are_pointed_at():
    write("fuel.paid", f"{make.TODAY.year - 1}-05-01", person=make.person())
    content = word_file(
        "# 2023年度报告",
        "1．领取补贴的有1,234人，到场30余家单位。",
        "全市三十五个服务点，占12.5%。领取的有{{ subsidies.fuel_persons }}。",
    )
    with make.acting("director"):
        found = checking.typed_numbers(content)
    assert [one.text for one in found] == ["1,234人", "30余家", "12.5%", "三十五个"]
    assert not any(one.figure for one in found)


def test_a_typed_number_that_a_figure_says_is_named(monkeypatch):
    for name in ("王一", "李二", "张三"):
        write("fuel.paid", "2023-05-01", person=make.person(name))
    monkeypatch.setattr(checking, "YEARS", 30)
    with make.acting("director"):
        (one,) = checking.typed_numbers(word_file("领取燃油补贴的有3名车主。"))
    assert one.figure and one.year == 2023
    assert "{{ subsidies.fuel_persons }}" in str(one) or "{{ subsidies.fuel_payments }}" in str(one)


def test_a_manager_edits_the_template_in_word(director):
    """Download, change a sentence in Word, upload: the report says it."""
    write("fuel.paid", "2023-05-01", person=make.person())
    current = director.get("/admin/reporting/reporttemplate/current/")
    book = docx.Document(io.BytesIO(current.content))
    book.add_paragraph("车主共{{ subsidies.fuel_persons | 数 }}位，另有77人手工填写。")
    file = io.BytesIO()
    book.save(file)
    answer = director.post(ADD, {"file": SimpleUploadedFile("新.docx", file.getvalue()), "note": "加一句"}, follow=True)
    assert answer.status_code == 200 and "77人" in answer.content.decode()
    with make.acting("director"):
        assert "车主共1位，另有77人" in annual.annual_text(2023, template=template_in_use())
    assert AuditEntry.objects.filter(action="report.template_uploaded").exists()
    director.post("/admin/reporting/reporttemplate/return/", {"note": "试用结束"})
    assert template_in_use() is None


def test_a_faulty_upload_stays_on_the_form(director):
    file = SimpleUploadedFile("a.docx", word_file("{{ people.nobody }}"))
    body = director.post(ADD, {"file": file, "note": "试"}).content.decode()
    assert "没有指标“people.nobody”" in body and "错误：" in body


@pytest.mark.parametrize("who", ["clerk_a", "reviewer_a", "finance"])
def test_only_officers_and_managers_change_the_template(who):
    client = Client()
    client.force_login(make.user(who))
    assert client.get(ADD).status_code == 403
    assert client.get("/admin/reporting/reporttemplate/current/").status_code == 403


def test_a_version_is_never_changed():
    with make.acting("director") as by:
        made = arranging.upload_template(by=by, content=word_file("一"), filename="a.docx", note="试")
        for sql in ("UPDATE reporting_reporttemplate SET note = 'x'", "DELETE FROM reporting_reporttemplate"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        assert ReportTemplate.objects.get().note == made.note
