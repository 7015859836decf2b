"""The holders of certificates as a balance: those of the year before, and who began, minus who ended or expired.

Counted from the register's entries by a query of its own, so that `verify` compares two ways to the same number. It
holds only as long as everybody has at most one valid certificate.
"""

from collections.abc import Iterator

from django.db import connection

from accounts.scoping import DISTRICT
from reporting.figures import Reading, readings_of
from reporting.indicators.people import HOLDERS
from reporting.periods import Period, year

MOVEMENTS = """
    SELECT e.street_id,
           count(*) FILTER (WHERE e.happened_on >= %(first)s AND e.happened_on < %(after)s),
           count(*) FILTER (WHERE x.happened_on >= %(first)s AND x.happened_on < %(after)s
                              AND (e.valid_until IS NULL OR x.happened_on < e.valid_until)),
           count(*) FILTER (WHERE e.valid_until >= %(first)s AND e.valid_until < %(after)s
                              AND (x.happened_on IS NULL OR x.happened_on >= e.valid_until))
      FROM ledger_entry e
      LEFT JOIN ledger_entry x ON x.ends_id = e.id AND x.voids_id IS NULL AND x.recorded_at <= %(known)s
                              AND (x.voided_at IS NULL OR x.voided_at > %(known)s)
     WHERE e.code = 'certificate.started' AND e.voids_id IS NULL AND e.recorded_at <= %(known)s
       AND (e.voided_at IS NULL OR e.voided_at > %(known)s)
     GROUP BY GROUPING SETS ((e.street_id), ())
"""


def problems(reading: Reading) -> Iterator[str]:
    """Sentences for the areas whose holders are not what began and ended."""
    period = reading.period
    before = readings_of(HOLDERS, reading.known_at, year(period.year - 1), reading.basis)
    moved = _movements(period, reading)
    for area in reading.areas:
        began, ended, expired = moved.get(area, (0, 0, 0))
        held, now = before[area][0] or 0, reading.count(HOLDERS, area)
        if held + began - ended - expired != now:
            yield (
                f"certificate holders {period} {area}: {held} before, {began} began, {ended} ended and {expired}"
                f" expired, which does not make {now}: somebody holds two certificates, or an end has no beginning"
            )


def _movements(period: Period, reading: Reading) -> dict[str, tuple[int, int, int]]:
    found = {"first": period.first, "after": period.after, "known": reading.known_at}
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, found)
        return {street or DISTRICT: tuple(counts) for street, *counts in cursor.fetchall()}
