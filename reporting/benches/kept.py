"""The summary page's numbers from kept cells, at a million entries in the year; everything is rolled back."""

import statistics
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from accounts.scoping import enter, narrowed, scope_required
from reporting.benches.figures import busiest_year, timed
from reporting.figures import areas_in_scope, summaries, summary

ENTRIES = 1_000_000
ROUNDS = 20
COLUMNS = (
    "code, happened_on, street_id, community_id, case_id, person_id, household_id, organisation_id, quantity, amount,"
    " detail, for_month, valid_until, category, grade, age, sex, suspected, from_status, to_status, reason"
)
# The entries of the year over and over, as if so many more payments and sessions had been recorded.
FILL = f"""
    INSERT INTO ledger_entry ({COLUMNS})
    SELECT {COLUMNS} FROM ledger_entry e CROSS JOIN generate_series(1, %(times)s)
     WHERE e.happened_on >= make_date(%(year)s, 1, 1) AND e.happened_on < make_date(%(year)s + 1, 1, 1)
       AND e.voided_at IS NULL AND e.voids_id IS NULL AND e.ends_id IS NULL AND e.into_id IS NULL
     LIMIT %(missing)s
"""
ONE_MORE = f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {COLUMNS} FROM ledger_entry WHERE id = %s"


def run() -> dict[str, Any]:
    """`vs_pass`: the time in the database of counting both years of the page over that of reading them (large is good).

    `page_ms` is that of the kept page, `street_ms` that of a street's page after an entry made its cell stale.
    """
    year, _total = busiest_year()
    with transaction.atomic():
        entries = _filled(year)
        one_pass = timed(lambda: summaries([year, year - 1], fresh=True))
        summaries([year, year - 1])
        pages = [in_database(lambda: summaries([year, year - 1])) for _ in range(ROUNDS)]
        street, stale = _stale_street(year)
        transaction.set_rollback(True)
    return {
        "ratios": {"vs_pass": round(one_pass / statistics.median(pages))},
        "detail": {
            "year": year,
            "entries_of_the_year": entries,
            "pass_s": round(one_pass, 2),
            "page_ms": {"median": round(statistics.median(pages) * 1000, 2), "best": round(min(pages) * 1000, 2)},
            "street": street,
            "street_ms": round(stale * 1000, 1),
        },
    }


def _filled(year: int) -> int:
    """Entries of the year after it was filled up to ENTRIES."""
    with connection.cursor() as cursor:
        count = "SELECT count(*) FROM ledger_entry WHERE extract(year FROM happened_on) = %s"
        cursor.execute(count, [year])
        (there,) = cursor.fetchone()
        if there < ENTRIES:
            times = ENTRIES // there + 1
            cursor.execute(FILL, {"year": year, "times": times, "missing": ENTRIES - there})
        cursor.execute(count, [year])
        return cursor.fetchone()[0]


def _stale_street(year: int) -> tuple[str, float]:
    """A street's reading just after something was recorded there: counted at once and kept."""
    street = next(area for area in areas_in_scope() if area.isdigit())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(id) FROM ledger_entry WHERE street_id = %s AND extract(year FROM happened_on) = %s"
            " AND voids_id IS NULL AND ends_id IS NULL",
            [street, year],
        )
        (entry,) = cursor.fetchone()
        times = []
        for _ in range(5):
            cursor.execute(ONE_MORE, [entry])
            with enter(narrowed(scope_required(), street)):
                times.append(in_database(lambda: summary(year)))
    return street, statistics.median(times)


def in_database(work: Callable[[], Any]) -> float:
    """Seconds spent in queries, the way there and back included."""
    spent = 0.0

    def clock(execute: Callable, *args: Any) -> Any:
        nonlocal spent
        start = time.perf_counter()
        try:
            return execute(*args)
        finally:
            spent += time.perf_counter() - start

    with connection.execute_wrapper(clock):
        work()
    return spent
