"""Certificates: first issue, renewal after ten years, change of grade, reissue after a loss, and how they end."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from deploy.district.book import Book
from deploy.district.days import DAY, between, first, last, plus_years
from deploy.district.people import Resident, shuffled
from services.people.models import Certificate

R = Certificate.EndReason
CHANGED_GRADE, LOST, PERIOD_OVER = str(R.CHANGED), str(R.REISSUED), str(R.RENEWED)
# Shares in percent (G.2). Of children more intellectual, of nobody the 2006 survey's hearing share.
CATEGORIES = {4: 49, 6: 17, 1: 10.5, 5: 10, 2: 9, 7: 3.5, 3: 1}
CATEGORIES_OF_CHILDREN = {5: 40, 4: 22, 6: 14, 2: 14, 3: 4, 1: 3, 7: 3}
GRADES = {
    1: {1: 38, 2: 14, 3: 13, 4: 35},
    2: {1: 38, 2: 25, 3: 20, 4: 17},
    3: {1: 25, 2: 25, 3: 25, 4: 25},
    4: {1: 7, 2: 20, 3: 31, 4: 42},
    5: {1: 8, 2: 38, 3: 36, 4: 18},
    6: {1: 8, 2: 42, 3: 35, 4: 15},
    7: {1: 35, 2: 40, 3: 20, 4: 5},
}
LOWER_LIMB = 0.65  # of physical disabilities
RENEWED, CHANGED, REISSUED = 0.055, 0.0014, 0.0018  # of all holders, in each year


@dataclass(slots=True, eq=False)
class Held:
    """A certificate to be; `after` is the first day on which it is not valid."""

    id: str
    number: str
    category: int
    grade: int
    lower_limb: bool
    components: list[tuple[int, int]]
    valid_from: dt.date
    valid_to: dt.date
    ended_on: dt.date | None = None
    reason: str = ""
    after: dt.date = field(init=False)
    started: int = 0  # keys of its entries
    ended: int = 0

    def __post_init__(self) -> None:
        self.after = min(self.valid_to, self.ended_on or dt.date.max)

    @property
    def severe(self) -> bool:
        """As Beijing's home help counts it (C.3): grade 1-2, of intellectual and mental 1-3."""
        return any(
            grade <= (3 if category in (5, 6) else 2) and category not in (2, 3)
            for category, grade in self.components or [(self.category, self.grade)]
        )


def issue(book: Book, residents: list[Resident]) -> None:
    """Gives every holder the certificates of [since, until), with their ledger entries."""
    rng, end = book.rng, last(book.years[-1])
    holders = [r for r in residents if r.since < dt.date.max]
    children = [r.age(end) < 16 for r in holders]
    young = iter(shuffled(rng, sum(children), CATEGORIES_OF_CHILDREN))
    grown = iter(shuffled(rng, len(children) - sum(children), CATEGORIES))
    change = next(r for r in holders if not r.leaves and r.since < first(book.years[0]) and r.age(end) > 30)
    for resident, is_child in zip(holders, children, strict=True):
        category = next(young if is_child else grown)
        if resident is change:
            _change(book, resident, 4, 3, 2, book.years[-1])  # 43 to 42: at least one in the last year
        else:
            _issue(book, resident, category)
    for resident in holders:
        for each in resident.certificates:
            _enter(book, resident, each)


def _issue(book: Book, resident: Resident, category: int) -> None:
    rng, years = book.rng, book.years
    grade = _pick(rng, GRADES[category])
    lower, components = category == 4 and rng.random() < LOWER_LIMB, _components(rng, category, grade)
    chance, settled = rng.random(), not resident.leaves and resident.since < first(years[0])
    year = rng.choice(years)
    if settled and chance < RENEWED * len(years):
        day = between(rng, dt.date(year, 1, 4), dt.date(year, 12, 28))
        if resident.age(day) > 11:
            resident.since = plus_years(day, -10) + rng.randint(5, 300) * DAY
            _add(book, resident, category, grade, lower, components, resident.since, day, PERIOD_OVER)
            return _add(book, resident, category, grade, lower, components, day)
    elif settled and chance < (RENEWED + CHANGED) * len(years):
        if category != 7 and grade < 4:
            return _change(book, resident, category, grade + 1, grade, year)
    elif settled and chance < (RENEWED + CHANGED + REISSUED) * len(years):
        day = between(rng, dt.date(year, 1, 4), dt.date(year, 12, 28))
        _add(book, resident, category, grade, lower, components, resident.since, day, LOST)
        return _add(book, resident, category, grade, lower, components, day, suffix="B1")
    ended = resident.until if resident.leaves not in ("", "expired") else None
    _add(book, resident, category, grade, lower, components, resident.since, ended, resident.leaves if ended else "")


def _change(book: Book, resident: Resident, category: int, before: int, grade: int, year: int) -> None:
    """In June the grade becomes another: a new certificate, and the person goes on counting once."""
    day = between(book.rng, dt.date(year, 6, 1), dt.date(year, 6, 30))
    lower = category == 4 and book.rng.random() < LOWER_LIMB
    _add(book, resident, category, before, lower, [], resident.since, day, CHANGED_GRADE)
    _add(book, resident, category, grade, lower, [], day)


def _add(
    book: Book,
    resident: Resident,
    category: int,
    grade: int,
    lower_limb: bool,
    components: list[tuple[int, int]],
    valid_from: dt.date,
    ended_on: dt.date | None = None,
    reason: str = "",
    suffix: str = "",
) -> None:
    number = f"{resident.number}{category}{grade}{suffix}"
    span = (valid_from, plus_years(valid_from, 10), ended_on, str(reason))
    held = Held(book.new_id(), number, category, grade, lower_limb, components, *span)
    resident.certificates.append(held)


def _enter(book: Book, resident: Resident, held: Held) -> None:
    started = book.record("certificate.started", held.valid_from, resident, detail=held.id, valid_until=held.valid_to)
    held.started = started.key
    if held.ended_on:
        ended = book.record(
            "certificate.ended", held.ended_on, resident, detail=held.reason, quantity=0, ends=started.key
        )
        held.ended = ended.key


def _pick(rng: Random, shares: Mapping[int, float]) -> int:
    return rng.choices(list(shares), list(shares.values()))[0]


def _components(rng: Random, category: int, grade: int) -> list[tuple[int, int]]:
    """Of a multiple disability: two or three, the heaviest as heavy as the whole."""
    if category != 7:
        return []
    chosen = rng.sample(range(1, 7), rng.choice((2, 2, 3)))
    return [(each, grade if n == 0 else rng.randint(grade, 4)) for n, each in enumerate(chosen)]
