"""Workers die by kill -9 in the middle of imports: no row is missing, none is doubled, the progress never goes back."""

import datetime as dt
import os
import random
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

from accounts.scoping import enter, system_scope
from services.cases.models import Case
from services.jobs import tasks
from services.jobs.models import Job, State
from services.ledger import bulk
from services.ledger.models import Entry
from services.people import crypto, names, numbers
from services.people.models import Person
from services.workbooks import actions
from services.workbooks.models import ImportedRow, Workbook
from tests.make import STREET_A
from tests.workbooks.sheets import xlsx

pytestmark = pytest.mark.crash
BASE_DIR = Path(__file__).resolve().parents[2]
PERSON = ("id", "street_id", "name", "sex", "born_on", "id_cipher", "id_index", "suspected", "keys", "version")
DAY = dt.date(2023, 3, 1)


@pytest.fixture(autouse=True)
def unsent(monkeypatch):
    monkeypatch.setattr(tasks.run, "apply_async", lambda *args, **options: None)


def residents(street, count, first):
    rows, found = [], []
    for n in range(first, first + count):
        born, key = dt.date(1960, 1, 1) + dt.timedelta(n // 500), uuid.uuid4()
        number = numbers.synthetic_id(born, "M", n % 500)
        cipher = crypto.encrypt(number, table="person", column="id_number", row=str(key))
        index = crypto.blind_index(number, purpose="id_number")
        rows.append((key, street, "张伟强", "M", born, cipher, index, False, names.search_keys("张伟强"), 1))
        found.append(number)
    bulk.copy_rows(Person, PERSON, rows)
    return found


def waiting(street, count, first):
    """An import whose dry run is behind it, and the job that writes it."""
    with enter(system_scope()):
        people = residents(street, count, first)
        rows = (["张伟强", number, DAY, "文员"] for number in people)
        content = xlsx(["姓名", "身份证号", "申请日期", "就业需求"], *rows)
        workbook = actions.upload(by=None, book="ability_assessment", street=street, filename="a.xlsx", content=content)
        Workbook.objects.filter(pk=workbook.pk).update(state="checked", counts={"new": count})
        workbook.refresh_from_db()
        job = actions.accept(by=None, workbook=workbook, mode="good", create_people=False)
        Job.objects.filter(pk=job.pk).update(max_attempts=1000)
    return workbook.pk, job.pk


def look(jobs):
    with enter(system_scope()):
        return {job.pk: job for job in Job.objects.visible_to(None).filter(pk__in=jobs)}


def worker(jobs):
    command = [sys.executable, "-m", "tests.workbooks.worker", "1.0", *map(str, jobs)]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen(command, cwd=BASE_DIR, env=environment, **quiet)


def test_killed_imports_lose_nothing_and_do_nothing_twice(own_database, full):
    imports, rows, kills = (8, 20_000, 45) if full else (2, 3_000, 4)
    made = [waiting(STREET_A, rows, n * rows) for n in range(imports)]
    jobs, chance, killed = [job for _workbook, job in made], random.Random(7), 0
    done = dict.fromkeys(jobs, 0)
    deadline, last_kill, recovered = time.monotonic() + (1800 if full else 240), 0.0, None
    while any(job.is_open for job in look(jobs).values()):
        assert time.monotonic() < deadline, f"not done after {killed} kills"
        chance.shuffle(jobs)
        one = worker(jobs)
        until = time.monotonic() + chance.uniform(1.2, 4.0) if killed < kills else deadline
        before = dict(done)
        while one.poll() is None and time.monotonic() < until:
            for key, job in look(jobs).items():
                assert job.done >= done[key], "the progress went back"
                done[key] = job.done
            if killed >= kills and recovered is None and done != before:
                recovered = time.monotonic() - last_kill
            time.sleep(0.2)
        if killed < kills and one.poll() is None:
            one.kill()
            killed, last_kill = killed + 1, time.monotonic()
        one.wait(60)
    found = look(jobs)
    print(f"{killed} kills, {sum(job.attempts for job in found.values())} attempts, recovered after {recovered} s")
    assert {job.state for job in found.values()} == {State.DONE}
    assert killed == kills or not full
    with enter(system_scope()):
        whole = imports * rows
        assert Case.objects.count() == ImportedRow.objects.count() == whole
        assert Entry.objects.of("ability_assessment.registered").count() == whole
        assert Case.objects.values("person").distinct().count() == whole
        for workbook in Workbook.objects.all():
            assert (workbook.state, workbook.written) == ("accepted", {"new": rows})
    if recovered is not None:
        assert recovered < 15
