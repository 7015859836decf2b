"""What is paid once a life is told: devices, home modifications and training; and the explanation of every amount.

Amounts come from the product's own rules, asked with the texts of the month; the explanation is theirs too.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from deploy.district.book import Book, Happening, Life
from deploy.district.days import DAY, between, first, last
from deploy.district.people import Resident
from services.cases.entitlement import lines_of
from services.circumstances.facts import CertificateFacts, Circumstance, PersonFacts, Span
from services.devices import rules as devices
from services.home_modifications import rules as homes
from services.policy.models import Holiday, Policy
from services.policy.texts import Text, Texts
from services.policy.verdict import Verdict
from services.rehabilitation import rules as training
from services.subsidies import rules as subsidies

PAY_FROM = 12  # of the month after


class Explained(NamedTuple):
    """The lines of an amount and the policy rows behind it, as the product stores them."""

    amount: Decimal
    lines: list[dict[str, Any]]
    terms: list[int]


class Law:
    """All policy texts and the calendar, read once: while rows are generated the database is busy."""

    def __init__(self) -> None:
        self._rows = list(Policy.objects.all())
        self.calendar = Holiday.objects.calendar()
        self.on = cache(self._on)

    def _on(self, day: dt.date) -> Texts:
        rows = [r for r in self._rows if r.valid_from <= day and (r.valid_to is None or day < r.valid_to)]
        return Texts(day, {r.code: Text(r.pk, r.value, r.unit, bool(r.verified_by)) for r in rows})

    def texts(self, day: dt.date) -> Texts:
        return self.on(day.replace(day=1)).again()


@cache
def facts(person: Resident) -> PersonFacts:
    held = (
        CertificateFacts(
            Span(c.valid_from, c.after),
            c.category,
            c.grade,
            tuple(c.components) if c.category == 7 else ((c.category, c.grade),),
            c.lower_limb,
        )
        for c in person.certificates
    )
    gone = person.until if person.leaves == "moved_out" else None
    hukou = (Span(person.born, gone),)
    statuses = (Circumstance(code, Span(since, after)) for code, since, after, *_more in person.circumstances)
    return PersonFacts(person.born, person.sex, person.died, person.suspected, tuple(held), hukou, tuple(statuses))


def explained(verdict: Verdict, texts: Texts) -> Explained:
    return Explained(verdict.amount, lines_of(verdict), list(texts.used))


def monthly(law: Law, entry: Happening) -> Explained:
    """Of a payment that the subsidies generated."""
    assert entry.for_month and entry.amount
    texts = law.texts(entry.for_month)
    match entry.code:
        case "home_help.paid":
            lines = subsidies.home_help_lines(texts)
        case "fuel.paid":
            lines = subsidies.fuel_lines(texts)
        case _other:
            lines = subsidies.premium_lines(Decimal(entry.amount), texts)
    found = explained(Verdict(tuple(lines)), texts)
    assert found.amount == Decimal(entry.amount), f"{entry.code} of {entry.amount}: the rule says {found.amount}"
    return found


def pay_out(book: Book, law: Law) -> dict[int, Explained]:
    """Writes the further payments into the book; returns the explanation of every payment by its entry's key."""
    found = {e.key: monthly(law, e) for e in book.entries if e.code.endswith(".paid")}
    told: defaultdict[str, list[Happening]] = defaultdict(list)
    for entry in book.entries:
        if entry.case:
            told[entry.case].append(entry)
    items: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for life, item in book.items:
        items[life.id].append(item)
    prices = {
        row["case_id"]: Decimal(row["price"])
        for kind in ("adult_rehab", "child_rehab")
        for row in book.details.get(kind, [])
    }
    for life, _claim in list(book.lives):
        match life.kind:
            case "device" if life.status == "delivered":
                due: Iterable[Any] = _device(book, law, life, told[life.id], items[life.id])
            case "home_modification" if life.status == "accepted":
                due = _home(law, life, told[life.id])
            case "adult_rehab" if life.status in ("active", "completed"):
                due = _adult(law, life, told[life.id], prices[life.id])
            case "child_rehab" if life.status in ("active", "completed"):
                due = _child(law, life, told[life.id], prices[life.id])
            case _other:
                continue
        for month, organisation, one in due:
            day = _pay_day(book, month)
            if one.amount and day:
                entry = book.step(
                    life, "paid", day, for_month=month, amount=f"{one.amount:.2f}", organisation=organisation
                )
                found[entry.key] = one
    return found


