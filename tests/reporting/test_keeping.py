"""Kept figures: read back while they hold, counted again when the ledger moved on, never another street's."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reporting import catalogue, keeping, tasks
from reporting.catalogue import Filter, Indicator
from reporting.figures import summaries, summary
from reporting.members import members
from reporting.models import KeptCell, Touch
from services.ledger import actions
from services.ledger.models import Entry
from services.ledger.reading import settle
from tests import make
from tests.conftest import FULL
from tests.reporting.book import day, void, write
from tests.reporting.test_explain_sums import EDIT, Edited

pytestmark = pytest.mark.django_db
CODE = "subsidies.fuel_persons"


def counted(monkeypatch) -> list[int]:
    """The years that are counted from now on, in the order in which they are."""
    years: list[int] = []
    count = keeping.count

    def noted(period, *args):
        years.append(period.year)
        return count(period, *args)

    monkeypatch.setattr(keeping, "count", noted)
    return years


def value(number: int = 2023, area: str | None = None, known_at=None):
    reading = summary(number, known_at)
    return reading.cell(catalogue.get(CODE, reading.period), area or reading.areas[0]).value


def test_it_is_counted_once_and_again_after_what_concerns_it(monkeypatch):
    a, b = make.person("王一"), make.person("李二")
    years = counted(monkeypatch)
    with make.acting(None):
        entry = write("fuel.paid", "2023-05-01", person=a)
        assert [value(), value(), years] == [1, 1, [2023]]
        write("fuel.paid", "2024-05-01", person=b)  # of a later year: 2023 does not know it
        assert [value(), years] == [1, [2023]]
        write("fuel.paid", "2022-05-01", person=b)  # of an earlier one: a stock may
        assert [value(), years] == [1, [2023, 2023]]
        void(entry)
        assert [value(), years] == [0, [2023] * 3]


def test_every_version_of_a_cell_holds_for_its_own_moments(monkeypatch):
    people = [make.person(name) for name in ("王一", "李二", "张三")]
    moments = []
    with make.acting(None):
        for n, person in enumerate(people, 1):
            write("fuel.paid", "2023-05-01", person=person)
            assert value() == n
            moments.append(settle(None))
        years = counted(monkeypatch)
        assert [value(known_at=moment) for moment in moments] == [1, 2, 3]
        assert years == []
        between = KeptCell.objects.filter(area="district").earliest("known_at").known_at - dt.timedelta(seconds=1)
        assert value(known_at=between) == 0 and years == [2023]


def test_a_moment_within_a_long_statement_is_not_taken_for_the_one_before_it():
    """Two rows of one statement have two moments; the mark covers both."""
    with make.acting(None):
        assert value() == 0
        before = settle(None)
        people = [make.person("王一"), make.person("李二")]
        rows = [
            Entry(code="fuel.paid", happened_on=day("2023-05-01"), street_id=make.STREET_A, person=p) for p in people
        ]
        Entry.objects.bulk_create(rows)
        first, second = (
            Entry.objects.filter(code="fuel.paid").order_by("recorded_at").values_list("recorded_at", flat=True)
        )
        assert first < second
        assert [value(known_at=at) for at in (before, first, second)] == [0, 1, 2]


def test_a_merge_concerns_every_year_and_street(monkeypatch):
    a, b = make.person("王一"), make.person("李二")
    with make.acting("officer") as by:
        for person in (a, b):
            write("fuel.paid", "2023-05-01", person=person)
        assert value() == 2
        merge = actions.merge_persons(by=by, person=a, into=b, on=day("2025-06-01"), reason="同一人")
        assert (value(), value(area=make.STREET_A)) == (1, 1)
        actions.unmerge_persons(by=by, merge=merge, reason="并错")
        assert (value(), value(area=make.STREET_A)) == (2, 2)


def test_a_street_keeps_and_reads_its_own_cell_only():
    with make.acting("director"):
        summary(2023)
    with make.acting("reviewer_a") as by:
        assert set(KeptCell.objects.visible_to(by).values_list("area", flat=True)) == {make.STREET_A}
        write("fuel.paid", "2023-05-01", person=make.person("王一"))
        assert value() == 1
    with make.acting("reviewer_b") as by:
        assert set(KeptCell.objects.visible_to(by).values_list("area", flat=True)) == {make.STREET_B}
    with make.acting("reviewer_b"), pytest.raises(Exception, match="row-level security"), transaction.atomic():
        moment = settle(None)
        KeptCell.objects.create(
            area=make.STREET_A, street_id=make.STREET_A, year=2023, known_at=moment, upto=moment, declared="x",
            counts=[], seconds=0,
        )  # fmt: skip


def test_another_streets_entries_leave_a_streets_cell_alone(monkeypatch):
    with make.acting("reviewer_a"):
        value()
    years = counted(monkeypatch)
    write("fuel.paid", "2023-05-01", person=make.person("乙", street=make.STREET_B))
    with make.acting("reviewer_a"):
        assert value() == 0 and years == []
    with make.acting("director"):
        assert value() == 1 and years == [2023]


def test_a_changed_declaration_finds_nothing_kept(monkeypatch):
    with make.acting(None):
        write("fuel.paid", "2023-05-01", person=make.person("王一", certificate="44"))
        assert value() == 1
        monkeypatch.setattr(catalogue, "_figures", dict(catalogue._figures))
        one = catalogue._figures.pop((CODE, 1))
        same = {name: getattr(one, name) for name in ("code", "label", "unit", "codes", "definition")}
        Indicator(**same, filters=(Filter("grade", "=", 1),))
        assert value() == 0


def test_the_worker_makes_pages_ready_and_takes_old_marks_away(monkeypatch):
    with make.acting(None):
        value()
        write("fuel.paid", "2023-05-01", person=make.person("王一"))
        assert tasks.renew() == 16
        years = counted(monkeypatch)
        assert value() == 1 and years == []
        assert Touch.objects.exists()
        with monkeypatch.context() as later:
            later.setattr(keeping, "GRACE", dt.timedelta(0))
            tasks.renew()
        assert not Touch.objects.exists()
        years.clear()  # with no time for marks the worker itself had to count
        assert value() == 1 and years == []


def test_a_moment_whose_marks_are_gone_is_counted_and_not_taken_for_the_cell_before_it(monkeypatch):
    with make.acting(None):
        value()
        write("fuel.paid", "2023-05-01", person=make.person("王一"))
        between = settle(None)
        with monkeypatch.context() as later:
            later.setattr(keeping, "GRACE", dt.timedelta(0))
            tasks.renew()
        assert not Touch.objects.exists()
        monkeypatch.setattr(keeping, "GRACE", dt.timedelta(0))
        assert value(known_at=between) == len(members(CODE, 2023, known_at=between)) == 1


def test_where_counting_is_slow_a_page_is_content_with_what_is_ready(monkeypatch):
    monkeypatch.setattr(keeping, "QUICK", 0)
    with make.acting(None):
        patient = {"patience": dt.timedelta(minutes=5)}
        (first,) = summaries([2023], **patient)
        write("fuel.paid", "2023-05-01", person=make.person("王一"))
        (reading,) = summaries([2023], **patient)
        assert reading.known_at == first.known_at
        figure = catalogue.get(CODE, reading.period)
        listed = members(CODE, 2023, known_at=reading.known_at)
        assert reading.cell(figure, "district").value == len(listed) == 0  # both of the same moment
        (stated,) = summaries([2023], settle(None), **patient)
        assert stated.cell(figure, "district").value == 1
        tasks.renew()
        (reading,) = summaries([2023], **patient)
        assert reading.cell(figure, "district").value == 1


def test_a_wrong_cell_is_named_and_counted_again(caplog):
    with make.acting(None):
        value()
        assert tasks.check_kept() == 0
        KeptCell.objects.filter(area="district").update(
            counts=[7] * len(catalogue.indicators_of(catalogue.in_force(keeping.year_of(2023))))
        )
        assert value() == 7
        assert tasks.check_kept() > 0
        assert f"figure {CODE} 2023 district: 7 is kept, but the count is 0" in caplog.text
        assert value() == 0


def test_versions_of_long_ago_are_thinned_to_one_a_day(monkeypatch):
    with make.acting(None):
        for name in ("王一", "李二"):
            write("fuel.paid", "2023-05-01", person=make.person(name))
            value()
        monkeypatch.setattr(keeping, "DETAILED", dt.timedelta(0))
        tasks.renew()
        tasks.renew()
        assert KeptCell.objects.filter(area="district").count() == 1


def explore(ledger, operations):
    """After every step what is kept and what is counted are the same, for the year before, the year and the next."""
    with make.acting(None), transaction.atomic():
        for operation in operations:
            ledger.do(*operation)
            now = settle(None)
            kept = summaries([2022, 2023, 2024], now)
            for reading in kept:
                fresh = summary(reading.period.year, now, fresh=True)
                for indicator in catalogue.indicators_of(fresh.figures):
                    for area in fresh.areas:
                        assert reading.count(indicator, area) == fresh.count(indicator, area), (
                            operation,
                            indicator.code,
                        )
        transaction.set_rollback(True)


@pytest.fixture
def ledger(db):
    return Edited()


SIZE = settings(
    max_examples=100 if FULL else 3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.fuzz
@SIZE
@given(operations=st.lists(EDIT, min_size=4, max_size=12))
def test_what_is_kept_is_what_is_counted(ledger, operations):
    explore(ledger, operations)


def test_a_mark_costs_one_row_a_statement():
    with make.acting(None):
        before = Touch.objects.count()
        write("fuel.paid", "2023-05-01", person=make.person("王一", certificate=None))
        assert Touch.objects.count() == before + 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT street_id, year FROM reporting_touch ORDER BY id DESC LIMIT 1")
            assert cursor.fetchone() == (make.STREET_A, 2023)
