"""Assistive devices. Pure. DOMAIN C.6: a share of the catalogue's standard, not before the service life is over."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.circumstances.facts import PersonFacts
from services.policy.texts import Texts, percent
from services.policy.verdict import Line, Refusal, Verdict

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    """What is applied for: so many of a device of the catalogue (`code` None: it is not in it), in its counting unit.

    `standard`: yuan per unit; `categories`: for whom it is (GB/T 26341), empty for everybody.
    """

    code: str | None
    name: str
    quantity: int = 1
    unit: str = "piece"
    device_class: str = ""
    categories: tuple[int, ...] = ()
    standard: Decimal = Decimal(0)
    service_life_years: int = 0


@dataclass(frozen=True)
class Earlier:
    """A device that was delivered with a subsidy."""

    device_class: str
    delivered_on: dt.date
    service_life_years: int

    @property
    def free_from(self) -> dt.date:
        """The first day on which one of its class can be applied for again."""
        day, year = self.delivered_on, self.delivered_on.year + self.service_life_years
        try:
            return day.replace(year=year)
        except ValueError:  # 29 February
            return dt.date(year, 3, 1)


def device(
    *,
    person: PersonFacts,
    applied_on: dt.date,
    day: dt.date,
    texts: Texts,
    items: Sequence[Item],
    earlier: Sequence[Earlier] = (),
) -> Verdict:
    """One line per item: standard x quantity x share; the higher share for the five groups."""
    share = texts.share("device.share_supported" if is_supported(person, applied_on, day, texts) else "device.share")
    lines = (_line(item, share) for item in items if item.code)
    return Verdict.of(lines, _against(person, applied_on, day, items, earlier))


def is_supported(person: PersonFacts, applied_on: dt.date, day: dt.date, texts: Texts) -> bool:
    """Dibao, low income (and extremely poor), unemployed without stable income, children at application, students."""
    child = person.age_on(applied_on) < texts.age("device.child_below")
    return child or person.has(day, "dibao", "low_income", "extremely_poor", "unemployed", "student")


def _line(item: Item, share: Decimal) -> Line:
    amount = (item.standard * item.quantity * share).quantize(CENT, ROUND_HALF_UP)
    values = {"name": item.name, "standard": item.standard, "quantity": item.quantity, "share": percent(share)}
    return Line("device", amount, values)


def _against(
    person: PersonFacts, applied_on: dt.date, day: dt.date, items: Sequence[Item], earlier: Sequence[Earlier]
) -> Iterator[Refusal]:
    if not person.is_alive(day):
        yield Refusal("RC15", "died", {"died_on": person.died_on})
    if not person.is_registered_here(day):
        yield Refusal("RC01", "hukou", {"day": day})
    if person.certificate_on(day) is None:
        yield Refusal("RC02", "certificate", {"day": day})
    for item in sorted(items, key=lambda item: (item.device_class, item.name)):
        yield from _against_item(person, applied_on, day, item, earlier)


def _against_item(
    person: PersonFacts, applied_on: dt.date, day: dt.date, item: Item, earlier: Sequence[Earlier]
) -> Iterator[Refusal]:
    if item.code is None:
        yield Refusal("RC12", "not_in_the_catalogue", {"name": item.name})
        return
    certificate = person.certificate_on(day)
    categories = {category for category, _grade in person.impairments_on(day)}
    categories |= {certificate.category} if certificate else set()
    if categories and item.categories and not categories & set(item.categories):
        yield Refusal("RC03", "not_for_this_category", {"name": item.name})
    same = [one for one in earlier if one.device_class == item.device_class and one.free_from > applied_on]
    if same:
        free_from = max(one.free_from for one in same)
        yield Refusal("RC10", "service_life", {"name": item.name, "free_from": free_from})
