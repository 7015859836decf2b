"""应享未享: who meets a rule today and has neither a case nor the benefit. Kinds register what can be judged from the
records alone (whether somebody owns a vehicle stands in no record)."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.scoping import scope_required
from services.cases.kinds import Kind
from services.cases.models import Case
from services.circumstances.facts import PersonFacts
from services.circumstances.models import CircumstanceRecord
from services.circumstances.reading import facts_of
from services.people.models import Certificate, Person, records_of
from services.policy.models import Policy
from services.policy.texts import Texts
from services.policy.verdict import Verdict


@dataclass(frozen=True)
class Entitlement:
    """`might` narrows persons by SQL to a superset of who is entitled; `judge` decides. With a `kind` a case can be
    opened here; without one the benefit is granted elsewhere under this `code`."""

    code: str
    label: Any
    might: Callable[[Any, dt.date], Any]
    judge: Callable[[PersonFacts, dt.date, Texts], Verdict]
    kind: Kind | None = None


@dataclass(frozen=True)
class Unclaimed:
    person: Person
    verdict: Verdict


_registry: dict[str, Entitlement] = {}


def register(*entitlements: Entitlement) -> None:
    """Called from the AppConfig.ready of a kind's app."""
    for one in entitlements:
        _registry[one.code] = one


def all_entitlements() -> list[Entitlement]:
    return list(_registry.values())


def get(code: str) -> Entitlement:
    """KeyError when no app registered it."""
    return _registry[code]


def find(one: Entitlement, day: dt.date, *, street: str | None = None) -> list[Unclaimed]:
    """Everybody of the scope (and `street`) who is entitled on `day` and does not have it, by street and name."""
    people = Person.objects.visible_to(scope_required().user).current().filter(Q(died_on=None) | Q(died_on__gt=day))
    people = one.might(people.filter(street=street) if street else people, day)
    people = list(people.exclude(pk__in=_served(one, day)).select_related("community").order_by("street", "name", "pk"))
    texts = Policy.objects.texts(day)
    facts = facts_of(people)
    judged = ((person, one.judge(facts[person.pk], day, texts)) for person in people)
    return [Unclaimed(person, verdict) for person, verdict in judged if verdict.is_entitled]


def of_person(person: Person, day: dt.date) -> list[tuple[Entitlement, Verdict]]:
    """What this person is entitled to on `day` and does not have."""
    if person.merged_into_id or (person.died_on and person.died_on <= day):
        return []
    texts, facts = Policy.objects.texts(day), facts_of([person])[person.pk]
    mine = Person.objects.visible_to(scope_required().user).filter(pk=person.pk)
    found = []
    for one in all_entitlements():
        if one.might(mine, day).exists() and not _rows(one, day).filter(person__in=records_of(person)).exists():
            if (verdict := one.judge(facts, day, texts)).is_entitled:
                found.append((one, verdict))
    return found


def by_street(found: Iterable[Unclaimed]) -> Counter[str]:
    return Counter(each.person.street_id for each in found)


def _served(one: Entitlement, day: dt.date) -> set[UUID]:
    """Who has it already, or waits for the answer; a merged record serves the person it stands for."""
    served = fresh = set(_rows(one, day).exclude(person=None).values_list("person", flat=True))
    while fresh:
        fresh = set(Person.objects.filter(merged__in=fresh).values_list("pk", flat=True)) - served
        served |= fresh
    return served


def _rows(one: Entitlement, day: dt.date) -> Any:
    """Open cases of the kind; of what is granted elsewhere the benefits registered for `day`."""
    return (
        Case.objects.of_kind(one.kind.code).open()
        if one.kind
        else CircumstanceRecord.objects.of(one.code).valid_on(day)
    )


# Narrowing, for `might`.


def aged(people: Any, day: dt.date, low: int, below: int | None = None) -> Any:
    """Of at least `low` and (with `below`) less than that many completed years, within a day of leap years."""
    people = people.filter(born_on__lte=_years_before(day, low))
    return people.filter(born_on__gt=_years_before(day, below) - dt.timedelta(1)) if below else people


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def certified(people: Any, day: dt.date, condition: Q = Q()) -> Any:  # noqa: B008
    """With a certificate that is valid on `day` and meets `condition` on Certificate."""
    held = Certificate.objects.valid_on(day).filter(condition).values("person")
    return people.filter(pk__in=held)


def with_circumstance(people: Any, day: dt.date, *codes: str) -> Any:
    return people.filter(pk__in=CircumstanceRecord.objects.of(*codes).valid_on(day).values("person"))
