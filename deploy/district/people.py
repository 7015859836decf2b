"""Who lives in the district: sex, age, street, and from when until when each held a certificate (domain section G)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from deploy.district import names
from deploy.district.book import Book
from deploy.district.days import DAY, between, first, last, plus_years
from deploy.district.targets import Targets
from services.people.numbers import synthetic_id

# Age on the last day, share of holders in percent (G.2).
AGES = {
    (2, 6): 0.3,
    (7, 15): 1.1,
    (16, 29): 4.0,
    (30, 39): 7.6,
    (40, 49): 11.6,
    (50, 59): 17.4,
    (60, 69): 26.1,
    (70, 79): 17.4,
    (80, 96): 14.5,
}
MALE = 0.53
NEW_IN_A_YEAR = 0.042  # first certificates, of all holders
LEAVING = {"died": 0.019, "moved_out": 0.0022, "recovered": 0.0006, "own_request": 0.0006, "expired": 0.0035}
SUSPECTED = 0.3  # of the children in rehabilitation
KNOWN_SUSPECTS = 0.5  # of those, the ones whose ID number is known
CERTIFIED_LATER = 0.05  # of all suspects: get a certificate in the last year
HAS_PHONE = 0.6


class Numbers:
    """ID numbers of the unallocated area, each given once."""

    def __init__(self) -> None:
        self._given: dict[tuple[dt.date, str], int] = {}

    def new(self, born: dt.date, sex: str) -> str:
        sequence = self._given.get((born, sex), 0)
        self._given[born, sex] = sequence + 1
        return synthetic_id(born, sex, sequence)


@dataclass(slots=True, eq=False)
class Resident:
    """A person. Holds a certificate on every day of [since, until); `leaves` says why `until` came."""

    id: str
    street: str
    community: int
    sex: str
    born: dt.date
    name: str
    number: str = ""
    phone: str = ""
    since: dt.date = dt.date.max
    until: dt.date = dt.date.max
    leaves: str = ""
    suspected: bool = False
    died: dt.date | None = None
    certificates: list[Any] = field(default_factory=list)
    circumstances: list[Any] = field(default_factory=list)
    household: Any = None
    status: str = ""  # in the employment register, on the last day

    def age(self, day: dt.date) -> int:
        """Completed years."""
        born = self.born
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def birthday(self, age: int) -> dt.date:
        return plus_years(self.born, age)

    def holds(self, day: dt.date) -> bool:
        return self.since <= day < self.until

    def at(self, day: dt.date) -> tuple:
        """Community, category, grade, age, sex, suspected: as `services.ledger.actions.snapshot` takes them."""
        age = max(self.age(day), 0)
        for each in self.certificates:
            if each.valid_from <= day < each.after:
                return self.community, each.category, each.grade, age, self.sex, False
        return self.community, None, None, age, self.sex, self.suspected

    def certificate(self, day: dt.date) -> Any:
        return next((c for c in self.certificates if c.valid_from <= day < c.after), None)


@dataclass(slots=True, eq=False)
class Household:
    id: str
    street: str
    community: int
    address: str
    members: list[tuple[Resident, str]] = field(default_factory=list)


def shuffled(rng: Random, count: int, shares: Mapping[Any, float]) -> list[Any]:
    """`count` values in exactly these shares (rounded), in random order."""
    total, found, wanted = sum(shares.values()), [], 0.0
    for value, share in shares.items():
        wanted += count * share / total
        found += [value] * (round(wanted) - len(found))
    rng.shuffle(found)
    return found


def settle(book: Book, targets: dict[int, Targets], communities: Sequence[tuple[int, str]], numbers: Numbers) -> list:
    """Everybody: who holds a certificate at the end of the last year, who left before, suspected children."""
    rng, years = book.rng, book.years
    holders = targets[years[-1]].holders
    suspects = [_suspect(book, communities) for _ in range(_suspects(targets[years[-1]], len(years)))]
    certified = suspects[: round(len(suspects) * CERTIFIED_LATER)]
    for child in certified:
        child.since = between(rng, dt.date(years[-1], 3, 1), dt.date(years[-1], 12, 20))
    stay = [_born(book, ages, communities) for ages in shuffled(rng, holders - len(certified), AGES)]
    _turns_sixteen(next(r for r in stay if 7 <= r.age(last(years[-1])) <= 15), years[-1])
    for resident in stay:
        _came(rng, resident, years)
    gone = [_gone(book, reason, year, communities) for year in years for reason in _leaving(rng, holders)]
    for resident in stay + gone:
        resident.number = numbers.new(resident.born, resident.sex)
    for n, child in enumerate(suspects):
        if n < len(suspects) * KNOWN_SUSPECTS:
            child.number = numbers.new(child.born, child.sex)
    everybody = [*stay, *gone, *suspects]
    for resident in everybody:
        resident.name = names.person(rng, resident.sex)
        resident.phone = names.phone(rng) if rng.random() < HAS_PHONE else ""
    return everybody


def _suspects(targets: Targets, years: int) -> int:
    """More than are served in one year."""
    return round(targets["V8"] * SUSPECTED * (1 + 0.2 * years)) + 1 + years


def _born(book: Book, ages: tuple[int, int], communities: Sequence[tuple[int, str]]) -> Resident:
    """Somebody of that age on the last day of the last year; each community is as likely as another (B.5)."""
    rng, end = book.rng, last(book.years[-1])
    community, street = rng.choice(communities)
    low, high = plus_years(end, -ages[1] - 1) + DAY, plus_years(end, -ages[0])
    born = dt.date.fromordinal(rng.randint(low.toordinal(), high.toordinal()))
    return Resident(book.new_id(), street, community, "M" if rng.random() < MALE else "F", born, "")


def _turns_sixteen(resident: Resident, year: int) -> None:
    """At least one child does in the last year."""
    resident.born = dt.date(year - 16, 10, 15)


def _came(rng: Random, resident: Resident, years: list[int]) -> None:
    """When the first certificate was issued: some in each year, the others so that theirs is still valid."""
    year = next((y for y in years if rng.random() < NEW_IN_A_YEAR), None)
    low, high = (first(year), last(year)) if year else (first(years[-1] - 9), last(years[0] - 1))
    resident.since = between(rng, max(low, min(resident.born + 400 * DAY, high)), high)


def _leaving(rng: Random, holders: int) -> list[str]:
    return [reason for reason, share in LEAVING.items() for _ in range(max(1, round(holders * share)))]


def _gone(book: Book, reason: str, year: int, communities: Sequence[tuple[int, str]]) -> Resident:
    """Somebody whose certificate ended in `year`: died (the old more often), moved out, or it expired."""
    rng = book.rng
    old = {(40, 59): 20, (60, 79): 40, (80, 96): 40} if reason == "died" else AGES
    ages = rng.choices(list(old), list(old.values()))[0]
    resident = _born(book, (max(ages[0], 14), max(ages[1], 20)), communities)
    resident.leaves, resident.until = reason, between(rng, dt.date(year, 1, 8), dt.date(year, 12, 28))
    if reason == "died":
        resident.died = max(first(year), resident.until - rng.randint(1, 20) * DAY)
    if reason == "expired":
        resident.since = plus_years(resident.until, -10)
    else:
        resident.since = between(rng, first(year - 9), last(book.years[0] - 1))
    return resident


def _suspect(book: Book, communities: Sequence[tuple[int, str]]) -> Resident:
    """A child who is in rehabilitation before there is a certificate."""
    child = _born(book, (1 + len(book.years), 8), communities)
    child.suspected = True
    return child


def families(book: Book, residents: list[Resident]) -> list[Household]:
    """A quarter of all live in a household on record; in some of these, husband and wife both hold a certificate."""
    rng = book.rng
    found: list[Household] = []
    waiting: dict[tuple[str, str], Resident] = {}
    for resident in residents:
        if resident.leaves or resident.age(last(book.years[-1])) < 25 or rng.random() > 0.25:
            continue
        spouse = waiting.pop((resident.street, "F" if resident.sex == "M" else "M"), None)
        if spouse and abs((spouse.born - resident.born).days) < 2500 and rng.random() < 0.3:
            resident.household, resident.community = spouse.household, spouse.community
            resident.household.members.append((resident, "spouse"))
            continue
        home = Household(book.new_id(), resident.street, resident.community, names.address(rng))
        home.members.append((resident, "head"))
        resident.household = home
        found.append(home)
        waiting[resident.street, resident.sex] = resident
    return found
