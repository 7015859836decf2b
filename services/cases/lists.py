"""A list of cases as REST shows it, straight from the columns: each row as CaseSerializer has it, without an object for
the row, its person and every value. A test holds the two together."""

from typing import Any

from django.db.models import QuerySet

from services.cases import kinds
from services.people.models import masked_id

COLUMNS = (
    "id",
    "serial",
    "kind",
    "status",
    "street_id",
    "community_id",
    "person_id",
    "person__name",
    "person__id_cipher",
    "household_id",
    "organisation_id",
    "opened_on",
    "origin",
    "external_system",
    "external_id",
    "version",
)


def columns_of(cases: QuerySet) -> QuerySet:
    return cases.values(*COLUMNS)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Values are left for the renderer to write: keys, days."""
    return {
        "id": row["id"],
        "number": kinds.get(row["kind"]).number(row["opened_on"], row["serial"]),
        "kind": row["kind"],
        "status": row["status"],
        "street": row["street_id"],
        "community": row["community_id"],
        "person": _person(row) if row["person_id"] else None,
        "household": row["household_id"],
        "organisation": row["organisation_id"],
        "opened_on": row["opened_on"],
        "origin": row["origin"],
        "external_system": row["external_system"],
        "external_id": row["external_id"],
        "version": row["version"],
    }


def _person(row: dict[str, Any]) -> dict[str, Any]:
    key = row["person_id"]
    return {"id": key, "name": row["person__name"], "masked_id": masked_id(key, row["person__id_cipher"])}
