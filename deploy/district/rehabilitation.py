"""Rehabilitation of adults (V7: sessions) and of children, suspected ones among them (V8: children)."""

import datetime as dt

from deploy.district import names
from deploy.district.book import Book, Life
from deploy.district.cohorts import spans, split, yearly
from deploy.district.days import DAY, after, between, first, last
from deploy.district.organisations import Organisations
from deploy.district.people import SUSPECTED, Resident
from deploy.district.targets import Targets
from deploy.district.terms import Terms

SESSIONS_EACH = 10.6
ITEMS = ("运动功能训练", "日常生活能力训练", "言语训练", "精神康复训练", "盲人定向行走训练", "职业康复训练")
DIRECTIONS = {1: "低视力", 2: "听力言语", 3: "言语", 4: "肢体", 5: "智力", 6: "孤独症", 7: "综合"}
NOT_DIAGNOSED = "孤独症（待诊断）"
PRICES = ("90.00", "120.00", "150.00", "180.00")
STILL_ACTIVE = 0.08
APPLIES_BY = 9  # month


def train_adults(
    book: Book, terms: Terms, residents: list[Resident], targets: dict[int, Targets], at: Organisations
) -> None:
    """A plan of one year for each; together exactly the year's sessions."""
    for year in book.years:
        total = targets[year]["V7"]
        size = max(1, round(total / SESSIONS_EACH))
        fitting = [p for p in residents if terms.adult_rehab_age_from <= p.age(first(year)) < 85]
        persons = yearly(book.rng, size, fitting, year, "adult rehabilitation")
        for person, count in zip(persons, split(book.rng, total, size, most=24), strict=True):
            _plan(book, person, year, count, book.rng.choice(at.providers))


def _plan(book: Book, person: Resident, year: int, count: int, provider: int) -> None:
    rng = book.rng
    opened = between(rng, dt.date(year, 1, 4), dt.date(year, 5, 31))
    planned = max(count, 12) if rng.random() < 0.8 else count
    details = {"item": rng.choice(ITEMS), "price": rng.choice(PRICES), "planned_sessions": planned}
    life = book.open("adult_rehab", opened, details, person=person)
    reviewed = after(rng, opened, 2, 8)
    book.step(life, "reviewed", reviewed)
    approved = after(rng, reviewed, 2, 10)
    book.step(life, "approved", approved)
    spread = (dt.date(year, 12, 20) - approved).days
    days = [approved + n * DAY for n in range(1, spread) if (approved.weekday() + n) % 7 < 5]
    for day in sorted(rng.sample(days, count)):
        book.step(life, "session", day, organisation=provider)
    if rng.random() > STILL_ACTIVE or year < book.years[-1]:
        book.step(life, "completed", after(rng, life.latest, 1, 12, latest=last(year)))


def train_children(
    book: Book, terms: Terms, residents: list[Resident], targets: dict[int, Targets], at: Organisations
) -> list[Resident]:
    """Children with a certificate and suspected ones, in months; returns the suspected ones who were served."""
    age_below = int(terms.child_rehab_age_below)
    suspects = [r for r in residents if r.suspected]
    holders = [r for r in residents if r.certificates and not r.leaves and not r.suspected]
    served = {}
    for what, people in (("suspected children", suspects), ("children", holders)):
        sizes = {}
        for year in book.years:
            suspected = max(1, round(targets[year]["V8"] * SUSPECTED))
            sizes[year] = suspected if people is suspects else targets[year]["V8"] - suspected
        served |= spans(book.rng, sizes, people, lambda p, y: _is_child(p, y, age_below), what, stay=0.8)
    for person, span in served.items():
        _enrol(book, person, span, book.rng.choice(at.providers), age_below)
    return [p for p in served if p.suspected]


def _is_child(person: Resident, year: int, age_below: int) -> bool:
    """May apply from the first day of that year to the month in which applications end."""
    by = dt.date(year, APPLIES_BY, 30)
    known = person.suspected or (person.since <= first(year))
    return known and person.age(by) < age_below and person.age(first(year)) >= 1


def _enrol(book: Book, child: Resident, years: tuple[int, int], provider: int, age_below: int) -> None:
    rng, (begin, end) = book.rng, years
    opened = between(rng, dt.date(begin, 1, 4), dt.date(begin, APPLIES_BY, 20))
    details = {
        "guardian": names.person(rng, rng.choice("MF")),
        "price": rng.choice(PRICES),
        "direction": DIRECTIONS.get(child.at(opened)[1], NOT_DIAGNOSED),
    }
    life = book.open("child_rehab", opened, details, person=child)
    assert child.age(opened) < age_below
    book.step(life, "reviewed", after(rng, opened, 1, 6))
    book.step(life, "assessed", after(rng, life.latest, 3, 15), organisation=provider, detail="suitable")
    book.step(life, "enrolled", after(rng, life.latest, 2, 10), organisation=provider)
    stops = last(end) if end == book.years[-1] else dt.date(end, rng.randint(11, 12), 25)
    attend(book, life, provider, stops, gaps=0.12)
    if end < book.years[-1] or rng.random() < 0.3:
        book.step(life, "completed", after(rng, life.latest, 1, 10, latest=last(end)))


def attend(book: Book, life: Life, provider: int, until: dt.date, gaps: float) -> None:
    """One entry a month on a day near its end, from the month after enrolment; now and then a month is missed."""
    rng, month = book.rng, life.moved
    while True:
        month = (month.replace(day=1) + 32 * DAY).replace(day=1)
        if month > until:
            return
        if rng.random() < gaps and month.month not in (11, 12):
            continue
        day = between(rng, month.replace(day=22), min(month.replace(day=28), until))
        book.step(life, "attended", day, organisation=provider, for_month=month, quantity=rng.randint(4, 22))
