"""Figures kept per cell: read back when nothing was recorded that concerns them, else counted and kept again.

A kept cell is no second count. It says what the one count gave at a moment, and up to which moment nothing has come
that could change it; so its number always equals its records, both read as known at the same moment. Only the basis
"then" is kept: where people belong today is not in the ledger alone.
"""

import datetime as dt
import hashlib
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from accounts.scoping import DISTRICT
from reporting import catalogue, forms
from reporting.catalogue import Indicator
from reporting.counting import Counts, count, number, rows
from reporting.models import KeptCell
from reporting.periods import Period
from reporting.periods import year as year_of
from reporting.sql import HOLDING, SUPERSEDED
from services.ledger.reading import settled_at

QUICK = 2.5  # seconds: what is counted faster is counted at once, however recent the kept cells are
GRACE = dt.timedelta(hours=1)  # no request takes longer: marks older than this were seen by whoever needs them
DETAILED = dt.timedelta(days=2)  # how long every version of a cell is kept; after that the last of each day


class Held(NamedTuple):
    key: int
    counts: list[Any]
    seconds: float
    upto: dt.datetime


def counts_at(
    periods: Sequence[Period], known_at: dt.datetime, areas: Sequence[str], patience: dt.timedelta | None = None
) -> tuple[dt.datetime, list[Counts]]:
    """The counts of each period in `areas` (all of the scope in force), and the settled moment they are of.

    With `patience` and a count that takes long, that moment may lie so much before `known_at`.
    """
    held = holding(periods, known_at, areas)
    if len(held) < len(periods) * len(areas) and patience:
        earlier = _kept_upto(periods, areas[0], known_at - patience)
        kept = holding(periods, earlier, areas) if earlier else {}
        if earlier and len(kept) == len(periods) * len(areas):
            known_at, held = earlier, kept
    return known_at, [_read(period, known_at, areas, held) for period in periods]


def holding(periods: Sequence[Period], known_at: dt.datetime, areas: Sequence[str]) -> dict[tuple[int, str], Held]:
    """By year and area what is kept and holds at `known_at`."""
    found = {
        "areas": list(areas),
        "years": [period.year for period in periods],
        "declared": [_declared(_indicators(period)) for period in periods],
        "known": known_at,
        "grace": GRACE,
    }
    return {(year, area): Held(*held) for year, area, *held in rows(HOLDING, found)}


def _indicators(period: Period) -> tuple[Indicator, ...]:
    return tuple(catalogue.indicators_of(catalogue.in_force(period)))


@lru_cache(maxsize=64)
def _declared(indicators: tuple[Indicator, ...]) -> str:
    """The digest of what is declared: of the SQL that counts it, and of the order in which the counts are kept."""
    digest = hashlib.sha256()
    for nature, span in forms.passes(indicators):
        one_pass = forms.Pass(indicators, nature, span, "then")
        sql, _found = one_pass.query(dt.datetime.min, year_of(2000))
        names = [f"{i.code} {i.version} {i.unit.counting} {one_pass.number(i)}" for i in one_pass.indicators]
        digest.update("\n".join([str(span), sql, *names]).encode())
    return digest.hexdigest()


def _read(period: Period, known_at: dt.datetime, areas: Sequence[str], held: dict[tuple[int, str], Held]) -> Counts:
    missing = [area for area in areas if (period.year, area) not in held]
    if not missing:
        indicators = _indicators(period)
        return {
            (indicator, area): number(indicator, value)
            for area in areas
            for indicator, value in zip(indicators, held[period.year, area].counts, strict=True)
        }
    start = time.perf_counter()
    counts = count(period, known_at, "then")
    _keep(period, known_at, counts, missing, time.perf_counter() - start)
    return counts


def _keep(period: Period, known_at: dt.datetime, counts: Counts, areas: Sequence[str], seconds: float) -> None:
    indicators = _indicators(period)
    KeptCell.objects.bulk_create(
        KeptCell(
            area=area,
            street_id=None if area == DISTRICT else area,
            year=period.year,
            known_at=known_at,
            upto=known_at,
            declared=_declared(indicators),
            counts=[counts.get((indicator, area), indicator.empty) for indicator in indicators],
            seconds=seconds,
        )
        for area in areas
    )


def _kept_upto(periods: Sequence[Period], area: str, since: dt.datetime) -> dt.datetime | None:
    """The last moment, not before `since`, at which `area` was kept for all periods; None when counting is quick."""
    last: list[tuple[dt.datetime, float]] = []
    for period in periods:
        cells = KeptCell.objects.filter(area=area, year=period.year, declared=_declared(_indicators(period)))
        last += cells.order_by("-known_at").values_list("upto", "seconds")[:1]
    if len(last) < len(periods) or sum(seconds for _upto, seconds in last) < QUICK:
        return None
    upto = min(upto for upto, _seconds in last)
    return upto if upto >= since else None


def renew(areas: Sequence[str]) -> int:
    """Counts again what the ledger has moved on from, and notes of all kept cells that they hold until now.

    Needs the district's scope; returns how many cells hold. The marks that nobody needs any more are taken away.
    """
    years = KeptCell.objects.order_by("year").values_list("year", flat=True).distinct()
    periods, now = [year_of(number) for number in years], settled_at()
    if not periods:
        return 0
    counts_at(periods, now, areas)
    held = holding(periods, now, areas)
    KeptCell.objects.filter(pk__in=[one.key for one in held.values()]).update(upto=now)
    with connection.cursor() as cursor:
        cursor.execute(SUPERSEDED, {"before": now - DETAILED})
        cursor.execute("DELETE FROM reporting_touch WHERE upto < %s", [now - GRACE])
    return len(held)


def drift(period: Period, known_at: dt.datetime, areas: Sequence[str], counted: Counts) -> Iterator[str]:
    """Sentences: the cells that hold at `known_at` and say something else than the count of that moment."""
    indicators = _indicators(period)
    for (year, area), held in holding([period], known_at, areas).items():
        for indicator, value in zip(indicators, held.counts, strict=True):
            kept, real = number(indicator, value), counted.get((indicator, area), indicator.empty)
            if kept != real:
                yield f"figure {indicator.code} {year} {area}: {kept} is kept, but the count is {real}"


def forget(period: Period) -> None:
    KeptCell.objects.filter(year=period.year).delete()
