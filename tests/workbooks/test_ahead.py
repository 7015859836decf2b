"""While a batch is written the next one is planned, in a thread on the same connection; undoing goes in sets."""

import datetime as dt
import threading
import time

import pytest

from accounts.errors import Conflict
from accounts.models import AuditEntry
from services.cases import amendments
from services.cases.models import Case
from services.employment.actions import set_status
from services.ledger import bulk
from services.ledger.models import Entry
from services.workbooks import ahead, books, opening_plan
from services.workbooks.models import ImportedRow
from services.workbooks.openings import OpeningBook
from tests import make
from tests.lives import LIVES
from tests.workbooks.sheets import HEAD, accepted, checked, imported, undone, xlsx
from tests.workbooks.test_every_book import line

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(OpeningBook, "at_once", 3)


def rows(people, on=DAY):
    return [[person.name, person.id_number, on, "是"] for person in people]


def test_every_row_is_written_once_whatever_the_batch():
    people = [make.person(born=dt.date(1980, 1, 1 + n)) for n in range(8)]
    again = rows(people[:1], DAY + dt.timedelta(1))  # the same claim, in a later batch
    workbook = imported("home_help", xlsx(HEAD["home_help"], *rows(people), *again))
    assert workbook.written["new"] == 8 and sum(workbook.written.values()) == 9
    with make.acting(None):
        assert Case.objects.count() == ImportedRow.objects.count() == 8
        assert Entry.objects.of("home_help.submitted").count() == 8
        assert set(Case.objects.values_list("person", flat=True)) == {person.pk for person in people}


def test_each_further_batch_is_planned_once_while_the_one_before_is_written(monkeypatch):
    people = [make.person(born=dt.date(1980, 1, 1 + n)) for n in range(8)]
    workbook, beside, plan = checked("home_help", xlsx(HEAD["home_help"], *rows(people))), [], opening_plan.plan

    def watched(book, units, asked):
        beside.append((threading.current_thread() is not threading.main_thread(), len(units)))
        plan(book, units, asked)

    monkeypatch.setattr(opening_plan, "plan", watched)
    assert accepted(workbook).written == {"new": 8}
    assert sorted(beside) == [(False, 3), (True, 2), (True, 3)]


def test_it_waits_while_rows_are_copied():
    copying, asked = threading.Event(), threading.Event()

    def read():
        assert copying.wait(10)
        asked.set()
        return AuditEntry.objects.filter(action="row.copied").count()

    def acts():
        for n in range(2000):
            if n == 1000:
                copying.set()
                assert asked.wait(10)
                time.sleep(0.05)  # the other asks while the connection understands nothing but rows
            yield (None, None, "row.copied", "", "done", "{}")

    with make.acting(None), ahead.meanwhile(read) as found:
        bulk.copy_rows(AuditEntry, bulk.AUDIT, acts())
    assert found in ([0], [2000])  # answered between the copying and the insert, or after both; never refused


def test_what_failed_meanwhile_is_read_again_in_the_open():
    def fails():
        raise RuntimeError

    with make.acting(None), ahead.meanwhile(fails) as found:
        assert Case.objects.count() == 0
    assert found == []


def test_it_reads_what_the_transaction_sees_in_its_scope():
    make.opened("home_help", make.person())

    def read():
        return threading.current_thread() is threading.main_thread(), Case.objects.count()

    with make.acting("clerk_a"), ahead.meanwhile(read) as found:
        pass
    assert found == [(False, 1)]
    with make.acting("clerk_b"), ahead.meanwhile(read) as found:
        pass
    assert found == [(False, 0)]


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
