"""Who may be the same person: looked up before somebody is registered, with the reasons in words.

Only within the scope in force; a number that is registered in another street is another matter (actions.refuse_if_
elsewhere).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts.scoping import scope_required
from services.people import names, numbers
from services.people.models import DistinctPair, Person, phone_index

MOST, MOST_PAIRS = 20, 100
SAME_NAME, SAME_SOUND = _("姓名相同"), _("姓名读音相同")
SAME_BIRTH, NEAR_BIRTH = _("出生日期相同"), _("出生日期只差一处")
SAME_PHONE, NEAR_NUMBER = _("电话相同"), _("证件号只差一处")


@dataclass(frozen=True)
class Likeness:
    person: Person
    reasons: tuple[Any, ...]


def likely(
    *, name: str, born_on: dt.date | None, phone: str = "", id_number: str = "", besides: Person | None = None
) -> list[Likeness]:
    """Records that agree in two things or more: name (or its sound), birth date (or all but one of its parts), phone,
    ID number but for one character. The likeliest first."""
    keys = names.search_keys(name)
    index = phone_index(phone)
    alike = Q(keys__overlap=[key for key in keys if not key.startswith("^")][:1] + _sounds(keys)) if keys else Q()
    rows = Person.objects.visible_to(scope_required().user).current()
    rows = rows.filter(alike | Q(phone_index=index)) if index else rows.filter(alike)
    rows = rows.exclude(pk=besides.pk) if besides else rows
    number = numbers.normalise(id_number)
    found = []
    for person in rows.select_related("community").order_by("name", "born_on", "pk")[:500]:
        reasons = tuple(_reasons(person, names.fold(name), set(keys), born_on, index, number))
        if len(reasons) > 1:
            found.append(Likeness(person, reasons))
    found.sort(key=lambda one: -len(one.reasons))
    return found[:MOST]


def pairs() -> list[tuple[Person, Likeness]]:
    """Of the scope in force: current records of one street that agree in name and birth date and were not yet told
    apart; the earlier registered first. At most MOST_PAIRS."""
    people = Person.objects.visible_to(scope_required().user).current()
    twice = people.values("street", "name", "born_on").annotate(n=Count("pk")).filter(n__gt=1).order_by("name")
    found: dict[tuple, list[Person]] = defaultdict(list)
    groups = list(twice.values_list("street", "name", "born_on")[:MOST_PAIRS])
    names_, births = {name for _street, name, _born in groups}, {born for _street, _name, born in groups}
    rows = people.filter(name__in=names_, born_on__in=births).select_related("community", "street")
    for person in rows.order_by("name", "created_at", "pk"):
        found[person.street_id, person.name, person.born_on].append(person)
    apart = {frozenset(pair) for pair in DistinctPair.objects.values_list("one", "other")}
    return [
        (first, Likeness(other, (SAME_NAME, SAME_BIRTH)))
        for group in groups
        for first, *others in [found[group]]
        for other in others
        if frozenset((first.pk, other.pk)) not in apart
    ]


def _sounds(keys: list[str]) -> list[str]:
    """The whole name in pinyin: the longest Latin keys."""
    latin = [key for key in keys if names.LATIN.fullmatch(key)]
    longest = max(map(len, latin), default=0)
    return [key for key in latin if len(key) == longest and longest > 3]


def _reasons(
    person: Person, name: str, keys: set[str], born_on: dt.date | None, phone: bytes | None, number: str
) -> Iterator[Any]:
    if names.fold(person.name) == name:
        yield SAME_NAME
    elif keys & set(_sounds(person.keys)):
        yield SAME_SOUND
    if born_on and person.born_on == born_on:
        yield SAME_BIRTH
    elif born_on and _differ_once(person.born_on, born_on):
        yield NEAR_BIRTH
    if phone and person.phone_index and bytes(person.phone_index) == phone:
        yield SAME_PHONE
    if number and person.id_cipher is not None and near(number, person.id_number):
        yield NEAR_NUMBER


def _differ_once(one: dt.date, other: dt.date) -> bool:
    """Year, month or day mistyped, or month and day exchanged."""
    parts = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
    wrong = [pair for pair in parts if pair[0] != pair[1]]
    swapped = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return swapped or len(wrong) == 1


def near(one: str, other: str) -> bool:
    """Whether two numbers of one length differ in one character, or in two that changed places."""
    if len(one) != len(other):
        return False
    places = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(places) == 1:
        return True
    return (
        len(places) == 2
        and places[1] == places[0] + 1
        and one[places[0]] == other[places[1]]
        and (one[places[1]] == other[places[0]])
    )
