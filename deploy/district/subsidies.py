"""Social insurance (V4), fuel (V5) and home help (V6): applications, entitlements, payments, endings."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from deploy.district.book import Book, Life
from deploy.district.cohorts import Spans, Window, spans
from deploy.district.days import DAY, after, between, first, last, month_before, pay_days
from deploy.district.people import Resident
from deploy.district.targets import Targets
from deploy.district.terms import Terms
from services.subsidies.models import SocialInsuranceGrant

HAS_GAPS = 0.08  # of those paid monthly
GIVES_UP = 0.03  # of those served to the last year: ended in it although they could have gone on
OLD_CASE = 0.85  # of those served in the first year: the application is older


@dataclass(frozen=True)
class Programme:
    """One kind of subsidy: who may have it and when, what stands on the case, what is paid for a month."""

    kind: str
    fact: str
    window: Callable[[Terms, Resident], Window | None]
    details: Callable[[Book, Resident], dict[str, Any]]
    amount: Callable[[Book, Terms], Callable[[dt.date], str]]
    pay_day: int  # from this day of the month on; 0: once a year
    arrears: bool  # paid for the month before
    given_up: tuple[str, ...]


def _home_help(terms: Terms, person: Resident) -> Window | None:
    if not any(each.severe for each in person.certificates):
        return None
    if not all(each.severe for each in person.certificates):
        return None
    begins, ends = (person.birthday(int(age)) for age in (terms.home_help_age_from, terms.home_help_age_below))
    return _within(person, begins, ends)


def _social_insurance(terms: Terms, person: Resident) -> Window | None:
    begins, ends = terms.working_age(person)
    return _within(person, max(begins, person.birthday(18)), ends)


def _fuel(terms: Terms, person: Resident) -> Window | None:
    return _within(person, person.birthday(18), person.birthday(85)) if _drives(person) else None


def _drives(person: Resident) -> bool:
    return bool(person.certificates) and all(each.lower_limb for each in person.certificates)


def _within(person: Resident, begins: dt.date, ends: dt.date) -> Window | None:
    """The part of [begins, ends) in which the person holds a certificate and lives."""
    why = person.leaves if person.leaves in ("died", "moved_out") else "certificate"
    why = "retired" if ends <= person.until else why
    window = Window(max(begins, person.since), min(ends, person.until, person.died or dt.date.max), why)
    return window if person.certificates and window.low < window.high else None


def _premium(book: Book, _terms: Terms) -> Callable[[dt.date], str]:
    """The whole premium, other for each person and higher from July on."""
    base = book.rng.randint(98_000, 176_000)
    return lambda month: f"{(base * (100 + 4 * (month.year - 2020) + 4 * (month.month >= 7)) // 100) / 100:.2f}"


def _work(book: Book, _person: Resident) -> dict[str, Any]:
    rng = book.rng
    insured = {"pension": True, "medical": rng.random() < 0.95, "unemployment": rng.random() < 0.4}
    return {"work": rng.choice(SocialInsuranceGrant.Work.values), **insured, "premium": f"{rng.randint(980, 1760)}.00"}


def _vehicle(book: Book, _person: Resident) -> dict[str, Any]:
    bought = between(book.rng, dt.date(2012, 3, 1), first(book.years[0]) - 60 * DAY)
    return {"plate": f"京A残{book.rng.randrange(100_000):05d}", "bought_on": bought}


PROGRAMMES = (
    Programme(
        "home_help",
        "V6",
        _home_help,
        lambda book, person: {"declared_unemployed": True},
        lambda book, terms: lambda month: str(terms.home_help_monthly),
        pay_day=10,
        arrears=False,
        given_up=("own_request",),
    ),
    Programme(
        "social_insurance",
        "V4",
        _social_insurance,
        _work,
        _premium,
        pay_day=18,
        arrears=True,
        given_up=("employed", "own_request"),
    ),
    Programme(
        "fuel",
        "V5",
        _fuel,
        _vehicle,
        lambda book, terms: lambda month: str(terms.fuel_yearly),
        pay_day=0,
        arrears=False,
        given_up=("vehicle", "own_request"),
    ),
)
EXCLUDES = {"social_insurance": "home_help"}  # C.1 and C.3


def subsidise(book: Book, terms: Terms, residents: list[Resident], targets: dict[int, Targets]) -> dict[str, Spans]:
    """Kind -> who was paid in which years."""
    served: dict[str, Spans] = {}
    for programme in PROGRAMMES:
        kind = programme.kind
        others = served.get(EXCLUDES.get(kind, ""), {})
        windows = {p: w for p in residents if p not in others and (w := programme.window(terms, p))}
        sizes = {year: targets[year][programme.fact] for year in book.years}
        served[kind] = spans(book.rng, sizes, windows, partial(_fits, windows), kind)
        days = pay_days(book.rng, book.years, programme.pay_day) if programme.pay_day else {}
        for person, years in served[kind].items():
            _serve(book, terms, programme, person, windows[person], years, days)
    return served


def _fits(windows: dict[Resident, Window], person: Resident, year: int) -> bool:
    return windows[person].covers_enough_of(year)


def _serve(
    book: Book, terms: Terms, programme: Programme, person: Resident, window: Window, years: tuple[int, int], days: dict
) -> None:
    life, approved = _apply(book, programme, person, window, years[0])
    ends, why = _ending(book, programme, window, years, approved)
    amount = programme.amount(book, terms)
    if programme.kind == "social_insurance":
        _prove_premiums(book, life, approved, min(ends, window.high), amount)
    if programme.pay_day:
        _pay_monthly(book, programme, life, years, days, (approved, min(ends, window.high)), amount)
    else:
        _pay_yearly(book, life, years, approved, min(ends, window.high), amount)
    if ends <= last(book.years[-1]):
        day = max(ends, person.until) if why == "died" else ends
        book.step(life, "ended", min(day, last(book.years[-1])), detail=why)


def _prove_premiums(book: Book, life: Life, approved: dt.date, ends: dt.date, amount: Callable[[dt.date], str]) -> None:
    """What is paid for insurance: with the application, and each July anew."""
    book.details[life.kind][-1]["premium"] = amount(life.opened_on)
    for year in range(approved.year, book.years[-1] + 1):
        day = dt.date(year, 7, 5)
        if approved < day < ends:
            book.step(life, "premium", day, for_month=day.replace(day=1), amount=amount(day))


def _apply(book: Book, programme: Programme, person: Resident, window: Window, year: int) -> tuple[Life, dt.date]:
    """The application, reviewed and approved; returns the day of approval."""
    rng = book.rng
    low, high = max(window.low, first(year) + 3 * DAY), min(dt.date(year, 8, 25), window.high - 80 * DAY)
    if year == book.years[0] and window.low < first(year) - 200 * DAY and rng.random() < OLD_CASE:
        low, high = max(window.low, first(year - 4)), first(year) - 90 * DAY
    opened = between(rng, low, max(low, high))
    life = book.open(programme.kind, opened, programme.details(book, person), person=person)
    reviewed = after(rng, opened, 2, 9)
    book.step(life, "reviewed", reviewed)
    approved = after(rng, reviewed, 3, 14)
    book.step(life, "approved", approved)
    return life, approved


def _ending(
    book: Book, programme: Programme, window: Window, years: tuple[int, int], approved: dt.date
) -> tuple[dt.date, str]:
    """The first day without entitlement and why; date.max when it goes on after the last of all years."""
    year, end = years[1], last(years[1])
    served_to_the_last = year == book.years[-1]
    if window.high <= end:
        return window.high, window.why
    if served_to_the_last and book.rng.random() >= GIVES_UP:
        return dt.date.max, ""
    low = max(approved + 70 * DAY, dt.date(year, 11 if programme.pay_day == 0 else 4, 1))
    return between(book.rng, min(low, end), end), book.rng.choice(programme.given_up)


def _pay_monthly(
    book: Book,
    programme: Programme,
    life: Life,
    years: tuple[int, int],
    days: dict[tuple[int, int], dt.date],
    span: tuple[dt.date, dt.date],
    amount: Callable[[dt.date], str],
) -> None:
    rng = book.rng
    for year in range(years[0], years[1] + 1):
        paid = [days[year, m] for m in range(1, 13) if span[0] < days[year, m] < span[1]]
        assert paid, f"{programme.kind}: nothing paid in {year}"
        if len(paid) > 5 and rng.random() < HAS_GAPS:
            at, missing = rng.randrange(1, len(paid) - 3), rng.randint(1, 3)
            del paid[at : at + missing]
        for day in paid:
            month = month_before(day) if programme.arrears else day.replace(day=1)
            if month < _first_month(programme, life) or not life.person.holds(month):
                continue
            book.step(life, "paid", day, for_month=month, amount=amount(month))


def _first_month(programme: Programme, life: Life) -> dt.date:
    """Arrears from the month of the application on, else from the one after it."""
    month = life.opened_on.replace(day=1)
    return month if programme.arrears else (month + 32 * DAY).replace(day=1)


def _pay_yearly(
    book: Book,
    life: Life,
    years: tuple[int, int],
    approved: dt.date,
    ends: dt.date,
    amount: Callable[[dt.date], str],
) -> None:
    for year in range(years[0], years[1] + 1):
        low = max(approved + DAY, dt.date(year, 6, 5))
        high = min(ends - DAY, dt.date(year, 10, 25))
        day = between(book.rng, min(low, high), high)
        book.step(life, "paid", day, for_month=first(year), amount=amount(first(year)))
