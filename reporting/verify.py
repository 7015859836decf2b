"""Every invariant on real data. Each check yields sentences that name the record; none means that it holds."""

from collections.abc import Iterator

from django.db import connection

from accounts import confinement
from reporting import balances, catalogue, forms, keeping, reproducing
from reporting.figures import as_json, readings_of, summary
from reporting.periods import Period
from services.cases.kinds import Status
from services.documents import integrity
from services.ledger import sealing
from services.payments import checking

# A replacement stands in the place of what it replaces: its place is the first entry of the chain.
MISPLACED_STATUS = """
    WITH RECURSIVE chain (id, place) AS (
      SELECT e.id, e.replaces_id FROM ledger_entry e WHERE e.replaces_id IS NOT NULL AND e.to_status <> ''
      UNION ALL
      SELECT c.id, e.replaces_id FROM chain c JOIN ledger_entry e ON e.id = c.place AND e.replaces_id IS NOT NULL
    ), first AS (SELECT id, min(place) AS place FROM chain GROUP BY id),
    last AS (
      SELECT DISTINCT ON (e.case_id) e.case_id, e.to_status, e.id
        FROM ledger_entry e LEFT JOIN first f ON f.id = e.id
       WHERE e.case_id IS NOT NULL AND e.to_status <> '' AND e.voided_at IS NULL AND e.voids_id IS NULL
       ORDER BY e.case_id, coalesce(f.place, e.id) DESC
    )
    SELECT c.id, c.status, l.to_status, l.id FROM cases_case c LEFT JOIN last l ON l.case_id = c.id
     WHERE c.status IS DISTINCT FROM coalesce(l.to_status, %s) ORDER BY c.serial
"""
STRANGE_LINKS = {
    "ledger entry {}: its void mark is set, but no entry voids it": (
        "SELECT e.id FROM ledger_entry e WHERE e.voided_at IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM ledger_entry v WHERE v.voids_id = e.id AND v.recorded_at = e.voided_at)"
    ),
    "ledger entry {}: it ends an entry of another street, which that street cannot see": (
        "SELECT x.id FROM ledger_entry x JOIN ledger_entry e ON e.id = x.ends_id WHERE x.street_id <> e.street_id"
    ),
    "ledger entry {}: it replaces an entry that was never voided": (
        "SELECT r.id FROM ledger_entry r JOIN ledger_entry e ON e.id = r.replaces_id WHERE e.voided_at IS NULL"
    ),
}


def problems() -> Iterator[str]:
    """Runs in the district's scope; lazily, in the order ledger, cases, figures, publications, payments, walls."""
    yield from sealing.broken()
    yield from _links()
    yield from _statuses()
    for period in _periods():
        yield from _forms(period)
    yield from reproducing.problems()
    yield from checking.problems()
    yield from integrity.problems()
    yield from confinement.problems()


def _rows(sql: str, found: object = None) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, found)
        return cursor.fetchall()


def _links() -> Iterator[str]:
    for sentence, sql in STRANGE_LINKS.items():
        for (key,) in _rows(f"{sql} ORDER BY 1"):
            yield sentence.format(key)


def _statuses() -> Iterator[str]:
    for case, status, should_be, entry in _rows(MISPLACED_STATUS, [str(Status.ANNULLED)]):
        if entry is None:
            yield f"case {case}: its status is {status}, but no move of it stands in the ledger"
        else:
            yield f"case {case}: its status is {status}, but its last standing move (entry {entry}) led to {should_be}"


def _periods() -> list[Period]:
    """The years of which there is anything to report."""
    return [
        Period(first, after)
        for first, after in _rows(
            "SELECT make_date(y, 1, 1), make_date(y + 1, 1, 1)"
            " FROM (SELECT DISTINCT extract(year FROM happened_on)::int FROM ledger_entry"
            " WHERE code NOT IN ('certificate.started', 'employment_status.started')) AS t (y) ORDER BY 1"
        )
    ]


def _forms(period: Period) -> Iterator[str]:
    """The pass, the cells, the member lists and what is kept of every indicator agree in every area; who holds what."""
    reading = summary(period.year, fresh=True)
    yield from balances.problems(reading)
    for indicator in catalogue.indicators_of(reading.figures):
        cells = readings_of(indicator, reading.known_at, period, reading.basis)
        for area in filter(indicator.covers, reading.areas):
            street = area if area.isdigit() else None
            listed = forms.members(indicator, reading.known_at, period, reading.basis, street)
            ((total,),) = _rows(*forms.total(indicator, listed))
            value = reading.count(indicator, area)
            values = {
                "full pass": value,
                "cell": cells[area][0],
                "members": value if value is None and not total else type(indicator.unit.zero)(total),
            }
            if len(set(values.values())) > 1:
                told = ", ".join(f"{form} {as_json(value)}" for form, value in values.items())
                yield f"figure {indicator.code} {period} {area}: the forms disagree: {told}"
    yield from keeping.drift(period, reading.known_at, reading.areas, reading.counts)
