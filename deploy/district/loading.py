"""A whole district: generated, checked against its targets, written in one transaction of the caller."""

import gc
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from accounts.models import Community
from deploy.district import (
    certificates,
    devices,
    employment,
    home_modifications,
    noise,
    organisations,
    pending,
    people,
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
        rng, years = Random(f"taizhang district {seed}"), sorted(years)
        wanted = targets.for_years(size, years)
        at = organisations.found(rng, wanted[years[-1]], begin)
        report("generating")
        book, residents, households = generate(rng, years, wanted, numbers, at)
        facts = {year: targets.counted(book.entries, year, book.stands_for) for year in years}
        _compare(wanted, facts)
        report(f"writing {len(residents):,} people, {len(book.lives):,} cases, {len(book.entries):,} ledger entries")
        ids = writing.write(book, residents, households, report)
        noise.put_right(book, ids)
        return Loaded(len(residents), len(book.lives), len(book.entries), facts)


def generate(
    rng: Random, years: list[int], wanted: dict[int, targets.Targets], numbers: people.Numbers, at: Any
) -> tuple[Book, list, list]:
    """Everybody and everything, in memory."""
    book, terms = Book(rng, years), Terms.on(first(years[0]))
    places = list(Community.objects.order_by("street_id", "id").values_list("id", "street_id"))
    residents = people.settle(book, wanted, places, numbers)
    noise.name_unusually(book, residents)
    households = people.families(book, residents)
    certificates.issue(book, residents)
    served = subsidies.subsidise(book, terms, residents, wanted)
    rehabilitation.train_adults(book, terms, residents, wanted, at)
    suspects = rehabilitation.train_children(book, terms, residents, wanted, at)
    devices.equip(book, residents, wanted)
    home_modifications.modify(book, households, wanted, at)
    employment.employ(book, terms, residents, wanted, served, at)
    pending.leave_pending(book, terms, residents, households, wanted)
    noise.register_twice(book, residents, suspects, at)
    noise.slip(book)
    return book, residents, households


def _compare(wanted: dict[int, targets.Targets], facts: dict[int, dict[str, int]]) -> None:
    """What the rows give must be what was wanted; of the year before the last the stocks are free."""
    wrong = [f"{f} of {y}: {facts[y][f]}, not {v}" for y, t in wanted.items() for f, v in t.facts.items() if facts[y][f] != v]
    end = wanted[max(wanted)]
    stocks = {"V1": end.holders, "employed": end.employed, "seeking": end.seeking, "V9": end["V10"] + 1}
    wrong += [f"{f} of {end.year}: {facts[end.year][f]}, not {v}" for f, v in stocks.items() if facts[end.year][f] != v]
    if wrong:
        raise NotAsPlanned("; ".join(wrong))
