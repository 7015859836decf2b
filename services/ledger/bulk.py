"""The bulk path: COPY into a temporary table, then one INSERT ... SELECT under the ledger's triggers and policies."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.lookups import Array
from accounts.models import AuditEntry, User
from services.ledger.actions import refuse_number
from services.ledger.models import VOIDED, Entry
from services.people.models import Certificate, Person, owners_of

ENTRY = (
    "id code happened_on street_id community_id case_id person_id household_id organisation_id quantity amount detail"
    " for_month valid_until category grade age sex suspected from_status to_status reason ends_id"
)
# What a column of an entry holds when nothing is said; of the others nothing at all.
NOTHING = {"quantity": 1, "detail": "", "sex": "", "suspected": False, "from_status": "", "to_status": "", "reason": ""}
VOIDED_AS = "happened_on street_id case_id person_id household_id"  # as the entry that is voided
SNAPSHOT = ("person_id", "community_id", "category", "grade", "age", "sex", "suspected")
AUDIT = ("by_id", "street_id", "action", "target", "outcome", "data")


NONE: Mapping[str, Any] = {}


def reserve_ids(model: Any, count: int) -> list[int]:
    """`count` keys of the model's identity sequence, so that rows can refer to each other before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_rows(model: Any, columns: Sequence[str], rows: Iterable[Sequence], same: Mapping[str, Any] = NONE) -> int:
    """Writes rows (tuples in the order of `columns`) into the model's table; returns how many. `same`: further columns
    and what stands there in every row.

    COPY itself is refused on tables under row security, so it fills a temporary table of the same shape first.
    """
    table, names = model._meta.db_table, ", ".join(columns)
    every = "".join(f", {name}" for name in same)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE staging ON COMMIT DROP AS SELECT {names} FROM {table} WITH NO DATA")
        with cursor.copy(f"COPY staging ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        selected = names + ", %s" * len(same)
        cursor.execute(f"INSERT INTO {table} ({names}{every}) SELECT {selected} FROM staging", [*same.values()])
        count = cursor.rowcount
        cursor.execute("DROP TABLE staging")  # after a refusal the rollback takes it away
        return count


def copy_columns(model: Any, columns: Mapping[str, Any]) -> None:
    """As `copy_rows`, of columns: a list has one value per row, anything else stands in every row.

    What is the same in every row is said once, and neither copied nor staged.
    """
    same, varied = {}, {}
    for name, values in columns.items():
        if not isinstance(values, list):
            same[name] = values
        elif varied and values[0] == values[-1] and values.count(values[0]) == len(values):
            same[name] = values[0]
        else:
            varied[name] = [one and one.hex for one in values] if isinstance(values[0], UUID) else values
    copy_rows(model, list(varied), zip(*varied.values(), strict=True), same)


def ask_keys() -> None:
    """Asks of the keys of what was written what the commit would ask, so that a refusal names these rows.

    By new plans: those that were made while the tables were almost empty read the whole table for every row.
    """
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def append(columns: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Appends ledger entries; street and snapshot columns are the caller's duty, time and digest the database's."""
    return copy_rows(Entry, columns, rows)


def record_many(rows: Sequence[dict[str, Any]]) -> list[int]:
    """As `actions.record` for each of these, in their order; returns the keys of the entries.

    A row holds columns of Entry by their names in the table, and `person` (None for none), whose snapshot is taken.
    """
    if not rows:
        return []
    keys = reserve_ids(Entry, len(rows))
    columns: dict[str, Any] = dict.fromkeys(ENTRY.split()) | NOTHING | {"id": keys}
    taken = snapshots([(row["person"], row["happened_on"]) for row in rows])
    columns |= dict(zip(SNAPSHOT, map(list, zip(*taken, strict=True)), strict=True))
    for name in set().union(*rows) - {"person"}:
        columns[name] = [row.get(name, NOTHING.get(name)) for row in rows]
    copy_columns(Entry, columns)
    return keys


def void_many(*, by: User | None, entries: Sequence[Entry], reason: str) -> None:
    """As `actions.void` for each of these; the database refuses one that is voided already."""
    if not entries:
        return
    refuse_number(reason)
    columns: dict[str, Any] = {"voids_id": [entry.pk for entry in entries]} | NOTHING
    columns |= {name: [getattr(entry, name) for entry in entries] for name in VOIDED_AS.split()}
    copy_columns(Entry, columns | {"code": VOIDED, "quantity": 0, "reason": reason.strip()})
    audit_many(by=by, acts=(("entry.voided", entry.street_id, f"ledger.entry:{entry.pk}") for entry in entries))


def snapshots(rows: Sequence[tuple[Person | None, Any]]) -> list[tuple]:
    """As `actions.snapshot` for each (person, day), in the order of SNAPSHOT."""
    kept = {person.id: person.standing() for person, _on in rows if person}
    certificates = _certificates({person.id for person in kept.values()})
    return [_snapshot(person, person and kept[person.id], on, certificates) for person, on in rows]


def _snapshot(record: Person | None, person: Any, on: Any, certificates: Mapping[UUID, list[tuple]]) -> tuple:
    """Of a record and of the person that it stands for."""
    if record is None:
        return (None, None, None, None, None, "", False)
    held = next((c for c in certificates[person.id] if _is_valid(c, on)), None)
    category, grade = (held[3], held[4]) if held else (None, None)
    suspected = person.suspected and held is None
    return (record.id, person.community_id, category, grade, max(person.age_on(on), 0), person.sex, suspected)


def _certificates(people: set[UUID]) -> defaultdict[UUID, list[tuple]]:
    """Person -> (valid_from, valid_to, ended_on, category, grade) of each certificate, also of those on records that
    were merged into the person; the one issued last first."""
    owner = owners_of(people)
    rows = Certificate.objects.filter(person__any=Array(owner)).order_by("-valid_from", "pk")
    found: defaultdict[UUID, list[tuple]] = defaultdict(list)
    for record, *held in rows.values_list("person", "valid_from", "valid_to", "ended_on", "category", "grade"):
        found[owner[record]].append(tuple(held))
    return found


def _is_valid(held: tuple, on: Any) -> bool:
    since, until, ended, *_rest = held
    return since <= on and (until is None or on < until) and (ended is None or on < ended)


def audit_many(*, by: User | None, acts: Iterable[tuple[str, str | None, str]]) -> None:
    """As `audit.record` for each (action, street, target)."""
    if not (rows := list(acts)):
        return
    actions, streets, targets = map(list, zip(*rows, strict=True))
    columns = {"target": targets, "street_id": streets, "action": actions}
    same = {"by_id": by and by.pk, "outcome": str(AuditEntry.Outcome.DONE), "data": "{}"}
    copy_columns(AuditEntry, columns | same)
