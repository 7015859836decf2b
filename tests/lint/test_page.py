"""报告校对: who may, what it shows, and that a waiver stays with the finding."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Conflict, Malformed, NotAllowed, NotThere
from accounts.models import AuditEntry
from reporting.lint import actions
from reporting.lint.checking import check_text
from reporting.lint.models import Waiver
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db
URL = "/admin/report-check/"
FAULTY = "全年审批30人提出的29件信访申请。<b>改造</b>12户。"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(make.user(name))
    return client


def post(client: Client, text: str = FAULTY, **more: object) -> str:
    answer = client.post(URL, {"year": "2023", "text": text, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def fingerprint() -> str:
    (found,) = check_text(FAULTY, 2023)
    return found.fingerprint


@pytest.mark.parametrize("name", ["officer", "finance", "director"])
def test_the_district_may_check(name):
    html = signed_in(name).get(URL).content.decode()
    assert 'name="text"' in html and f'href="{reverse("admin:report_check")}"' in html


@pytest.mark.parametrize("name", ["clerk_a", "reviewer_a", "cashier"])
def test_others_may_not_and_see_no_link(name):
    client = signed_in(name)
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"year": "2023", "text": FAULTY}).status_code == 403
    assert "报告校对" not in client.get("/admin/").content.decode()


def test_a_stranger_is_sent_to_the_sign_in_page():
    assert Client().get(URL).status_code == 302


def test_a_finding_is_shown_in_its_sentence_with_what_should_stand_there():
    html = post(signed_in("officer"))
    assert "全年审批<mark>30人</mark>提出的29件信访申请。" in html
    assert "人数多于件数或人次" in html and "≤29件" in html
    assert "&lt;b&gt;改造" in html and "<b>改造" not in html


def test_a_clean_text_says_so():
    assert "没有需要处理的地方" in post(signed_in("officer"), "改造12户，验收11户。")


def test_figures_are_asked_only_when_wanted():
    write("fuel.paid", "2023-05-01", person=make.person("王一"), amount="260.00")
    client = signed_in("director")
    text = "享受机动轮椅车燃油补贴2人。"
    assert "与台账的数字不符" not in post(client, text)
    html = post(client, text, figures="on")
    assert "与台账的数字不符" in html and reverse("figure", args=[2023, "subsidies.fuel_persons"]) in html


def test_a_file_is_read_and_its_words_are_kept_in_the_form():
    client = signed_in("officer")
    html = post(client, "", file=SimpleUploadedFile("报告.txt", FAULTY.encode()))
    assert "<mark>30人</mark>" in html and "信访申请" in re.search(r"<textarea.*?</textarea>", html, re.S)[0]
    html = post(client, "", file=SimpleUploadedFile("报告.xlsx", b"x"))
    assert "请提交 docx、pdf、md 或 txt 文件" in html and "error-summary" in html
    assert "请选择文件，或把报告的文字粘贴到这里" in post(client, " ")


def test_a_waiver_needs_a_reason_and_stays_in_the_next_draft():
    client = signed_in("officer")
    html = post(client, waive=fingerprint())
    assert "请写明为什么这一处可以保留" in html and not Waiver.objects.exists()
    html = post(client, waive=fingerprint(), **{f"reason-{fingerprint()}": "其中一件为两人合办"})
    assert "已豁免。下一稿里同一处不再提示" in html and "没有需要处理的地方" in html
    html = post(client, "新的一段。\n\n" + FAULTY.replace("，", "， "))
    assert "没有需要处理的地方" in html and "其中一件为两人合办" in html
    html = post(client, withdraw=fingerprint())
    assert "已撤回豁免" in html and "人数多于件数" in html
    assert "<mark>31人</mark>" in post(client, FAULTY.replace("30人", "31人"))
    told = AuditEntry.objects.values_list("action", flat=True)
    assert {"waiver.given", "waiver.withdrawn", "report.checked"} <= set(told)


def test_a_finding_that_is_gone_cannot_be_waived():
    html = post(signed_in("officer"), "改造12户。", waive=fingerprint(), **{f"reason-{fingerprint()}": "理由"})
    assert "这一处不见了" in html and not Waiver.objects.exists()


def test_the_text_is_not_kept():
    post(signed_in("officer"), "某某街道甲乙丙。" + FAULTY)
    assert not any("甲乙丙" in str(entry.data) for entry in AuditEntry.objects.all())


def test_the_actions_refuse_what_the_page_would_not_offer():
    (finding,) = check_text(FAULTY, 2023)
    for name in ("clerk_a", "reviewer_a", "cashier"):
        with make.acting(name) as by, pytest.raises(NotAllowed):
            actions.waive(by=by, finding=finding, year=2023, reason="理由")
        with make.acting(name) as by, pytest.raises(NotAllowed):
            actions.withdraw(by=by, fingerprint=finding.fingerprint)
    with make.acting("officer") as by:
        with pytest.raises(Malformed):
            actions.waive(by=by, finding=finding, year=2023, reason="  ")
        with pytest.raises(NotThere):
            actions.withdraw(by=by, fingerprint=finding.fingerprint)
        actions.waive(by=by, finding=finding, year=2023, reason="理由")
        with pytest.raises(Conflict):
            actions.waive(by=by, finding=finding, year=2023, reason="理由")
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(fingerprint=finding.fingerprint, rule="x.y", year=2023, found="1", reason="理由")
        actions.withdraw(by=by, fingerprint=finding.fingerprint)
        actions.waive(by=by, finding=finding, year=2023, reason="再次")
        assert actions.reasons() == {finding.fingerprint: "再次"}
