"""A reading as the ledger was known at a past moment against the same reading now, both counted."""

from typing import Any

from django.db import connection

from reporting.benches.figures import ROUNDS, alternate, busiest_year
from reporting.figures import summary
from services.ledger.reading import settle

KNOWN = 0.9  # of the entries had been recorded at the past moment


def run() -> dict[str, Any]:
    """`vs_now`: the time of a past reading over that of one now (about 1: nothing is reconstructed)."""
    year, entries = busiest_year()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT percentile_disc(%s) WITHIN GROUP (ORDER BY recorded_at), count(DISTINCT recorded_at::date)"
            " FROM ledger_entry",
            [KNOWN],
        )
        past, days = cursor.fetchone()
    past, now = settle(past), settle(None)
    then, today = alternate(
        lambda: summary(year, past, fresh=True), lambda: summary(year, now, fresh=True), rounds=ROUNDS
    )
    return {
        "ratios": {"vs_now": round(then / today, 2)},
        "detail": {
            "year": year,
            "entries": entries,
            "known_then": f"{KNOWN:.0%}",
            "days_of_recording": days,
            "seconds": {"then": round(then, 3), "now": round(today, 3)},
        },
    }
