"""Reads what the rules know of people, for one person at the counter or for thousands of payments, in some queries."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from uuid import UUID

from accounts.lookups import Array
from services.circumstances.facts import CertificateFacts, Circumstance, Employment, PersonFacts, Span
from services.circumstances.models import CircumstanceRecord
from services.ledger.models import Entry
from services.people.models import Category, Certificate, CertificateComponent, Person, Residence, owners_of

OWN = ("id", "born_on", "sex", "died_on", "suspected", "merged_into_id")
AT_ONCE = 5000  # people whose rows are read together
STATUS, STATUS_ENDED = "employment_status.started", "employment_status.ended"
# The form of employment behind a case, registered by the floor above: f(cases) -> {case: form}.
FORMS_OF_EMPLOYMENT: list[Callable[[list[UUID]], dict[UUID, str]]] = []
# When a certificate that is held may not be used, registered by the floor above: f(records) -> {record: spans}.
SUSPENDED: list[Callable[[Array], dict[UUID, list[Span]]]] = []


def facts_of(people: Iterable[UUID | Person]) -> dict[UUID, PersonFacts]:
    """Key -> facts. What stands on records that were merged into a person counts as that person's; of a record that
    was merged into another, the facts are those of the one that was kept.

    A person who is given as a row is taken as it stands there.
    """
    rows = {one.id if isinstance(one, Person) else one: one for one in people}
    keys = list(rows)
    found: dict[UUID, PersonFacts] = {}
    for at in range(0, len(keys), AT_ONCE):
        some = keys[at : at + AT_ONCE]
        given = [row for key in some if isinstance(row := rows[key], Person)]
        about = [tuple(getattr(one, name) for name in OWN) for one in given]
        if missing := [key for key in some if not isinstance(rows[key], Person)]:
            about += Person.objects.filter(pk__any=missing).values_list(*OWN)
        found |= _facts_of([own for *own, _into in about])
        if into := {key: kept for key, *_own, kept in about if kept}:
            whole = facts_of(set(into.values()))
            found |= {key: whole[kept] for key, kept in into.items() if kept in whole}
    return found


def _facts_of(about: list[list]) -> dict[UUID, PersonFacts]:
    """`about`: (key, born_on, sex, died_on, suspected) of each."""
    owner = owners_of(key for key, *_rest in about)
    records = Array(owner)
    gathered = [_gathered(owner, read(records)) for read in (_certificates, _hukou, _circumstances, _employment)]
    return {key: PersonFacts(*own, *[tuple(of.get(key, ())) for of in gathered]) for key, *own in about}


def _gathered(owner: dict[UUID, UUID], rows: Iterable[tuple[UUID, Any]]) -> defaultdict[UUID, list]:
    found: defaultdict[UUID, list] = defaultdict(list)
    for record, value in rows:
        found[owner[record]].append(value)
    return found


def _first(*days: dt.date | None) -> dt.date | None:
    return min((day for day in days if day), default=None)


def _certificates(records: Array) -> Iterator[tuple[UUID, CertificateFacts]]:
    rows = list(
        Certificate.objects.filter(person__any=records)
        .order_by("valid_from")
        .values_list("pk", "person", "category", "grade", "lower_limb", "valid_from", "valid_to", "ended_on")
    )
    parts: defaultdict[UUID, list[tuple[int, int]]] = defaultdict(list)
    multiple = [pk for pk, _person, category, *_rest in rows if category == Category.MULTIPLE]
    components = CertificateComponent.objects.filter(certificate__any=multiple).order_by("category")
    for pk, category, grade in components.values_list("certificate", "category", "grade") if multiple else ():
        parts[pk].append((category, grade))
    suspended: dict[UUID, list[Span]] = {}
    for source in SUSPENDED:
        suspended |= source(records)
    for pk, person, category, grade, lower_limb, since, until, ended in rows:
        impairments = tuple(parts[pk]) if category == Category.MULTIPLE else ((category, grade),)
        for span in Span(since, _first(until, ended)).without(suspended.get(person, ())):
            yield person, CertificateFacts(span, category, grade, impairments, lower_limb)


def _hukou(records: Array) -> Iterator[tuple[UUID, Span]]:
    rows = Residence.objects.filter(person__any=records, kind=Residence.Kind.HUKOU, at_street__isnull=False)
    columns = rows.order_by("valid_from").values_list("person", "valid_from", "valid_to")
    for person, since, after in columns:
        yield person, Span(since, after)


def _circumstances(records: Array) -> Iterator[tuple[UUID, Circumstance]]:
    rows = CircumstanceRecord.objects.filter(person__any=records).order_by("valid_from", "code")
    columns = rows.values_list("person", "code", "valid_from", "valid_to", "monthly")
    for person, code, since, after, monthly in columns:
        yield person, Circumstance(code, Span(since, after), monthly)


def _employment(records: Array) -> Iterator[tuple[UUID, Employment]]:
    rows = Entry.objects.filter(person__any=records).standing()
    columns = ("pk", "person", "detail", "happened_on", "valid_until", "case")
    started = list(rows.of(STATUS).order_by("happened_on", "pk").values_list(*columns))
    ends = dict(rows.of(STATUS_ENDED).values_list("ends", "happened_on")) if started else {}
    forms: dict[UUID, str] = {}
    for source in FORMS_OF_EMPLOYMENT:
        forms |= source([case for *_rest, case in started if case])
    for pk, person, status, since, until, case in started:
        if ends.get(pk) != since:
            yield person, Employment(status, Span(since, _first(until, ends.get(pk))), forms.get(case, ""))
