"""Documents: every number is bound, the same reading gives the same bytes, nothing in them runs."""

import csv
import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest
from django.core.management import call_command

from accounts.errors import RuleBroken
from reporting import catalogue, exports
from reporting.documents import annual, checking, tokens, word
from reporting.documents.blocks import of_markdown
from reporting.figures import Cell, passports
from reporting.periods import year
from reporting.tables import harmless
from services.ledger.reading import settle
from tests import make
from tests.reporting.book import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def written():
    people = [make.person(name) for name in ("王一", "李二")]
    for person in people:
        write("fuel.paid", "2023-05-01", person=person, amount="260.00")
    for person, detail in zip(people, ("employed", "seeking"), strict=True):
        write("employment_status.started", "2023-01-01", person=person, detail=detail)
    write(
        "job_fair.employer_attended", "2023-05-01", organisation=make.organisation("甲公司", "employer"), quantity=273
    )


def document(form: str, what: str = exports.REPORT, who: str = "director", **args) -> bytes:
    with make.acting(who):
        return exports.written(what, form, {"year": 2023, **args})


def test_every_number_of_the_text_is_bound_to_a_figure(written):
    with make.acting(None):
        text = annual.annual_text(2023)
        found = {p["code"]: p for p in passports(2023, area="district")}
    assert "{{" not in text and tokens.BEGIN not in text
    assert "领取机动轮椅车燃油补贴的有2人，发放0.05万元" in text
    assert "提供岗位270余个" in text  # at least: rounded down
    assert "就业率为50.00%（1人／2人）" in text
    bound = found["employment.job_fair_vacancies"]
    assert f"| 273个 | 2023 | employment.job_fair_vacancies v1 | {bound['member_hash'][:16]} |" in text


def test_a_year_without_records_says_so():
    with make.acting(None):
        text = annual.annual_text(2022)
    assert "就业率为（无数据）" in text
    assert "2022年台账里没有下列指标的记录" in text and "享受机动轮椅车燃油补贴" in text.split("没有记录的指标")[1]
    assert "上年无数据，不作比较" in text


def test_the_packaged_template_holds_no_typed_number_and_no_unknown_token():
    template = annual.packaged_template()
    assert list(tokens.strange(word.source_of(template))) == []
    with make.acting("director"):
        assert checking.typed_numbers(template) == []


def test_a_street_reports_its_own_figures_and_no_budget(written):
    with make.acting("reviewer_a"):
        text = annual.annual_text(2023)
    assert "编制范围：月坛街道" in text and "街道报告不列执行率" in text
    assert "领取机动轮椅车燃油补贴的有2人" in text


def test_more_persons_than_applications_is_explained_by_the_joint_application():
    people = [make.person("王一"), make.person("李二")]
    case = make.opened("device", people[0])
    write("device.approved", "2023-05-01", person=people[0], case=case)
    write("device.approved_joint", "2023-05-01", person=people[1], case=case, quantity=0)
    with make.acting(None):
        text = annual.annual_text(2023)
    assert "批准2人提出的申请1件" in text
    assert f"其中1件申请由两人以上共同提出（{case.number}号由2人），除主申请人外另有1人" in text


@pytest.mark.parametrize(
    ("code", "value", "words"),
    [
        ("rehabilitation.child_persons", 412, "400余人"),
        ("rehabilitation.child_persons", 400, "400人"),
        ("rehabilitation.child_persons", 99, "99人"),
        ("employment.job_fair_vacancies", 273, "270余个"),
        ("employment.job_fair_intentions", 33, "30余人"),
        ("employment.trained", 264, "264人"),
        ("employment.employment_rate", "90.59", "90.59%"),
        ("employment.employment_rate", None, "（无数据）"),
    ],
)
def test_at_least_is_printed_as_a_round_number_and_more(code, value, words):
    figure = catalogue.get(code, year(2023))
    assert tokens.plain(figure, value) + tokens.unit_of(figure, value) == words


@pytest.mark.parametrize(
    ("say", "code", "value", "words"),
    [
        (tokens.bare, "employment.trained", 264, "264"),
        (tokens.exact, "employment.job_fair_vacancies", 273, "273个"),
        (tokens.nearly, "employment.job_fair_vacancies", 273, "近280个"),
        (tokens.nearly, "employment.job_fair_vacancies", 280, "280个"),
        (tokens.ten_thousands, "subsidies.fuel_amount", 1_016_860, "101.69万元"),
        (tokens.ten_thousands, "employment.trained", 264, "264人"),
    ],
)
def test_a_figure_is_said_as_the_template_asks(say, code, value, words):
    figure = catalogue.get(code, year(2023))
    token = tokens.Token(Cell(figure, "district", value), lambda: "")
    assert say(token) == tokens.marked(code, words)


@pytest.mark.parametrize(("what", "form"), [(w, f) for w, forms in exports.FORMATS.items() for f in forms])
def test_the_same_reading_gives_the_same_bytes(written, what, form):
    with make.acting(None):
        moment = settle(None).isoformat()
    assert document(form, what, known_at=moment) == document(form, what, known_at=moment)


