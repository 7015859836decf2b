"""The receipt on paper says what the workbook's receipt says, and names nobody."""

import datetime as dt
import io

import pytest
from pypdf import PdfReader

from services.workbooks import receipts
from tests import make
from tests.workbooks.sheets import HEAD, checked, imported, undone, xlsx

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2024, 1, 15, 4, tzinfo=dt.UTC)


def workbook_of(*people):
    rows = [[one.name, one.id_number, "2023-03-01", "是"] for one in people]
    return imported("home_help", xlsx(HEAD["home_help"], *rows, ["郑", "12", "去年", "也许"]))


def text_of(workbook, by="clerk_a") -> str:
    with make.acting(by) as one:
        content = receipts.printed(workbook, one, NOW)
        assert content == receipts.printed(workbook, one, NOW)
    return (
        "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).replace("\n", "").replace(" ", "")
    )


def test_it_says_what_became_of_the_rows_and_names_nobody():
    people = make.person("王小明"), make.person("李大明", born=dt.date(1980, 1, 1))
    workbook = workbook_of(*people)
    text = text_of(workbook)
    for said in ("新增：2行", "填写有误：1行", workbook.receipt, workbook.sha256, str(workbook.pk), "2024-01-15 12:00"):
        assert said.replace(" ", "") in text
    for one in people:
        assert one.name not in text and one.id_number not in text
    assert "已撤销" not in text
    assert "已撤销：2行" in text_of(undone(workbook))


def test_it_is_handed_to_the_own_street_once_something_was_imported(client):
    workbook = workbook_of(make.person())
    address = f"/admin/workbooks/{workbook.pk}/receipt/print/"
    client.force_login(make.user("clerk_a"))
    answer = client.get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    new = checked("home_help", xlsx(HEAD["home_help"], ["郑", "12", "去年", "也许"]))
    assert client.get(f"/admin/workbooks/{new.pk}/receipt/print/").status_code == 404
    client.force_login(make.user("clerk_b"))
    assert client.get(address).status_code == 404
