"""Cases that wait for somebody at the end of the last year, in every street, and cases that came to nothing."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from deploy.district import devices, names
from deploy.district.book import Book, Life
from deploy.district.cohorts import whole_year
from deploy.district.days import DAY, after, between, first, last
from deploy.district.people import Household, Resident
from deploy.district.register import EMPLOYED
from deploy.district.subsidies import PROGRAMMES, Programme
from deploy.district.targets import Targets
from deploy.district.terms import Terms

WAITING = ("submitted", "submitted", "reviewed", "returned", "resubmitted")  # of each kind in each street
REVIEWS_NOT = "home_modification"  # assessed at home instead
CAME_TO_NOTHING = 0.02  # of a year's cases, besides them
REASONS = {"rejected": "不符合申请条件", "withdrawn": "本人不再需要", "returned": "缺少户口本复印件"}

Opener = Callable[[Book, Any, dt.date], Life]


def leave_pending(
    book: Book, terms: Terms, residents: list[Resident], households: list[Household], targets: dict[int, Targets]
) -> None:
    for kind, size, opener, subjects in _kinds(book, terms, residents, households, targets):
        busy = {(life.kind, life.household_id or life.person_id) for life, _ in book.lives}
        free = [s for s in subjects if (kind, s.id) not in busy and not _excluded(kind, s, busy)]
        book.rng.shuffle(free)
        _wait(book, kind, opener, free)
        for year in book.years:
            for _ in range(min(len(free), round(size(year) * CAME_TO_NOTHING))):
                life = opener(book, free.pop(), between(book.rng, dt.date(year, 1, 4), dt.date(year, 10, 31)))
                _stop(book, life, book.rng.choice(("rejected", "rejected", "withdrawn")))


def _excluded(kind: str, subject: Any, busy: set[tuple[str, Any]]) -> bool:
    """Home help is for people without a job, and never beside the insurance subsidy."""
    if kind == "home_help":
        return subject.status == EMPLOYED or bool({("social_insurance", subject.id), ("placement", subject.id)} & busy)
    return kind == "social_insurance" and bool({("home_help", subject.id), ("placement", subject.id)} & busy)


def _kinds(book: Book, terms: Terms, residents: list, households: list, targets: dict[int, Targets]) -> list[tuple]:
    """Kind, cases a year, how one is opened, and who could have one on any day of the years."""
    low, high = first(book.years[0]), last(book.years[-1])
    steady = [p for p in residents if p.holds(low) and p.holds(high) and whole_year(p, low.year)]
    found: list[tuple] = []
    for programme in PROGRAMMES:
        windows = ((p, programme.window(terms, p)) for p in steady)
        subjects = [p for p, w in windows if w and w.low <= low and w.high > high]
        found.append((programme.kind, lambda y, f=programme.fact: targets[y][f], _subsidy(programme), subjects))
    adults = [p for p in steady if p.age(low) >= terms.adult_rehab_age_from]
    children = [p for p in steady if p.age(high) < terms.child_rehab_age_below]
    homes = [h for h in households if all(p.holds(low) and p.holds(high) for p, _ in h.members)]
    found.append(("adult_rehab", lambda y: targets[y]["V7"] / 11, _adult, adults))
    found.append(("child_rehab", lambda y: targets[y]["V8"], _child, children))
    found.append(("device", lambda y: targets[y]["V10"], _device, steady))
    found.append(("home_modification", lambda y: targets[y]["V11"], _home, homes))
    return found


def _wait(book: Book, kind: str, opener: Opener, free: list) -> None:
    """Takes from `free`, for each street, somebody for each state in which cases wait."""
    end = last(book.years[-1])
    streets: dict[str, list[str]] = {}
    for subject in list(free):
        states = streets.setdefault(subject.street, [s for s in WAITING if s != "reviewed" or kind != REVIEWS_NOT])
        if not states:
            continue
        free.remove(subject)
        life = opener(book, subject, between(book.rng, end - 40 * DAY, end - 14 * DAY))
        match states.pop():
            case "reviewed":
                book.step(life, "reviewed", after(book.rng, life.latest, 1, 8))
            case "returned":
                _stop(book, life, "returned")
            case "resubmitted":
                _stop(book, life, "returned")
                book.step(life, "resubmitted", after(book.rng, life.latest, 1, 3, latest=end))


def _stop(book: Book, life: Life, how: str) -> None:
    book.step(life, how, after(book.rng, life.latest, 2, 9), reason=REASONS[how])


def _subsidy(programme: Programme) -> Opener:
    return lambda book, person, on: book.open(programme.kind, on, programme.details(book, person), person=person)


def _adult(book: Book, person: Resident, on: dt.date) -> Life:
    return book.open(
        "adult_rehab", on, {"item": "运动功能训练", "price": "120.00", "planned_sessions": 12}, person=person
    )


def _child(book: Book, person: Resident, on: dt.date) -> Life:
    guardian = names.person(book.rng, book.rng.choice("MF"))
    return book.open("child_rehab", on, {"guardian": guardian, "price": "150.00", "direction": "言语"}, person=person)


def _device(book: Book, person: Resident, on: dt.date) -> Life:
    return devices.begin(book, person, on, None)[0]


def _home(book: Book, household: Household, on: dt.date) -> Life:
    details = {"tenure": "owned", "needs": "扶手", "again_because": ""}
    return book.open("home_modification", on, details, person=household.members[0][0], household=household)
