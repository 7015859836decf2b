"""While a batch is written the next one is planned, in a thread with a connection of its own."""

import datetime as dt
import threading
from contextlib import contextmanager

import pytest

from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from services.workbooks import actions, books, opening_plan, work
from services.workbooks.ahead import Ahead
from services.workbooks.models import ImportedRow
from services.workbooks.openings import OpeningBook
from tests import make
from tests.workbooks.sheets import HEAD, Inline, checked, xlsx

DAY = dt.date(2023, 3, 1)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(OpeningBook, "at_once", 3)


class Committing(Inline):
    """As a job's hold: each batch in a transaction of its own."""

    @contextmanager
    def batch(self):
        with make.acting("clerk_a"):
            yield self.kept


def committed(book, content, *, create_people=False):
    """Outcome -> rows."""
    workbook = checked(book, content)
    with make.acting("clerk_a") as by:
        actions.accept(by=by, workbook=workbook, mode="good", create_people=create_people)
    job = Committing(by, workbook)
    work.accept(job)
    return job.kept["written"]


def rows(people, on=DAY):
    return [[person.name, person.id_number, on, "是"] for person in people]


def test_every_row_is_written_once_whatever_the_batch(own_database):
    people = [make.person(born=dt.date(1980, 1, 1 + n)) for n in range(8)]
    again = rows(people[:1], DAY + dt.timedelta(1))  # the same claim, in a later batch
    written = committed("home_help", xlsx(HEAD["home_help"], *rows(people), *again))
    assert written["new"] == 8 and sum(written.values()) == 9
    with make.acting(None):
        assert Case.objects.count() == ImportedRow.objects.count() == 8
        assert Entry.objects.of("home_help.submitted").count() == 8
        assert set(Case.objects.values_list("person", flat=True)) == {person.pk for person in people}


def test_each_further_batch_is_planned_once_while_the_one_before_is_written(own_database, monkeypatch):
    people = [make.person(born=dt.date(1980, 1, 1 + n)) for n in range(8)]
    beside, plan = [], opening_plan.plan

    def watched(book, units, asked):
        if not asked.dry:
            beside.append((threading.current_thread() is not threading.main_thread(), len(units)))
        plan(book, units, asked)

    monkeypatch.setattr(opening_plan, "plan", watched)
    assert committed("home_help", xlsx(HEAD["home_help"], *rows(people))) == {"new": 8}
    assert beside == [(False, 1), (True, 3), (True, 3), (True, 1)]


def test_what_failed_meanwhile_is_read_again_in_the_open(own_database):
    def fails():
        raise RuntimeError

    with Ahead() as ahead:
        with make.acting(None):
            ahead.begin(fails)
        assert ahead.take() is None
        assert ahead.take() is None  # nothing was begun


def test_it_reads_what_was_committed_in_the_scope_in_force(own_database):
    make.opened("home_help", make.person())

    def read():
        return threading.current_thread() is threading.main_thread(), Case.objects.count()

    with Ahead() as ahead:
        for who, seen in (("clerk_a", 1), ("clerk_b", 0)):
            with make.acting(who):
                make.opened("training", make.person()) if who == "clerk_a" else None  # not committed yet
                ahead.begin(read)
                assert ahead.take() == (False, seen)


def test_it_cannot_write(own_database):
    with Ahead() as ahead, make.acting(None):
        ahead.begin(lambda: make.person())
        assert ahead.take() is None
        assert not Person.objects.exists()


def test_somebody_whom_the_batch_before_registers_is_registered_once(own_database):
    """The plan that was made meanwhile does not know of it, the database does: planned again."""
    book, on = books.get("ability_assessment"), iter(range(9))
    numbers = [make.id_number(dt.date(1980, 1, 1 + n)) for n in range(5)]
    values = [[numbers[n], "王五", DAY + dt.timedelta(next(on)), "文员"] for n in (0, 1, 2, 3, 3, 4)]
    head = [
        next(c.heading for c in book.columns if c.key == k)
        for k in ("who.id_number", "who.name", "case.on", "detail.need")
    ]
    assert committed(book.code, xlsx(head, *values), create_people=True) == {"new": 5, "conflict": 1}
    with make.acting(None):
        assert Person.objects.count() == 5
        assert Case.objects.count() == 5


def test_within_an_open_transaction_it_does_nothing(db):
    with make.acting(None), Ahead() as ahead:
        ahead.begin(lambda: 1)
        assert ahead.take() is None
