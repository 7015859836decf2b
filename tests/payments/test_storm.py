"""Everybody clicks at once and workers die: each payment goes out once and is counted once, to the fen."""

import datetime as dt
import os
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Count, Sum

from accounts.errors import Conflict
from accounts.scoping import enter, system_scope
from services.jobs import runner
from services.jobs.models import Job, State
from services.ledger.models import Entry
from services.payments import accounts, release
from services.payments.models import Account, Batch, Payment
from tests import make
from tests.jobs.conftest import let_lease_run_out

pytestmark = pytest.mark.storm
BASE_DIR = Path(__file__).resolve().parents[2]
MONTH, PAID_ON = dt.date(2023, 6, 1), dt.date(2023, 6, 15)
# The case, its account and its decision as make.lived writes them, for many more people: copied row by row in SQL.
MORE = """
WITH one AS (SELECT * FROM cases_case WHERE id = %(case)s), more AS (
  INSERT INTO people_person (id, street_id, name, sex, born_on, suspected, keys, version)
  SELECT gen_random_uuid(), street_id, name, sex, born_on, false, keys, 1 FROM people_person, generate_series(1, %(n)s)
   WHERE id = (SELECT person_id FROM one) RETURNING id, street_id
), hukou AS (
  INSERT INTO people_residence (person_id, street_id, kind, at_street_id, valid_from)
  SELECT id, street_id, 'hukou', street_id, '1985-05-05' FROM more
), held AS (
  INSERT INTO people_certificate (id, street_id, person_id, number_cipher, number_index, category, grade, lower_limb,
    valid_from, valid_to, end_reason)
  SELECT gen_random_uuid(), more.street_id, more.id, number_cipher, sha256(more.id::text::bytea), category, grade,
    lower_limb, valid_from, valid_to, '' FROM more, people_certificate c WHERE c.person_id = (SELECT person_id FROM one)
), purse AS (
  INSERT INTO payments_account (person_id, street_id, bank, holder, number_cipher, valid_from)
  SELECT more.id, more.street_id, bank, holder, number_cipher, valid_from FROM more, payments_account a
   WHERE a.person_id = (SELECT person_id FROM one)
), cases AS (
  INSERT INTO cases_case (id, kind, street_id, person_id, status, opened_on, origin, external_system, claim, version)
  SELECT gen_random_uuid(), kind, more.street_id, more.id, status, opened_on, origin, '', 'home_help:' || more.id, 3
    FROM more, one RETURNING id, street_id, person_id
)
INSERT INTO payments_payment (case_id, street_id, person_id, kind, for_month, decided_on, amount, lines, terms, claim,
    state, batch_id, account_id, result_reason)
SELECT c.id, c.street_id, c.person_id, 'home_help', %(month)s, '2023-03-03', 100 + (row_number() OVER ()) * 0.01, '[]',
       '{}', 'home_help:' || c.person_id || ':2023-06', 'listed', %(batch)s, NULL, '' FROM cases c
"""
DETAILS = """
INSERT INTO subsidies_homehelpgrant
SELECT (jsonb_populate_record(one, jsonb_build_object('case_id', c.id))).*
  FROM subsidies_homehelpgrant one, cases_case c WHERE one.case_id = %(case)s AND c.id <> %(case)s
"""
ENTRIES = """
INSERT INTO ledger_entry (code, happened_on, street_id, case_id, person_id, category, grade, age, sex, suspected,
    quantity, detail, from_status, to_status, reason)
SELECT e.code, e.happened_on, c.street_id, c.id, c.person_id, e.category, e.grade, e.age, e.sex, e.suspected,
       e.quantity, e.detail, e.from_status, e.to_status, e.reason
  FROM ledger_entry e, cases_case c WHERE e.case_id = %(case)s AND c.id <> %(case)s
"""


@pytest.fixture
def batch(own_database, full) -> Batch:
    """A batch of many payments of different amounts, approved."""
    person = make.person()
    make.account(person)
    case = make.lived("home_help", person, until="approved")
    batch = make.prepared("home_help", MONTH)
    number = 4999 if full else 299
    with make.acting(None), connection.cursor() as cursor:
        for statement in (MORE, DETAILS, ENTRIES):
            cursor.execute(statement, {"case": case.pk, "n": number, "batch": batch.pk, "month": MONTH})
        for account in Account.objects.exclude(person=person):
            account.number_cipher = accounts.sealed_number(Account, account.person_id, "9999990000000001")
            account.save(update_fields=["number_cipher"])
        cursor.execute(
            "UPDATE payments_payment p SET account_id = a.id FROM payments_account a"
            " WHERE a.person_id = p.person_id AND p.account_id IS NULL"
        )
    batch = make.through(batch, "check", "approve")
    assert batch.count == number + 1
    return batch


def click(batch: Batch) -> str:
    try:
        with make.acting("cashier") as by:
            release.release(by=by, batch=batch)
        return "released"
    except Conflict as refused:
        return refused.code
    finally:
        connection.close()


def worker(job) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.payments.worker", "2", str(job)],
        cwd=BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "deploy.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_it_is_released_once_and_paid_once(batch, full):
    clicks, kills = (200, 20) if full else (20, 3)
    make.user("cashier")
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda n: click(batch), range(clicks)))
    assert found.count("released") == 1 and set(found) == {"released", "batch.wrong_state"}
    with enter(system_scope()):
        (job,) = Job.objects.filter(name=release.JOB)
        Job.objects.filter(pk=job.pk).update(max_attempts=kills + 5)
    rng = random.Random(7)
    for _n in range(kills):
        process = worker(job.pk)
        killer = threading.Timer(rng.uniform(0.4, 1.6), process.kill)
        killer.start()
        process.wait(30)
        killer.cancel()
        with enter(system_scope()):
            running = Job.objects.filter(pk=job.pk, state=State.RUNNING).exists()
        if running:
            let_lease_run_out(job.pk)
    runner.run(job.pk)
    with enter(system_scope()):
        job.refresh_from_db()
        batch.refresh_from_db()
        sums = Payment.objects.filter(batch=batch).aggregate(n=Count("pk"), total=Sum("amount"))
        assert job.state == State.DONE
        assert (batch.state, sums["n"], sums["total"]) == ("released", batch.count, batch.total)
        assert set(Payment.objects.filter(batch=batch).values_list("state", flat=True)) == {"released"}
    _settled_at_once(batch)
    with enter(system_scope()):
        entries = Entry.objects.of("home_help.paid").standing()
        assert (entries.count(), entries.aggregate(total=Sum("amount"))["total"]) == (batch.count, batch.total)
        per_case = entries.order_by().values("case").annotate(n=Count("pk")).filter(n__gt=1)
        assert not per_case.exists() and isinstance(batch.total, Decimal)


def _settled_at_once(batch: Batch) -> None:
    """Six people hand in the bank's answer at the same moment; one is taken."""
    content, found = make.result_file(batch, PAID_ON), []
    make.user("finance")

    def hand_in() -> None:
        try:
            with make.acting("finance") as by:
                make.settling.settle(by=by, batch=batch, filename="r.csv", content=content, today=make.TODAY)
            found.append("taken")
        except Conflict as refused:
            found.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=hand_in) for _n in range(6)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 60
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    assert found.count("taken") == 1, found