def test_word_links_each_figure_to_its_records(written):
    book = docx.Document(io.BytesIO(document("docx")))
    links = {r.target_ref for r in book.part.rels.values() if r.is_external}
    assert any("/summary/2023/subsidies.fuel_persons/?area=district&known_at=" in link for link in links)
    text = "\n".join(p.text for p in book.paragraphs)
    assert "领取机动轮椅车燃油补贴的有2人" in text and tokens.BEGIN not in text
    assert 'w:tooltip="subsidies.fuel_persons v1 2023 district ' in book.element.xml
    assert "tblHeader" in book.element.xml
    dates = {part.date_time for part in zipfile.ZipFile(io.BytesIO(document("docx"))).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_pdf_is_tagged_and_says_its_language(written):
    book = pypdf.PdfReader(io.BytesIO(document("pdf")))
    root = book.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root and str(root["/Lang"]).startswith("zh")
    assert book.metadata.title == "全区2023年度残疾人工作绩效报告"
    text = "".join(page.extract_text() for page in book.pages).replace("\n", "")
    assert "领取机动轮椅车燃油补贴的有" in text and "数字来源" in text
    urls = [a.get_object()["/A"]["/URI"] for p in book.pages for a in p.get("/Annots", []) if "/A" in a.get_object()]
    assert any("subsidies.fuel_persons" in url for url in urls)


def test_the_workbook_holds_the_numbers_with_their_passports_and_no_formula(written):
    with make.acting("director"):
        hashes = {(p["code"], p["area"]): p["member_hash"] for p in passports(2023)}
    book = openpyxl.load_workbook(io.BytesIO(document("xlsx")))
    sheet = book.worksheets[0]
    rows = {row[1].value: row for row in reversed(list(sheet.iter_rows(min_row=4)))}
    assert rows["subsidies.fuel_persons"][3].value == 2
    assert hashes["subsidies.fuel_persons", "district"] in rows["subsidies.fuel_persons"][3].comment.text
    assert rows["subsidies.fuel_amount"][3].value == 520
    assert sheet.freeze_panes == "D4"
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)
    meanings = {row[1].value: row[5].value for row in book.worksheets[1].iter_rows()}
    assert meanings["subsidies.fuel_persons"] == catalogue.get("subsidies.fuel_persons", year(2023)).definition


def test_a_rate_stands_above_both_its_numbers(written):
    sheet = openpyxl.load_workbook(io.BytesIO(document("xlsx"))).worksheets[0]
    found = [(row[0].value, row[3].value) for row in sheet.iter_rows(min_row=4)]
    at = next(n for n, (label, _v) in enumerate(found) if label == "劳动年龄段内残疾人就业率")
    assert [value for _label, value in found[at : at + 3]] == [50, 1, 2]


def test_a_street_exports_its_own_column(written):
    sheet = openpyxl.load_workbook(io.BytesIO(document("xlsx", who="reviewer_a"))).worksheets[0]
    assert [cell.value for cell in sheet[3]][3:] == ["月坛街道", "2022年", "比上年"]


def test_the_csv_has_one_figure_and_area_a_line(written):
    rows = list(csv.DictReader(io.StringIO(document("csv", exports.SUMMARY).decode("utf-8-sig"))))
    (fuel,) = [r for r in rows if r["指标代码"] == "subsidies.fuel_persons" and r["区域"] == "全区"]
    assert (fuel["数值"], fuel["单位"]) == ("2", "人") and fuel["护照"].startswith(
        "subsidies.fuel_persons v1 2023 district "
    )


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_begins_like_a_formula(text):
    assert harmless(text) == f"'{text}"
    assert harmless("一=二") == "一=二"


def test_a_label_like_a_formula_stays_text(written, monkeypatch):
    figure = catalogue.get("subsidies.fuel_persons", year(2023))
    monkeypatch.setitem(figure.__dict__, "label", '=HYPERLINK("http://x.invalid")')
    book = openpyxl.load_workbook(io.BytesIO(document("xlsx")))
    assert not any(cell.data_type == "f" for one in book for row in one.iter_rows() for cell in row)
    assert "'=HYPERLINK" in document("csv", exports.SUMMARY).decode()


def test_the_job_writes_the_document_and_shows_its_progress(written):
    class Job:
        args: dict = {}
        seen: list = []

        def advance(self, done, total, message=""):
            self.seen.append((done, total))

    with make.acting("director"):
        Job.args = exports.arguments("summary", "xlsx", 2023, settle(None), "then", {"category": "4"})
        name, content_type, content = exports.run_job(Job())
    assert name == "summary-2023-district.xlsx" and "spreadsheetml" in content_type
    assert Job.seen[0] == (0, 0) and Job.seen[-1][0] == Job.seen[-1][1] - 1 and len(Job.seen) > 20
    assert "残疾类别：肢体残疾" in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A2"].value


@pytest.mark.parametrize("form", exports.FORMATS[exports.REPORT])
def test_the_command_writes_every_form(written, tmp_path, form):
    call_command("report", 2023, format=form, out=tmp_path / "r", stdout=io.StringIO())
    beginning = {"docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF", "md": b"# 2023"}[form]
    assert (tmp_path / "r").read_bytes().startswith(beginning)


def test_a_template_of_a_manager_is_what_is_written(written):
    template = word.template_of(of_markdown("# 简报\n\n今年{{ subsidies.fuel_persons | 数 }}位车主领取补贴。"), "")
    with make.acting("director"):
        text = annual.annual_text(2023, template=template)
    assert text.startswith("# 简报\n\n今年2位车主领取补贴。")


def test_an_unknown_figure_stops_the_writing(written):
    template = word.template_of(of_markdown("有{{ people.nobody }}"), "")
    with make.acting("director"), pytest.raises(RuleBroken, match="不认识的指标"):
        annual.annual_text(2023, template=template)
