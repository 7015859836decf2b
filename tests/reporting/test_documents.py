import io

import openpyxl
import pytest

from accounts.errors import NotThere
from reporting import catalogue
from reporting.documents import annual
from reporting.figures import passports
from reporting.periods import year
from reporting.xlsx import run_job, write_summary
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    for name in ("王一", "李二"):
        write("fuel.paid", "2023-05-01", person=make.person(name), amount="260.00")
    write(
        "job_fair.employer_attended", "2023-05-01", organisation=make.organisation("甲公司", "employer"), quantity=273
    )


def test_every_number_of_the_text_is_bound_to_a_figure(written):
    with make.acting(None):
        text = annual.annual_text(2023)
        found = {p["code"]: p for p in passports(2023, area="district")}
    assert "{{" not in text
    assert "机动轮椅车燃油补贴的有2人" in text
    assert "提供岗位270余个" in text  # at least: rounded down
    bound = found["employment.job_fair_vacancies"]
    assert f"| employment.job_fair_vacancies | 1 | 273 | 个 | {bound['member_hash'][:16]} |" in text
    assert "就业率为（无数据）" in text


def test_a_number_without_a_figure_is_refused(tmp_path, monkeypatch):
    template = tmp_path / "text.md"
    template.write_text("有{{people.nobody}}人")
    monkeypatch.setattr(annual, "TEMPLATE", template)
    with make.acting(None), pytest.raises(NotThere):
        annual.annual_text(2023)


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("rehabilitation.child_persons", 412, "400余"),
        ("rehabilitation.child_persons", 400, "400"),
        ("rehabilitation.child_persons", 99, "99"),
        ("employment.job_fair_vacancies", 273, "270余"),
        ("employment.job_fair_intentions", 33, "30余"),
        ("employment.trained", 264, "264"),
        ("employment.employment_rate", "90.59", "90.59%"),
        ("employment.employment_rate", None, "（无数据）"),
    ],
)
def test_at_least_is_printed_as_a_round_number_and_more(code, value, words):
    assert annual.in_words(catalogue.get(code, year(2023)), value) == words


def test_the_workbook_holds_the_numbers_with_their_hashes_and_no_formula(written):
    file = io.BytesIO()
    with make.acting("director"):
        write_summary(2023, None, file)
        hashes = {(p["code"], p["area"]): p["member_hash"] for p in passports(2023)}
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    sheet = book.worksheets[0]
    rows = {row[1].value: row for row in sheet.iter_rows(min_row=4)}
    assert rows["subsidies.fuel_persons"][3].value == 2
    assert hashes["subsidies.fuel_persons", "district"] in rows["subsidies.fuel_persons"][3].comment.text
    assert rows["subsidies.fuel_amount"][3].value == 520
    assert sheet.freeze_panes == "D4"
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)


def test_a_street_exports_its_own_column(written):
    file = io.BytesIO()
    with make.acting("reviewer_a"):
        write_summary(2023, None, file)
    header = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(file.getvalue())).worksheets[0][3]]
    assert header[3:] == ["月坛街道"]


def test_the_job_writes_the_same_workbook(written):
    class Job:
        args = {"year": 2023, "known_at": None, "basis": "then"}
        seen = []

        def advance(self, done, total, message=""):
            self.seen.append((done, total))

    with make.acting("director"):
        Job.args["known_at"] = settle(None).isoformat()
        name, content_type, content = run_job(Job())
    assert (name, Job.seen) == ("summary-2023.xlsx", [(0, 1), (1, 1)]) and "spreadsheetml" in content_type
    assert len(openpyxl.load_workbook(io.BytesIO(content)).worksheets) == 2
