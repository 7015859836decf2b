"""Home modifications. Pure. DOMAIN C.7: the lock of five years, the ceiling, the self-pay steps of the city's page."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.circumstances.facts import PHYSICAL, PersonFacts
from services.circumstances.severity import NAMES
from services.policy.texts import Texts, percent
from services.policy.verdict import Line, Refusal, Verdict

CENT = Decimal("0.01")
HEAVY = 2  # "physical grade newly 1-2" of the exception


@dataclass(frozen=True)
class Acceptance:
    """An earlier modification, with the impairments of its day."""

    on: dt.date
    categories: tuple[int, ...] = ()
    physical_grade: int | None = None


def home_modification(
    *,
    person: PersonFacts,
    applied_on: dt.date,
    day: dt.date,
    texts: Texts,
    cost: Decimal | None,
    earlier: Sequence[Acceptance] = (),
    reason: str = "",
    tenure: str = "owned",
) -> Verdict:
    """With `cost` (yuan, the whole) the subsidy; without it whether there is a claim at all.

    `reason` for doing it again within the lock: new_category, physical_grade or expropriated; the first two are
    believed only when the certificates say so. Self-pay is a share of the cost up to the ceiling; what lies above
    the ceiling is the household's own.
    """
    lines = () if cost is None else _lines(person, day, texts, cost)
    return Verdict.of(lines, _against(person, applied_on, day, texts, earlier, reason, tenure))


def _against(
    person: PersonFacts,
    applied_on: dt.date,
    day: dt.date,
    texts: Texts,
    earlier: Sequence[Acceptance],
    reason: str,
    tenure: str,
) -> Iterator[Refusal]:
    if not person.is_alive(day):
        yield Refusal("RC15", "died", {"died_on": person.died_on})
    if not person.is_registered_here(day):
        yield Refusal("RC01", "hukou", {"day": day})
    if person.certificate_on(day) is None:
        yield Refusal("RC02", "certificate", {"day": day})
    if tenure == "rented_without_consent":
        yield Refusal("RC19", "owner")
    if earlier:
        latest = max(earlier, key=lambda one: one.on)
        free_from = _years_later(latest.on, texts.years("home_modification.lock_years"))
        if applied_on < free_from and not _may_again(person, day, latest, reason):
            yield Refusal("RC10", "lock", {"on": latest.on, "free_from": free_from})


def _may_again(person: PersonFacts, day: dt.date, latest: Acceptance, reason: str) -> bool:
    impairments = person.impairments_on(day)
    if reason == "new_category":
        return bool({category for category, _grade in impairments} - set(latest.categories))
    if reason == "physical_grade":
        now = min((grade for category, grade in impairments if category == PHYSICAL), default=None)
        before = latest.physical_grade
        return now is not None and now <= HEAVY and (before is None or before > HEAVY)
    return reason == "expropriated"


def _years_later(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return dt.date(day.year + years, 3, 1)


def ceiling(person: PersonFacts, day: dt.date, texts: Texts) -> Decimal:
    """The highest of the ceilings of the person's impairments."""
    codes = [f"home_modification.ceiling_{NAMES[category]}_{grade}" for category, grade in person.impairments_on(day)]
    return max((texts.yuan(code) for code in codes), default=Decimal(0))


def _lines(person: PersonFacts, day: dt.date, texts: Texts, cost: Decimal) -> Iterator[Line]:
    yield Line("cost", cost.quantize(CENT))
    highest = ceiling(person, day, texts)
    base = min(cost, highest)
    if cost > highest:
        yield Line("above_ceiling", (highest - cost).quantize(CENT), {"ceiling": highest})
    share = texts.share("home_modification.share_self")
    if person.has(day, "extremely_poor"):
        return
    if person.has(day, "dibao", "low_income"):
        free = texts.yuan("home_modification.free_of_self_pay")
        own = (max(base - free, Decimal(0)) * share).quantize(CENT, ROUND_HALF_UP)
        if own:
            yield Line("self_pay_above", -own, {"free": free, "share": percent(share)})
    else:
        yield Line("self_pay", -(base * share).quantize(CENT, ROUND_HALF_UP), {"share": percent(share)})
