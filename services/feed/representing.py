"""What a changed row holds now, as REST shows it: one query per table for a whole page of changes."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from accounts.models import User
from services.cases import kinds
from services.cases.fields import row_models
from services.cases.models import Case, CaseParty
from services.cases.serializers import CaseSerializer, shown
from services.circumstances.models import CircumstanceRecord
from services.circumstances.serializers import CircumstanceSerializer
from services.feed.granting import ORGANISATION
from services.feed.reading import ENTRY, Event
from services.feed.serializers import FedEntrySerializer
from services.ledger.models import Entry
from services.people.models import Certificate, Household, Organisation, Person, Residence
from services.people.serializers import (
    CertificateSerializer,
    HouseholdSerializer,
    OrganisationSerializer,
    PersonSerializer,
    ResidenceSerializer,
)

# key -> what the row holds, of those keys that are there and visible to the user
Represent = Callable[[User | None, Collection[str]], Mapping[str, Any]]


def records(events: list[Event], by: User | None) -> list[Any]:
    """For each event what its row holds now; None when it is gone, or stands in another street."""
    wanted: dict[str, set[str]] = {}
    for event in events:
        wanted.setdefault(event.what, set()).add(event.key)
    found = {what: REPRESENTED[what](by, keys) for what, keys in wanted.items()}
    return [found[event.what].get(event.key) for event in events]


def _by_serializer(model: Any, serializer: Any, *related: str) -> Represent:
    def represent(by: User | None, keys: Collection[str]) -> Mapping[str, Any]:
        rows = model.objects.visible_to(by).filter(pk__in=keys).prefetch_related(*related)
        return {str(row.pk): serializer(row).data for row in rows}

    return represent


def organisations_of(by: User | None, keys: Collection[str]) -> dict[str, Any]:
    return {str(row.pk): OrganisationSerializer(row).data for row in Organisation.objects.filter(pk__in=keys)}


def cases_of(by: User | None, keys: Collection[str]) -> dict[str, Any]:
    """With the kind's own columns and rows, and further applicants; entries come by themselves."""
    cases = Case.objects.visible_to(by).filter(pk__in=keys).select_related("person")
    found = {case.pk: {**CaseSerializer(case).data, "joint": [], "details": {}} for case in cases}
    for party in CaseParty.objects.visible_to(by).filter(case__in=found).order_by("pk"):
        found[party.case_id]["joint"].append(str(party.person_id))
    for code in {case["kind"] for case in found.values()}:
        _add_details(by, kinds.get(code), {pk: case for pk, case in found.items() if case["kind"] == code})
    return {str(pk): case for pk, case in found.items()}


def _add_details(by: User | None, kind: kinds.Kind, cases: dict[Any, dict[str, Any]]) -> None:
    for row in kind.detail_model.objects.visible_to(by).filter(pk__in=cases):
        cases[row.pk]["details"] |= shown(row)
    for name, model in row_models(kind).items():
        for case in cases.values():
            case["details"][name] = []
        for row in model.objects.visible_to(by).filter(case__in=cases).order_by("pk"):
            cases[row.case_id]["details"][name].append(shown(row))


REPRESENTED: dict[str, Represent] = {
    ENTRY: _by_serializer(Entry, FedEntrySerializer),
    "person": _by_serializer(Person, PersonSerializer),
    "certificate": _by_serializer(Certificate, CertificateSerializer, "components"),
    "household": _by_serializer(Household, HouseholdSerializer, "members"),
    "residence": _by_serializer(Residence, ResidenceSerializer),
    ORGANISATION: organisations_of,
    "circumstance": _by_serializer(CircumstanceRecord, CircumstanceSerializer),
    "case": cases_of,
}
