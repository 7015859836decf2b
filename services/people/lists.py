"""A list of people as REST shows it, straight from the columns: each row as PersonSerializer has it."""

from typing import Any

from django.db.models import QuerySet

from services.people.models import masked_id

COLUMNS = (
    "id",
    "name",
    "sex",
    "born_on",
    "id_cipher",
    "street_id",
    "community_id",
    "suspected",
    "died_on",
    "external_system",
    "external_id",
    "merged_into_id",
    "version",
)


def columns_of(people: QuerySet) -> QuerySet:
    return people.values(*COLUMNS)


def shown(row: dict[str, Any]) -> dict[str, Any]:
    """Values are left for the renderer to write: keys, days."""
    return {
        "id": row["id"],
        "name": row["name"],
        "sex": row["sex"],
        "born_on": row["born_on"],
        "masked_id": masked_id(row["id"], row["id_cipher"]),
        "street": row["street_id"],
        "community": row["community_id"],
        "suspected": row["suspected"],
        "died_on": row["died_on"],
        "external_system": row["external_system"],
        "external_id": row["external_id"],
        "merged_into": row["merged_into_id"],
        "version": row["version"],
    }
