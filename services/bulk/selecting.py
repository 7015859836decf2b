"""Which rows are written out."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import require_grant
from accounts.scoping import scope_required
from services.cases.models import Case
from services.circumstances.models import CircumstanceRecord
from services.feed.granting import ORGANISATION, PEOPLE, granted_entries
from services.feed.reading import ENTRY
from services.ledger.models import Entry
from services.people.models import Certificate, Household, Organisation, Person, Residence

MOST_ROWS = 200_000
MODELS: dict[str, Any] = {
    ENTRY: Entry,
    "person": Person,
    "certificate": Certificate,
    "household": Household,
    "residence": Residence,
    ORGANISATION: Organisation,
    "circumstance": CircumstanceRecord,
    "case": Case,
}
OF_KIND = {"case": "kind", ENTRY: "code__startswith"}  # what `kind` narrows, and how


def rows_of(by: User | None, what: str, kind: str) -> QuerySet:
    """A city system needs the grant: of entries and cases it gets the kinds that it may read."""
    if what == ORGANISATION:
        return Organisation.objects.all()
    rows = MODELS[what].objects.visible_to(by)
    if what == ENTRY:
        rows = granted_entries(rows)
    elif what != "case":
        require_grant(scope_required(), PEOPLE)
    if kind:
        rows = rows.filter(**{OF_KIND[what]: f"{kind}." if what == ENTRY else kind})
    return rows
