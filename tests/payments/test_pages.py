"""A month of home help from the prepare form to the bank's answer, page by page, each by whom it belongs to."""

import datetime as dt
import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEntry
from services.payments import release
from services.payments.models import Batch, Hold, Payment
from tests import make
from tests.payments.test_hands import grant

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 6, 15)


@pytest.fixture
def seat(client):
    def sit(name: str):
        client.force_login(make.user(name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sit


def text(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_from_the_form_to_the_banks_answer(seat):
    grant("发放人")
    grant("无账户", account=False)
    answer = seat("finance").post("/admin/payments/batch/add/", {"kind": "home_help", "month": "2023-06"})
    assert answer.status_code == 302
    url = answer.url.replace("change/", "")
    page = text(seat("finance").get(answer.url))
    assert "待发放" in page and "暂停" in page
    assert "等待区残联审批人办理“复核无误" in page and f"{url}check/" not in page
    for name, step, said in (("officer", "check", "已复核"), ("director", "approve", "已审批")):
        assert seat(name).post(f"{url}{step}/").status_code == 302
        assert said in text(seat(name).get(answer.url))
    assert seat("finance").post(f"{url}release/").status_code == 403
    assert seat("cashier").post(f"{url}release/").status_code == 302
    with make.acting("cashier") as by:
        batch = Batch.objects.get()
        assert batch.state == "releasing"
        release.run(SimpleNamespace(args={"batch": batch.pk}, user=by))
    assert "发放人" in text(seat("cashier").get(f"{url}file.csv"))
    assert seat("cashier").get(f"{url}file.xlsx").content[:2] == b"PK"
    assert seat("finance").get(f"{url}file.csv").status_code == 403
    assert AuditEntry.objects.filter(action="batch.file_read").count() == 2

    content = make.result_file(batch, DAY)
    wrong = SimpleUploadedFile("r.csv", content.replace(b"100.00", b"1.00"))
    page = text(seat("finance").post(f"{url}settle/", {"file": wrong}))
    assert "第2行：金额与送出的不一致" in page
    right = SimpleUploadedFile("r.csv", content)
    assert seat("finance").post(f"{url}settle/", {"file": right}).status_code == 302
    page = text(seat("finance").get(answer.url))
    lines = re.findall(r'<th scope="row">(?:<a href="([^"]*)">)?([^<]+).*?class="num">(\d+)</td>', page)
    assert [line[1:] for line in lines if line[2]][:3] == [
        ("发放成功", "1"),
        ("合计", "1"),  # as the batch itself says: what was held before it was checked is no part of it
        ("暂停（不在本批）", "1"),
    ]
    for link, name in ((lines[0][0], "发放人"), (lines[2][0], "无账户")):
        listed = text(seat("finance").get(unescape(link)))
        assert name in listed and "共 1 条" in listed
    page = text(seat("finance").get(answer.url))
    assert "发放成功" in page and "银行回单" in page

    with make.acting("finance"):
        payment = Payment.objects.get(state="paid")
    page = text(seat("clerk_a").get(f"/admin/payments/payment/{payment.pk}/change/"))
    assert "居家助残补贴，每月" in page and "尚未核对" in page
    assert seat("clerk_b").get(f"/admin/payments/payment/{payment.pk}/change/").status_code == 404
    assert seat("clerk_a").get("/admin/payments/batch/").status_code == 403
    assert "发放记录" in text(seat("clerk_a").get(f"/admin/people/person/{payment.person_id}/change/"))


def test_a_stop_is_told_and_worked_off(seat):
    case = grant("无账户", account=False)
    make.prepared("home_help", dt.date(2023, 6, 1))
    assert "发放暂停，待核实" in text(seat("clerk_a").get("/admin/"))
    account = {"bank": "模拟银行", "holder": "无账户", "number": "9999990000001234", "on": "2023-01-01"}
    assert seat("clerk_a").post(f"/admin/accounts/{case.person_id}/", account).status_code == 302
    assert "**** 1234" in text(seat("clerk_a").get(f"/admin/people/person/{case.person_id}/change/"))
    with make.acting("clerk_a") as by:
        key = Hold.objects.visible_to(by).get().pk
    url = f"/admin/payments/hold/{key}/change/"
    assert "没有登记银行账户" in text(seat("clerk_a").get(url))
    assert seat("clerk_a").post(url, {"pay": "yes", "reason": "账户已登记"}).status_code == 302
    assert "发放暂停，待我决定" in text(seat("officer").get("/admin/"))
    assert "同意：应当发放" in text(seat("officer").get(url))
    assert 'name="pay" value="True"' in seat("officer").get(url).text
    assert seat("officer").post(url, {"pay": "True"}).status_code == 302
    with make.acting("officer"):
        assert Payment.objects.get(case=case).state == "listed"
    assert seat("clerk_b").get(url).status_code == 404


def test_a_returned_payment_is_sent_again_from_its_page(seat):
    grant("退回人")
    batch = make.through(make.prepared("home_help", dt.date(2023, 6, 1)), "check", "approve", "release", "send")
    with make.acting("finance"):
        payment = Payment.objects.get()
    make.settled(batch, DAY, returned=(payment.number,))
    url = f"/admin/payments/payment/{payment.pk}/"
    assert "账户已销户" in text(seat("finance").get(f"{url}change/"))
    assert seat("finance").post(f"{url}repay/").status_code == 302
    with make.acting("finance"):
        again = Payment.objects.get(repays=payment)
    assert "重发自" in text(seat("finance").get(f"/admin/payments/payment/{again.pk}/change/"))


def test_finance_enters_the_account_of_an_institution(seat):
    builder = make.organisation()
    page = "/admin/payments/provideraccount/"
    body = {"organisation_term": builder.name, "organisation": builder.pk, "bank": "模拟银行", "on": "2023-01-01"}
    assert seat("clerk_a").get(f"{page}add/").status_code == 403
    assert "账号应为8到30位数字" in text(seat("finance").post(f"{page}add/", body | {"number": "12"}))
    assert seat("finance").post(f"{page}add/", body | {"number": "8888 8800 0000 0001"}).status_code == 302
    listed = text(seat("officer").get(page))
    assert builder.name in listed and "**** 0001" in listed and "8888880000000001" not in listed