def _pay_day(book: Book, month: dt.date) -> dt.date | None:
    """In the month after `month`; None when that is after the years."""
    following = (month + 32 * DAY).replace(day=1)
    if following > last(book.years[-1]) or month < first(book.years[0]):
        return None
    return between(book.rng, following.replace(day=PAY_FROM), following.replace(day=PAY_FROM + 4))


def _of(told: list[Happening], code: str) -> Happening:
    return next(entry for entry in told if entry.code == code)


def _device(book: Book, law: Law, life: Life, told: list[Happening], rows: list[dict[str, Any]]) -> Iterable[Any]:
    delivered, approved = _of(told, "device.delivered"), _of(told, "device.approved")
    month = delivered.on.replace(day=1)
    yield month, None, decided_device(book, law, life, approved.on, rows)


def decided_device(book: Book, law: Law, life: Life, on: dt.date, rows: list[dict[str, Any]]) -> Explained:
    catalogue = {item.pk: item for item in book.catalogue.values()}
    items = [
        devices.Item(
            code=(one := catalogue[row["catalogue_id"]]).code,
            name=row["name"],
            quantity=row["quantity"],
            unit=row["unit"],
            device_class=one.iso_class,
            categories=tuple(one.categories),
            standard=one.standard,
            service_life_years=one.service_life_years,
        )
        for row in rows
    ]
    texts = law.texts(on)
    verdict = devices.device(person=facts(life.person), applied_on=life.opened_on, day=on, texts=texts, items=items)
    return explained(verdict.overridden(), texts)


def _home(law: Law, life: Life, told: list[Happening]) -> Iterable[Any]:
    built, accepted = _of(told, "home_modification.built"), _of(told, "home_modification.accepted")
    yield accepted.on.replace(day=1), built.organisation, decided_home(law, life, built, accepted.on)


def decided_home(law: Law, life: Life, built: Happening | None, on: dt.date) -> Explained:
    texts = law.texts(on)
    cost = Decimal(built.amount) if built and built.amount else None
    verdict = homes.home_modification(
        person=facts(life.person), applied_on=life.opened_on, day=on, texts=texts, cost=cost
    )
    return explained(verdict.overridden(), texts)


def _adult(law: Law, life: Life, told: list[Happening], price: Decimal) -> Iterable[Any]:
    months: defaultdict[dt.date, list[Happening]] = defaultdict(list)
    for entry in told:
        if entry.code == "adult_rehab.session" and not entry.mistaken:
            months[entry.on.replace(day=1)].append(entry)
    paid: defaultdict[int, Decimal] = defaultdict(Decimal)
    for month, sessions in sorted(months.items()):
        texts = law.texts(month)
        verdict = training.adult_settlement(
            person=facts(life.person),
            day=month,
            texts=texts,
            sessions=[(one.on, price) for one in sessions],
            paid_this_year=paid[month.year],
        )
        paid[month.year] += verdict.amount
        yield month, sessions[-1].organisation, explained(verdict, texts)


def _child(law: Law, life: Life, told: list[Happening], price: Decimal) -> Iterable[Any]:
    for entry in [e for e in told if e.code == "child_rehab.attended"]:
        assert entry.for_month
        texts = law.texts(entry.for_month)
        verdict = training.child_settlement(
            person=facts(life.person), day=entry.for_month, texts=texts, sessions=entry.quantity, price=price
        )
        yield entry.for_month, entry.organisation, explained(verdict, texts)
