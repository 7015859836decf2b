"""A whole district: generated, checked against its targets, written in one transaction of the caller."""

import gc
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from accounts.models import Community
from deploy.district import (
    certificate_work,
    certificates,
    circumstances,
    condolence,
    devices,
    employment,
    home_modifications,
    hotline,
    legal_aid,
    money,
    noise,
    organisations,
    paying,
    pending,
    people,
    registers,
    rehabilitation,
    subsidies,
    targets,
    writing,
)
from deploy.district.book import Book
from deploy.district.days import first
from deploy.district.terms import Terms

Report = Callable[[str], None]


@dataclass(frozen=True)
class Loaded:
    """What one district came to: rows written, and per year the facts counted from the generated rows."""

    people: int
    cases: int
    entries: int
    facts: dict[int, dict[str, int]]
    spent: dict[tuple[str, int], Decimal]  # (kind, year) -> yuan


class NotAsPlanned(Exception):
    """The generated rows do not give the targets: a defect of the generator, nothing was written."""


@contextmanager
def _without_collector():
    """Millions of small objects, none of them in a cycle."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def load(*, size: int, years: Sequence[int], seed: Any, numbers: people.Numbers, begin: int, report: Report) -> Loaded:
    """Generates and writes one district. Needs the system's scope, and a transaction around it.

    `numbers` and `begin` (the first number of a credit code) go on from one district to the next.
    """
    with _without_collector():
        book, wanted = Book(Random(f"taizhang district {seed}"), sorted(years)), targets.for_years(size, sorted(years))
        at = organisations.found(book.rng, wanted[book.years[-1]], begin)
        terms, law = Terms.on(first(book.years[0])), money.Law()
        places = list(Community.objects.order_by("street_id", "id").values_list("id", "street_id"))
        residents, households = settle(book, wanted, numbers, places)
        circumstances.decide(book, law, residents)
        report(f"writing {len(residents):,} people, generating their cases")
        with writing.beside(lambda: _write_people(book, residents, households)):
            twice = serve(book, terms, law, residents, households, wanted, at)
            explained = money.pay_out(book, law)
            noise.slip(book)
            facts = {year: targets.counted(book.entries, year, book.stands_for) for year in book.years}
            _compare(wanted, facts)
        report(f"writing {len(book.lives):,} cases")
        writing.write_residents(twice)
        writing.write_cases(book)
        report(f"writing {len(book.entries):,} ledger entries")
        ids = writing.write_entries(book)
        report(f"writing {len(explained):,} payments")
        spent = paying.write(book, law, ids, explained)
        report("putting slips right")
        noise.put_right(book, ids)
        report("keeping the district's own registers")
        registers.keep(seed, book.years, state=begin == 0)
        report("checking references")
        return Loaded(len(residents) + len(twice), len(book.lives), len(book.entries), facts, spent)


def settle(
    book: Book, wanted: dict[int, targets.Targets], numbers: people.Numbers, places: list[tuple[int, str]]
) -> tuple[list, list]:
    """Who lives here, with names, homes and certificates."""
    residents = people.settle(book, wanted, places, numbers)
    noise.name_unusually(book, residents)
    households = people.families(book, residents)
    certificates.issue(book, residents)
    return residents, households


def serve(
    book: Book,
    terms: Terms,
    law: money.Law,
    residents: list,
    households: list,
    wanted: dict[int, targets.Targets],
    at: Any,
) -> list:
    """All programmes of all years; returns records of people who were registered a second time."""
    served = subsidies.subsidise(book, terms, residents, wanted)
    rehabilitation.train_adults(book, terms, residents, wanted, at)
    suspects = rehabilitation.train_children(book, terms, residents, wanted, at)
    devices.equip(book, residents, wanted)
    home_modifications.modify(book, households, wanted, at)
    employment.employ(book, terms, residents, wanted, served, at)
    pending.leave_pending(book, terms, residents, households, wanted)
    condolence.condole(book, residents, households, wanted)
    legal_aid.aid(book, residents, wanted, at)
    hotline.answer(book, law, residents, wanted)
    certificate_work.work(book, law, residents, wanted, at)
    return noise.register_twice(book, residents, suspects, at)


def _write_people(book: Book, residents: list, households: list) -> None:
    writing.write_residents(residents)
    circumstances.write(residents)
    writing.write_households(book.years, households)


def _compare(wanted: dict[int, targets.Targets], facts: dict[int, dict[str, int]]) -> None:
    """What the rows give must be what was wanted; of the year before the last the stocks are free."""
    end = wanted[max(wanted)]
    stocks = {"V1": end.holders, "employed": end.employed, "seeking": end.seeking, "V9": end["V10"] + 1}
    wrong = []
    for year, plan in wanted.items():
        for fact, value in {**plan.facts, **(stocks if plan is end else {})}.items():
            if facts[year][fact] != value:
                wrong.append(f"{fact} of {year}: {facts[year][fact]}, not {value}")
    if wrong:
        raise NotAsPlanned("; ".join(wrong))
