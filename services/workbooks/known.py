"""Which cases the rows of a workbook are already: by their own number, else by their subject and the identity."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from accounts.lookups import Array
from services.cases.kinds import Status, Subject
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import owners_of
from services.workbooks.units import Unit

if TYPE_CHECKING:
    from services.workbooks.openings import OpeningBook

ON = "case.on"
VOID = (Status.ANNULLED, Status.WITHDRAWN)


def held(items: Sequence[Any]) -> Counter[tuple]:
    """What detail rows say, in whatever order."""
    if not items:
        return Counter()
    names = [f.attname for f in type(items[0])._meta.concrete_fields if f.name not in ("id", "case", "street")]
    return Counter(tuple(getattr(item, name) for name in names) for item in items)


def identity(book: "OpeningBook", unit: Unit) -> tuple:
    case = unit.case
    if case.external_id:
        return (case.external_system, case.external_id)
    subject = case.person_id or case.organisation_id or case.street_id
    return (subject, *(unit.values.get(key) for key in book.identity))


def existing(book: "OpeningBook", units: Sequence[Unit]) -> dict[tuple, tuple]:
    """Identity -> (case, its row, its first entry, its detail rows)."""
    kind = book.kind
    owner = owners_of(unit.person.id for unit in units if unit.person)
    match kind.subject:
        case Subject.NONE:
            mine = _alike(book, units)
        case Subject.ORGANISATION:
            mine = Q(organisation__any=[unit.case.organisation_id for unit in units])
        case _:
            mine = Q(person__any=Array(owner))
    numbers = [unit.case.external_id for unit in units if unit.case.external_id]
    if numbers:
        mine |= Q(external_id__any=numbers)
    cases = list(Case.objects.of_kind(kind.code).filter(mine).exclude(status__in=VOID).order_by("serial"))
    if not cases:
        return {}
    keys = Array(case.pk for case in cases)
    details = {row.pk: row for row in kind.detail_model.objects.filter(pk__any=keys)}
    entries = {e.case_id: e for e in Entry.objects.filter(case__any=keys).standing().of(kind.opening.code)}
    items: dict[UUID, list] = {}
    for model in kind.detail_rows:
        for row in model.objects.filter(case__any=keys):
            items.setdefault(row.case_id, []).append(row)
    found = {}
    for case in cases:
        known = (case, details[case.pk], entries.get(case.pk), items.get(case.pk, []))
        if case.external_id:
            found[case.external_system, case.external_id] = known
        subject = owner.get(case.person_id) or case.organisation_id or case.street_id
        found[subject, *(_value(known, key) for key in book.identity)] = known
    return found


def _alike(book: "OpeningBook", units: Sequence[Unit]) -> Q:
    """The cases about nobody that may be one of these rows: by what stands first in the identity."""
    part, _dot, name = book.identity[0].partition(".")
    values = {unit.values.get(book.identity[0]) for unit in units}
    if part == "case":
        return Q(opened_on__in=values)
    return Q(pk__in=book.kind.detail_model.objects.filter(**{f"{name}__in": values}).values("pk"))


def _value(known: tuple, key: str) -> Any:
    case, details, entry, _items = known
    part, _dot, name = key.partition(".")
    if key == ON:
        return case.opened_on
    return getattr({"detail": details, "opening": entry}.get(part, case), name, None)
