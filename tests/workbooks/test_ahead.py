"""While a batch is written the next one is planned, in a thread on the same connection; undoing goes in sets."""

import datetime as dt
import threading

import pytest

from services.cases.models import Case
from services.ledger.models import Entry
from services.workbooks import ahead
from services.workbooks.models import ImportedRow
from services.workbooks.openings import OpeningBook
from tests import make
from tests.workbooks.sheets import HEAD, imported, undone, xlsx

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


def test_undoing_many_asks_as_much_as_undoing_few(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(OpeningBook, "at_once", 100)
    people = [make.person(born=dt.date(1981, 1, 1 + n)) for n in range(12)]
    workbook = imported("home_help", xlsx(HEAD["home_help"], *rows(people)))
    with django_assert_max_num_queries(60):
        undone(workbook)
    with make.acting(None):
        assert set(Case.objects.values_list("status", flat=True)) == {"annulled"}
        assert not Entry.objects.standing().of("home_help.submitted").exists()
        assert set(ImportedRow.objects.values_list("undone", flat=True)) == {"done"}
