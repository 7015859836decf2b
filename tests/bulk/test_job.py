"""The job of an upload as a worker does it: in batches that commit for themselves, and on from the last one."""

import datetime as dt
from uuid import UUID

import pytest

from accounts.scoping import enter, system_scope
from services.bulk import actions, work
from services.bulk.models import Line, Upload
from services.cases import kinds
from services.cases.models import Case
from services.jobs import runner, tasks
from services.jobs.models import Job, State
from services.ledger.models import Entry
from tests import make
from tests.bulk.sending import ndjson
from tests.workbooks.test_killed import residents


@pytest.fixture(autouse=True)
def unsent(monkeypatch):
    monkeypatch.setattr(tasks.run, "apply_async", lambda *args, **options: None)


def received(count, again=0):
    with enter(system_scope()):
        numbers = residents(make.STREET_A, count, 0)
        lines = [
            {
                "opened_on": dt.date(2023, 3, 1),
                "external_system": "citycard",
                "external_id": f"{n}",
                "id_number": number,
                "need": "文员",
            }
            for n, number in enumerate(numbers)
        ]
        lines += lines[:again]
    with make.acting("integrator") as by:
        upload = actions.receive(by=by, kind=kinds.get("ability_assessment"), content=ndjson(lines), sha256="0" * 64)
    return upload.pk, UUID(str(upload.job_id))


def test_what_was_begun_goes_on_after_the_last_batch(own_database, monkeypatch):
    monkeypatch.setattr(work, "AT_ONCE", 20)
    upload, job = received(100)
    keep, calls = actions.keep_lines, []

    def keep_or_die(rows):
        calls.append(keep(rows))
        if len(calls) == 3:
            raise KeyError("the worker dies within its third batch")

    monkeypatch.setattr(actions, "keep_lines", keep_or_die)
    runner.run(job)
    with enter(system_scope()):
        assert (Case.objects.count(), Line.objects.count()) == (25, 25)
        assert Job.objects.visible_to(None).get(pk=job).state == State.QUEUED
    runner.run(job)
    with enter(system_scope()):
        assert Job.objects.visible_to(None).get(pk=job).state == State.DONE
        assert list(Line.objects.order_by("line").values_list("line", flat=True)) == list(range(1, 101))
        assert set(Line.objects.values_list("status", flat=True)) == {"new"}
        assert Case.objects.count() == Entry.objects.of("ability_assessment.registered").count() == 100
        assert Upload.objects.get(pk=upload).content is None
    assert len(calls) == 8  # after each start the first part is short


def test_one_line_that_the_database_refuses_stands_alone(own_database):
    """A number that another street's case has: the scope does not see it, the constraint does."""
    case = make.opened("fuel", make.person(street=make.STREET_B), external_system="citycard", external_id="7")
    upload, job = received(20)
    with enter(system_scope()):
        Upload.objects.filter(pk=upload).update(street_id=make.STREET_A)
        Job.objects.visible_to(None).filter(pk=job).update(street_id=make.STREET_A, area=make.STREET_A)
    runner.run(job)
    with enter(system_scope()):
        (refused,) = Line.objects.exclude(status="new")
        assert (refused.line, refused.status, refused.case) == (8, "conflict", None)
        (problem,) = refused.problems
        assert problem["code"] == "constraint.external_case_is_registered_once"
        assert str(case.pk) not in str(problem)
        assert Case.objects.of_kind("ability_assessment").count() == 19


def test_a_line_that_is_repeated_is_told_wherever_it_stands(own_database, monkeypatch):
    """Also in another part than the first, and by a worker that did not read that one."""
    monkeypatch.setattr(work, "AT_ONCE", 4)
    _upload, job = received(6, again=2)
    keep, calls = actions.keep_lines, []

    def keep_or_die(rows):
        calls.append(keep(rows))
        if len(calls) == 2:
            raise KeyError("the worker dies within its second part")

    monkeypatch.setattr(actions, "keep_lines", keep_or_die)
    runner.run(job)
    runner.run(job)
    with enter(system_scope()):
        assert Job.objects.visible_to(None).get(pk=job).state == State.DONE
        told = Line.objects.order_by("line").values_list("line", "status", "case__external_id")
        assert list(told) == [
            *((n, "new", str(n - 1)) for n in range(1, 7)),
            (7, "repeated", None),
            (8, "repeated", None),
        ]
        assert Case.objects.count() == 6
