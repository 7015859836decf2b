"""Which published figures an action would change, by how much: asked before the action is kept (accounts.watching).

The action has been done when this looks, in the transaction that is kept or rolled back. Figures are counted by their
own declaration, before and after, among the members that the action touched, so that it costs the same in a large
ledger; what others write meanwhile concerns other members.
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q
from django.urls import reverse

from accounts.roles import may
from accounts.scoping import DISTRICT, Scope, current, enter, system_scope
from accounts.watching import Consequences
from reporting import catalogue
from reporting.catalogue import Indicator, Nature, Ratio
from reporting.differences import definitions
from reporting.figures import Cell, Value, areas_in_scope, as_json, readings_of
from reporting.models import Figure, Publication
from reporting.periods import Period, year
from reporting.presenting import named, spoken
from reporting.publishing import area_of, published_years, typed
from reporting.units import Counting
from services.ledger.models import MERGED, Entry


@dataclass(frozen=True)
class Consequence:
    """A published figure, what it counts without the action and what it would count with it."""

    figure: Figure
    published: Cell
    before: Cell
    after: Cell


def watch() -> Callable[[], Consequences | None]:
    """Registered with accounts.watching: called before an action; what it returns, after it."""
    scope = current()
    publications = published_years() if scope else []
    since = _clock() if publications else None

    def ask() -> Consequences | None:
        if scope is None or since is None:
            return None
        with enter(system_scope(scope.user)):
            found = consequences(publications, since)
            names = areas_in_scope()
        seen_areas = (scope.street, DISTRICT) if scope.street else tuple(names)
        rows = [_row(one, names, scope) for one in found if area_of(one.figure) in seen_areas]
        if not rows:
            return None
        lines = "\n".join(f"{row['id']} {row['now']} {row['after']}" for row in rows)
        seen = hashlib.sha256(lines.encode()).hexdigest()
        moved = [_moved(one) for one in found if area_of(one.figure) in seen_areas]
        return Consequences("reporting/consequences.html", {"rows": rows}, seen, moved)

    return ask


def frozen_before() -> dt.date | None:
    """Registered with accounts.watching: the end of the last published year."""
    return max((year(publication.year).after for publication in published_years()), default=None)


def _clock() -> dt.datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def consequences(publications: Sequence[Publication], since: dt.datetime) -> list[Consequence]:
    """What the user of the scope in force wrote since `since` changes in these publications. Needs the district."""
    touched = _touched(since, before=max(year(publication.year).after for publication in publications))
    if not touched:
        return []
    until = _clock()
    act = Act(touched, _members(touched, since, until), since, until)
    return [one for publication in publications for one in _in_year(publication, act)]


def _touched(since: dt.datetime, before: dt.date) -> list[Entry]:
    """The entries that were written, and what they void or end: what happened before that day, and merges of whenever,
    which count people of all years anew."""
    user = current().user  # type: ignore[union-attr]
    written = Entry.objects.visible_to(user).filter(recorded_at__gte=since, recorded_by=user)
    written = written.filter(Q(happened_on__lt=before) | Q(code=MERGED) | Q(voids__code=MERGED))
    found: dict[int, Entry] = {}
    for entry in written.select_related("voids", "ends", "voids__ends"):
        for one in (entry, entry.voids, entry.ends, entry.voids and entry.voids.ends):
            if one is not None:
                found[one.pk] = one
    return list(found.values())


def _members(touched: list[Entry], *moments: dt.datetime) -> dict[Counting | None, list[Any]]:
    """Keys of the members concerned, by how they are counted (None: the entries themselves)."""
    people = {key for entry in touched for key in (entry.person_id, entry.into_id) if key}
    with connection.cursor() as cursor:
        for moment in moments:
            cursor.execute("SELECT person_id, stands_for FROM ledger_canonical(%s)", [moment])
            one_person: dict[Any, set[Any]] = {}
            for record, stands_for in cursor.fetchall():
                one_person.setdefault(stands_for, {stands_for}).add(record)
            for records in one_person.values():
                if records & people:
                    people |= records
    return {
        Counting.PERSON: sorted(people),
        Counting.HOUSEHOLD: sorted({entry.household_id for entry in touched if entry.household_id}),
        Counting.ORGANISATION: sorted({entry.organisation_id for entry in touched if entry.organisation_id}),
        None: sorted(entry.pk for entry in touched),
    }


def _concerns(indicator: Indicator, year_of: Period, touched: list[Entry]) -> bool:
    period = indicator.span.within(year_of)
    if indicator.unit.counting == Counting.PERSON and any(entry.code == MERGED for entry in touched):
        return True
    from_the_first = dt.date.min if indicator.nature == Nature.STOCK else period.first
    return any(
        entry.code in indicator.codes and from_the_first <= entry.happened_on < period.after for entry in touched
    )


@dataclass(frozen=True)
class Act:
    """What an action did: the entries, the keys of their members (see `_members`), the moments before and after it."""

    touched: list[Entry]
    members: dict[Counting | None, list[Any]]
    since: dt.datetime
    until: dt.datetime

    def changes(self, indicators: list[Indicator], period: Period) -> dict[tuple[Indicator, str], tuple[Value, Value]]:
        """By indicator and area what the touched members count to, before and after, where that is not the same."""
        found: dict[tuple[Indicator, str], tuple[Value, Value]] = {}
        for indicator in indicators:
            among = self.members[indicator.unit.counting if indicator.unit.counting.is_distinct else None]
            if among and _concerns(indicator, period, self.touched):
                before = readings_of(indicator, self.since, period, "then", among)
                for area, (value, _hash) in readings_of(indicator, self.until, period, "then", among).items():
                    if value != before[area][0]:
                        found[indicator, area] = (before[area][0], value)
        return found


def _in_year(publication: Publication, act: Act) -> list[Consequence]:
    period, figures = year(publication.year), definitions(publication)
    changes = act.changes(catalogue.indicators_of(figures), period)
    parts_moved = {indicator for indicator, _area in changes}
    moved = [figure for figure in figures if parts_moved & set(catalogue.indicators_of([figure]))]
    if not moved:
        return []
    full = {part: readings_of(part, act.since, period, "then") for part in catalogue.indicators_of(moved)}
    rows = Figure.objects.visible_to(current().user).filter(  # type: ignore[union-attr]
        publication=publication, code__in=[figure.code for figure in moved]
    )
    frozen = {(row.code, area_of(row)): row for row in rows.select_related("publication")}
    found = []
    for figure in moved:
        for area in areas_in_scope():
            row, parts = frozen.get((figure.code, area)), catalogue.indicators_of([figure])
            before = {part: full[part][area][0] for part in parts}
            after = {part: _after(part, value, changes.get((part, area))) for part, value in before.items()}
            if row and before != after:
                published = Cell(figure, area, typed(figure, row.value))
                found.append(Consequence(row, published, _cell(figure, area, before), _cell(figure, area, after)))
    return [one for one in found if one.before.value != one.after.value]


def _after(indicator: Indicator, value: Any, change: tuple[Any, Any] | None) -> Any:
    """The whole value after a change among the touched members; what is stated has no other members."""
    if change is None:
        return value
    before, after = change
    return after if indicator.stated else value - before + after


def _cell(figure: catalogue.Figure, area: str, counts: dict[Indicator, Value]) -> Cell:
    if isinstance(figure, Ratio):
        above, below = counts[figure.numerator], counts[figure.denominator]
        if instead := figure.instead_of(below):
            below = counts[instead]
        return Cell(figure, area, figure.value(above, below), above, below)
    return Cell(figure, area, counts[figure])


def _row(one: Consequence, names: dict[str, str], scope: Scope) -> dict[str, Any]:
    area = area_of(one.figure)
    opens = may(scope, "figure.view") and (scope.street is None or area == scope.street)
    return {
        "id": one.figure.pk,
        "year": one.figure.publication.year,
        "label": named(one.published.figure),
        "unit": one.published.figure.symbol,
        "area": names[area],
        "published": spoken(one.published),
        "now": spoken(one.before),
        "after": spoken(one.after),
        "url": reverse("passport", args=[one.figure.pk]) if opens else "",
    }


def _moved(one: Consequence) -> dict[str, Any]:
    """As accounts.watching.Consequences says."""
    names = {"published": one.published, "before": one.before, "after": one.after}
    label = str(named(one.published.figure))
    return {"id": one.figure.pk, "label": label, **{name: as_json(cell.value) for name, cell in names.items()}}
