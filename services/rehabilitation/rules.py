"""Rehabilitation of adults and children. Pure. DOMAIN C.5."""

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from services.circumstances.facts import PersonFacts
from services.policy.texts import Texts, percent
from services.policy.verdict import Line, Refusal, Verdict

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def _basics(person: PersonFacts, day: dt.date) -> Iterator[Refusal]:
    if not person.is_alive(day):
        yield Refusal("RC15", "died", {"died_on": person.died_on})
    if not person.is_registered_here(day):
        yield Refusal("RC01", "hukou", {"day": day})


def adult_rehab(*, person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts) -> Verdict:
    """Whether there is a claim: the age at application, hukou, a valid certificate."""
    return Verdict(refusals=tuple(_against_adult(person, applied_on, day, texts)))


def _against_adult(person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts) -> Iterator[Refusal]:
    yield from _basics(person, day)
    low, age = texts.age("adult_rehab.age_from"), person.age_on(applied_on)
    if age < low:
        yield Refusal("RC04", "adult_age", {"age": age, "low": int(low)})
    if person.certificate_on(day) is None:
        yield Refusal("RC02", "certificate", {"day": day})


def is_supported(person: PersonFacts, day: dt.date, texts: Texts) -> bool:
    """The higher share: dibao, low income, extremely poor, unemployed without stable income, students of age."""
    student = person.has(day, "student") and person.age_on(day) >= texts.age("adult_rehab.student_age_from")
    return student or person.has(day, "dibao", "low_income", "extremely_poor", "unemployed")


def adult_settlement(
    *,
    person: PersonFacts,
    day: dt.date,
    texts: Texts,
    sessions: Sequence[tuple[dt.date, Decimal | None]],
    paid_this_year: Decimal = ZERO,
) -> Verdict:
    """The subsidy for `sessions`, (day, price in yuan) each: a share of the price up to a ceiling per session, all
    together up to what is left of the year's ceiling. Who is supported is asked for each session's day."""
    if any(price is None for _on, price in sessions):
        return Verdict(refusals=(Refusal("RC07", "price"),))
    highest = texts.yuan("adult_rehab.session_ceiling")
    counted: dict[tuple[Decimal, Decimal], int] = {}
    for on, price in sessions:
        code = "adult_rehab.share_supported" if is_supported(person, on, texts) else "adult_rehab.share"
        key = (min(price or ZERO, highest), texts.share(code))
        counted[key] = counted.get(key, 0) + 1
    lines = [
        Line(
            "sessions",
            (price * share * count).quantize(CENT, ROUND_HALF_UP),
            {"count": count, "price": price, "share": percent(share)},
        )
        for (price, share), count in sorted(counted.items())
    ]
    left = max(texts.yuan("adult_rehab.yearly_ceiling") - paid_this_year, ZERO)
    total = sum((line.amount for line in lines), ZERO)
    if total > left:
        lines.append(Line("yearly_cut", left - total, {"left": left}))
    return Verdict(tuple(lines))


def child_rehab(
    *,
    person: PersonFacts,
    applied_on: dt.date,
    day: dt.date,
    texts: Texts,
    last_assessed_on: dt.date | None = None,
) -> Verdict:
    """Under the age at application; a certificate, or suspected (and then assessed within the year, once known)."""
    return Verdict(refusals=tuple(_against_child(person, applied_on, day, texts, last_assessed_on)))


def _against_child(
    person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts, last_assessed_on: dt.date | None
) -> Iterator[Refusal]:
    yield from _basics(person, day)
    below, age = texts.age("child_rehab.age_below"), person.age_on(applied_on)
    if age >= below:
        yield Refusal("RC04", "child_age", {"age": age, "below": int(below)})
    if person.certificate_on(day) is None:
        if not person.suspected:
            yield Refusal("RC02", "neither_suspected")
        elif last_assessed_on and day >= _months_later(last_assessed_on, _assessment(texts)):
            yield Refusal("RC11", "assessment_is_old", {"on": last_assessed_on})


def _assessment(texts: Texts) -> int:
    return texts.months("child_rehab.suspected_assessment_months")


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last one of a month that is too short."""
    at = day.year * 12 + day.month - 1 + months
    first = dt.date(at // 12, at % 12 + 1, 1)
    following = dt.date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return min(first + dt.timedelta(day.day - 1), following - dt.timedelta(1))


def child_settlement(
    *, person: PersonFacts, day: dt.date, texts: Texts, sessions: int, price: Decimal | None
) -> Verdict:
    """The subsidy of one month: sessions at their price, up to the ceiling of a child with or without certificate."""
    if price is None:
        return Verdict(refusals=(Refusal("RC07", "price"),))
    group = "certificate" if person.certificate_on(day) else "suspected"
    ceiling = texts.yuan(f"child_rehab.monthly_ceiling_{group}")
    whole = (sessions * price).quantize(CENT, ROUND_HALF_UP)
    lines = [Line("child_sessions", whole, {"count": sessions, "price": price})]
    if whole > ceiling:
        lines.append(Line("monthly_cut", ceiling - whole, {"ceiling": ceiling}))
    return Verdict(tuple(lines))
