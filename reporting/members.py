"""The records behind a number: the same query as the number, listed."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from accounts.errors import Malformed
from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue, forms
from reporting.catalogue import Filter, Indicator, Ratio
from reporting.figures import as_json, refuse_area, refuse_basis, refuse_street
from reporting.narrowing import narrowed
from reporting.periods import Period, year
from reporting.units import Counting
from services.cases.models import Case
from services.ledger.models import Entry
from services.ledger.reading import settle
from services.people.models import Household, HouseholdMember, Organisation, Person


@dataclass(frozen=True)
class Member:
    """One member. Of distinct members `entry` is the first entry and `entries` how many there are."""

    key: str | int
    subject: str  # masked
    entry: Entry
    entries: int

    def as_dict(self, counting: Counting) -> dict[str, Any]:
        found: dict[str, Any] = {"key": self.key, "subject": self.subject}
        if counting.is_distinct:
            found["entries"] = self.entries
        return found | {
            "entry": self.entry.pk,
            "code": self.entry.code,
            "happened_on": self.entry.happened_on.isoformat(),
            "street": self.entry.street_id,
            "case": number_of(self.entry.case),
            "quantity": self.entry.quantity,
            "amount": as_json(self.entry.amount),
        }


def members(
    code: str,
    number: int,
    area: str | None = None,
    known_at: dt.datetime | None = None,
    basis: str = "then",
    *,
    filters: tuple[Filter, ...] = (),
    after: str | int | None = None,
    limit: int | None = None,
) -> list[Member]:
    """The members behind an indicator, by key. A ratio has two lists: ask for its parts (`catalogue.parts_of`).

    `area` is a street's code or "district" (the default; in a street's scope its own street). `after` and `limit`
    page through them.
    """
    refuse_basis(basis)
    known_at, period = settle(known_at), year(number)
    area = area or scope_required().area
    refuse_area(area)
    indicator = narrowed(catalogue.get(code, period), filters)
    refuse_street(indicator, area)
    if isinstance(indicator, Ratio):
        raise Malformed("figure.part", _("比率没有自己的名单。请打开它的分子或分母。"), "code")
    return members_of(indicator, period, area, known_at, basis, after=after, limit=limit)


def members_of(
    indicator: Indicator,
    period: Period,
    area: str,
    known_at: dt.datetime,
    basis: str = "then",
    *,
    after: str | int | None = None,
    limit: int | None = None,
) -> list[Member]:
    """`members` of a definition, in force or not, at a moment that is settled already."""
    street = None if area == DISTRICT else area
    with connection.cursor() as cursor:
        cursor.execute(*forms.members(indicator, known_at, period, basis, street, after, limit))
        return listed(indicator, cursor.fetchall())


def listed(indicator: Indicator, rows: Sequence[tuple[Any, int, int]]) -> list[Member]:
    """Rows of reporting.forms.members (key, first entry's id, how many) as members."""
    user = scope_required().user
    entries = by_key(Entry.objects.visible_to(user).select_related("case"), [first for _key, first, _n in rows])
    keys = [key for key, _first, _n in rows]
    counting = indicator.unit.counting
    names = subjects(counting, keys, list(entries.values()))
    return [
        Member(key if isinstance(key, int) else str(key), names.get(key, unseen()), entries[first], n)
        for key, (_key, first, n) in zip(keys, rows, strict=True)
    ]


def unseen() -> str:
    """A person who has been handed over since: the record stays, the name is the new street's."""
    return _("（已移交其他街道）")


def by_key(rows: Any, keys: Sequence[Any]) -> dict[Any, Any]:
    """Rows by primary key, fetched in slices that PostgreSQL plans well."""
    found: dict[Any, Any] = {}
    for start in range(0, len(keys), 5_000):
        found |= {row.pk: row for row in rows.filter(pk__in=keys[start : start + 5_000])}
    return found


def subjects(counting: Counting, keys: list[Any], entries: list[Entry]) -> dict[Any, str]:
    """Masked names by key."""
    user = scope_required().user
    if counting == Counting.PERSON:
        return {key: str(person) for key, person in by_key(Person.objects.visible_to(user), keys).items()}
    if counting == Counting.HOUSEHOLD:
        homes = by_key(Household.objects.visible_to(user), keys)
        heads = HouseholdMember.objects.visible_to(user).filter(relation=HouseholdMember.Relation.HEAD, valid_to=None)
        named = {m.household_id: m.person for m in heads.filter(household__in=homes).select_related("person")}
        return {key: _("%(head)s 家") % {"head": named[key]} if key in named else _("家庭（无户主）") for key in homes}
    if counting == Counting.ORGANISATION:
        return {key: str(one) for key, one in by_key(Organisation.objects, keys).items()}
    people = by_key(Person.objects.visible_to(user), sorted({e.person_id for e in entries if e.person_id}))
    places = by_key(Organisation.objects, sorted({e.organisation_id for e in entries if e.organisation_id}))
    titles = _titles(entries)
    found = {}
    for entry in entries:
        subject = people.get(entry.person_id) or places.get(entry.organisation_id)
        step = entry.case and entry.code in entry.case.of_kind.labels
        of_nobody = (titles.get(entry.case_id) if step else "") or entry.reason or "—"
        found[entry.pk] = str(subject) if subject else unseen() if entry.person_id else of_nobody
    return found


def _titles(entries: list[Entry]) -> dict[Any, str]:
    """Of cases about nobody (a meeting, a line of a list): case -> what it is called."""
    kinds = {e.case.of_kind.detail_model for e in entries if e.case and not e.person_id and not e.organisation_id}
    user, keys = scope_required().user, [entry.case_id for entry in entries if entry.case_id]
    titled = [model for model in kinds if any(field.name == "title" for field in model._meta.fields)]
    rows = (by_key(model._default_manager.visible_to(user), keys).values() for model in titled)
    return {row.pk: row.title for found in rows for row in found}


def number_of(case: Case | None) -> str:
    return case.number if case else ""
