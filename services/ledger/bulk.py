"""The bulk path: COPY into a temporary table, then one INSERT ... SELECT under the ledger's triggers and policies."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import AuditEntry, User
from services.ledger.models import Entry
from services.people.models import Certificate, Person

ENTRY = (
    "id code happened_on street_id community_id case_id person_id household_id organisation_id quantity amount detail"
    " for_month valid_until category grade age sex suspected from_status to_status reason ends_id"
)
# What a column of an entry holds when nothing is said; of the others nothing at all.
NOTHING = {"quantity": 1, "detail": "", "sex": "", "suspected": False, "from_status": "", "to_status": "", "reason": ""}
AUDIT = ("by_id", "street_id", "action", "target", "outcome", "data")


def reserve_ids(model: Any, count: int) -> list[int]:
    """`count` keys of the model's identity sequence, so that rows can refer to each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: Any, columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Writes rows (tuples in the order of `columns`) into the model's table; returns how many.

    COPY itself is refused on tables under row security, so it fills a temporary table of the same shape first.
    """
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staging")
        count = cursor.rowcount
        cursor.execute("DROP TABLE staging")  # after a refusal the rollback takes it away
        return count


def append(columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Appends ledger entries; street and snapshot columns are the caller's duty, time and digest the database's."""
    return copy_rows(Entry, columns, rows)


def record_many(rows: Sequence[dict[str, Any]]) -> list[int]:
    """As `actions.record` for each of these, in their order; returns the keys of the entries.

    A row holds columns of Entry by their names in the table, and `person` (None for none), whose snapshot is taken.
    """
    certificates = _certificates({person.pk for row in rows if (person := row["person"])})
    keys = reserve_ids(Entry, len(rows))
    columns = ENTRY.split()
    blank, in_order = dict.fromkeys(columns) | NOTHING, itemgetter(*columns)

    def tuples() -> Iterator[tuple]:
        for key, row in zip(keys, rows, strict=True):
            snapshot = _snapshot(row["person"], row["happened_on"], certificates)
            yield in_order({**blank, "id": key, **snapshot, **row})

    append(columns, tuples())
    return keys


def _snapshot(person: Person | None, on: Any, certificates: Mapping[UUID, list[tuple]]) -> dict[str, Any]:
    if person is None:
        return {}
    held = next((c for c in certificates[person.pk] if _is_valid(c, on)), None)
    return {
        "person_id": person.pk,
        "community_id": person.community_id,
        "category": held and held[3],
        "grade": held and held[4],
        "age": max(person.age_on(on), 0),
        "sex": person.sex,
        "suspected": person.suspected and held is None,
    }


def _certificates(people: set[UUID]) -> defaultdict[UUID, list[tuple]]:
    """Person -> (valid_from, valid_to, ended_on, category, grade) of each certificate."""
    rows = Certificate.objects.filter(person__any=people).order_by("valid_from", "pk")
    found: defaultdict[UUID, list[tuple]] = defaultdict(list)
    for person, *held in rows.values_list("person", "valid_from", "valid_to", "ended_on", "category", "grade"):
        found[person].append(tuple(held))
    return found


def _is_valid(held: tuple, on: Any) -> bool:
    since, until, ended, *_rest = held
    return since <= on and (until is None or on < until) and (ended is None or on < ended)


def audit_many(*, by: User | None, acts: Iterable[tuple[str, str | None, str]]) -> None:
    """As `audit.record` for each (action, street, target)."""
    user, done = by.pk if by else None, str(AuditEntry.Outcome.DONE)
    copy_rows(AuditEntry, AUDIT, ((user, street, action, target, done, "{}") for action, street, target in acts))
