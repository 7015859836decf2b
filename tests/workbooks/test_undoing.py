"""What a workbook brought is taken back together; one that refuses stops only itself."""

import datetime as dt

import pytest

from accounts.errors import Conflict
from services.cases import amendments
from services.cases.models import Case
from services.employment.actions import set_status
from services.ledger.models import Entry
from services.workbooks import books
from services.workbooks.models import ImportedRow
from services.workbooks.openings import OpeningBook
from tests import make
from tests.lives import LIVES
from tests.workbooks.sheets import HEAD, checked, imported, undone, xlsx
from tests.workbooks.test_every_book import line

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


def rows(people, on=DAY):
    return [[person.name, person.id_number, on, "是"] for person in people]


def cost_of_undoing(book, count, django_assert_max_num_queries, most):
    people = [make.person(born=dt.date(1981, 1, 1 + n)) for n in range(count)]
    given = {
        "home_help": rows,
        "job_seeker": lambda who: [[one.name, one.id_number, DAY, "文员", "大学专科"] for one in who],
    }
    workbook = imported(book, xlsx(HEAD[book], *given[book](people)))
    assert workbook.written == {"new": count}, workbook.findings
    with django_assert_max_num_queries(most):
        undone(workbook)
    with make.acting(None):
        assert set(Case.objects.values_list("status", "version")) == {("annulled", 2)}
        assert not Entry.objects.standing().exclude(code__startswith="certificate").exists()
        assert set(ImportedRow.objects.values_list("undone", flat=True)) == {"done"}
    assert checked(book, xlsx(HEAD[book], *given[book](people))).counts["new"] == count


def test_undoing_many_asks_as_much_as_undoing_few(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(OpeningBook, "at_once", 100)
    cost_of_undoing("home_help", 12, django_assert_max_num_queries, 60)


def test_what_a_registration_brought_about_goes_with_it(monkeypatch, django_assert_max_num_queries):
    """The case in sets, and then each person's employment status: a dozen questions for each instead of thirty."""
    monkeypatch.setattr(OpeningBook, "at_once", 100)
    cost_of_undoing("job_seeker", 6, django_assert_max_num_queries, 60 + 6 * 12)


def test_what_a_placement_ended_goes_on_again():
    person, book, life = make.person(), books.get("placement"), LIVES["placement"]
    with make.acting("clerk_a") as by:
        on = dt.date(2022, 1, 1)
        before = set_status(by=by, person=person, status="seeking", on=on, today=make.TODAY)
    values = {"case.on": DAY} | {f"detail.{k}": v for k, v in life.details().items()}
    values |= {f"opening.{k}": v for k, v in life.opening().items()}
    workbook = imported("placement", xlsx([column.heading for column in book.columns], line(book, person, values)))
    assert workbook.written == {"new": 1}, workbook.findings
    undone(workbook)
    with make.acting(None):
        standing = Entry.objects.standing().filter(code__startswith="employment_status")
        assert list(standing.values_list("pk", flat=True)) == [before.pk]


def test_one_that_refuses_stops_only_itself(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(OpeningBook, "at_once", 100)
    people = [make.person(born=dt.date(1981, 1, 1 + n)) for n in range(20)]
    workbook = imported("home_help", xlsx(HEAD["home_help"], *rows(people)))
    with make.acting(None):
        protected = Entry.objects.of("home_help.submitted").get(person=people[4]).pk

    def protect(entries):
        if any(entry.pk == protected for entry in entries):
            raise Conflict("entry.protected", "不能撤销，请查看发放记录。")

    monkeypatch.setattr(amendments, "PROTECTORS", [*amendments.PROTECTORS, protect])
    with django_assert_max_num_queries(260):  # each of the twenty alone asks for 400
        undone(workbook)
    with make.acting(None):
        told = list(ImportedRow.objects.order_by("line").values_list("undone", flat=True))
        assert [n for n, text in enumerate(told) if text != "done"] == [4] and "发放记录" in told[4]
        assert [entry.pk for entry in Entry.objects.standing().of("home_help.submitted")] == [protected]
