"""When a certificate was frozen: read from the ledger, for the rules of every programme. Its holder still holds it."""

from uuid import UUID

from accounts.lookups import Array
from services.circumstances.facts import Span
from services.ledger.models import Entry

FROZEN = "certificate_ending.frozen"
THAWS = [f"certificate_ending.{slug}" for slug in ("unfrozen", "transferred", "cancelled", "dropped")]


def frozen_of(records: Array) -> dict[UUID, list[Span]]:
    """Record of a person -> the spans in which its certificate is frozen. One query."""
    rows = Entry.objects.filter(person__any=records).standing().of(FROZEN, *THAWS).order_by("happened_on", "id")
    found: dict[UUID, list[Span]] = {}
    for person, code, on in rows.values_list("person", "code", "happened_on"):
        spans = found.setdefault(person, [])
        if code == FROZEN:
            spans.append(Span(on))
        elif spans and spans[-1].after is None:
            spans[-1] = Span(spans[-1].since, on)
    return {person: [span for span in spans if span.since != span.after] for person, spans in found.items()}
