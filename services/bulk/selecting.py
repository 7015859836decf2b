"""Which rows are written out."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from services.cases.models import Case
from services.circumstances.models import CircumstanceRecord
from services.feed.reading import ENTRY
from services.ledger.models import Entry
from services.people.models import Certificate, Household, Person

MOST_ROWS = 200_000
MODELS: dict[str, Any] = {
    ENTRY: Entry,
    "person": Person,
    "certificate": Certificate,
    "household": Household,
    "circumstance": CircumstanceRecord,
    "case": Case,
}
OF_KIND = {"case": "kind", ENTRY: "code__startswith"}  # what `kind` narrows, and how


def rows_of(by: User | None, what: str, kind: str) -> QuerySet:
    rows = MODELS[what].objects.visible_to(by)
    if kind:
        rows = rows.filter(**{OF_KIND[what]: f"{kind}." if what == ENTRY else kind})
    return rows
