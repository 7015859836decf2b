"""The line that makes the streets' numbers meet the district's."""

import io
from html import unescape

import openpyxl
import pytest
from django.test import Client

from reporting import catalogue, exports
from reporting.figures import summary
from reporting.periods import year
from reporting.streets import meeting, members_of_several_streets
from services.ledger import actions
from tests import make
from tests.reporting.book import day, write

pytestmark = pytest.mark.django_db
STREETS = [make.STREET_A, make.STREET_B, "110102001"]


@pytest.fixture
def fairs():
    """One employer at fairs of three streets, one of two, one at two of one street: 6 = 3 + 3 counted again."""
    firms = [make.organisation(name, "employer") for name in ("甲公司", "乙公司", "丙公司")]
    for firm, streets in zip(firms, (STREETS, STREETS[:2], STREETS[:1] * 2), strict=True):
        for street in streets:
            write("job_fair.employer_attended", "2023-05-01", street=street, organisation=firm)
    return firms


def test_streets_less_those_counted_again_are_the_district(fairs):
    figure = catalogue.get("employment.job_fair_employers", year(2023))
    with make.acting("director"):
        reading = summary(2023)
        found = meeting(reading, figure)
        assert (found.streets, found.again, found.district) == (6, 3, 3)
        rows = members_of_several_streets(figure, reading.known_at, reading.period)
    assert [(member.subject, len(streets)) for member, streets in rows] == [("甲公司", 3), ("乙公司", 2)]
    assert sum(len(streets) - 1 for _member, streets in rows) == found.again


def test_every_person_figure_meets(fairs):
    """A person who was handed over counts in both streets and once in the district; also in what is of last year."""
    person = make.person("王一")
    for code, year_of in (("fuel.paid", 2023), ("certificate_application.assessed", 2022)):
        write(code, f"{year_of}-03-01", person=person)
        with make.acting(None):
            on = day(f"{year_of}-08-01")
            actions.record(by=None, code=code, on=on, street_id=make.STREET_B, person=person)
    with make.acting("director"):
        reading = summary(2023)
        for figure in catalogue.indicators_of(reading.figures):
            if figure.unit.counting.is_distinct:
                rows = members_of_several_streets(figure, reading.known_at, reading.period)
                found = meeting(reading, figure)
                assert sum(len(streets) - 1 for _m, streets in rows) == (found.again if found else 0), figure.code
        for code in ("subsidies.fuel_persons", "certificates.assessed_persons_before"):
            found = meeting(reading, catalogue.get(code, reading.period))
            assert (found.streets, found.again, found.district) == (2, 1, 1)


def test_what_is_summed_and_a_street_alone_need_no_line(fairs):
    with make.acting("director"):
        assert meeting(summary(2023), catalogue.get("employment.job_fair_attendances", year(2023))) is None
    with make.acting("reviewer_a"):
        assert meeting(summary(2023), catalogue.get("employment.job_fair_employers", year(2023))) is None


def test_page_and_workbook_print_the_line(fairs):
    line = "各街道之和 6 − 在其他街道重复计入 3 = 全区 3"
    client = Client()
    client.force_login(make.user("director"))
    html = client.get("/summary/2023/").content.decode()
    assert line in html
    url = unescape(html.split(line)[0].rpartition('href="')[2].partition('"')[0])
    page = client.get(url).content.decode()
    assert line in page and "甲公司" in page and "丙公司" not in page
    with make.acting("director"):
        book = openpyxl.load_workbook(io.BytesIO(exports.written("summary", "xlsx", {"year": 2023})))
    assert any(line in str(row[0].value) for row in book.worksheets[0].iter_rows())


@pytest.mark.parametrize(("who", "status"), [("reviewer_a", 422), ("clerk_a", 403)])
def test_a_street_does_not_learn_of_other_streets(fairs, who, status):
    client = Client()
    client.force_login(make.user(who))
    assert client.get("/summary/2023/employment.job_fair_employers/streets/").status_code == status
