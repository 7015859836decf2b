"""What is published: the passports of a year, their permanent ids, and what their content hashes to. Reads only."""

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue
from reporting.figures import Value, areas_in_scope, as_json, knowledge_of, passports_of
from reporting.models import Figure, Publication, StreetConfirmation
from reporting.periods import year
from reporting.units import Counting
from services.ledger.reading import settle

Passport = dict[str, Any]


def published(number: int) -> Publication | None:
    """The newest frozen publication of a year; None while there is none. The same in every scope."""
    return Publication.objects.filter(year=number, state=Publication.State.FROZEN).order_by("-version").first()


def published_years() -> list[Publication]:
    """The newest frozen publication of every year that has one."""
    frozen = Publication.objects.filter(state=Publication.State.FROZEN)
    return list(frozen.order_by("year", "-version").distinct("year"))


def figure_id(publication: Publication, code: str, area: str) -> str:
    """The permanent id of a figure in a publication; `area` is a street's code or "district"."""
    return f"{publication.year}-{publication.version}-{code}-{area}"


def area_of(row: Any) -> str:
    """Of a Figure or a Difference."""
    return row.street_id or DISTRICT


def frozen_figures(publication: Publication) -> dict[tuple[str, str], Figure]:
    """By code and area: the passports of a publication that the scope in force may see."""
    rows = Figure.objects.visible_to(scope_required().user).filter(publication=publication)
    rows = rows.select_related("publication")
    return {(row.code, area_of(row)): row for row in rows}


def published_figure(number: int, code: str, area: str) -> Figure | None:
    """The passport of a figure in the newest frozen publication of a year, if the scope in force may see it."""
    if (publication := published(number)) is None:
        return None
    rows = Figure.objects.visible_to(scope_required().user).select_related("publication")
    return rows.filter(pk=figure_id(publication, code, area)).first()


def content_hash(found: Iterable[Passport]) -> str:
    """Of passports in whatever order: definition, value and member list of each."""
    lines = sorted(f"{p['area']} {p['code']} {p['version']} {p['value']} {p['member_hash']}" for p in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def as_passport(row: Figure) -> Passport:
    """A frozen figure (with its publication) in the form of reporting.figures.passports, with its id."""
    figure = catalogue.version(row.code, row.version)
    found = {
        "id": row.pk,
        "code": row.code,
        "version": row.version,
        "unit": row.unit,
        "label": row.label,
        "seed_fact": figure.seed_fact if figure else "",
        "stated": bool(figure and figure.stated),
        "period": str(figure.span.within(year(row.publication.year)) if figure else row.publication.year),
        "area": area_of(row),
        "known_at": timezone.localtime(row.publication.known_at).isoformat(),
        "value": as_json(typed(figure, row.value)),
    }
    if isinstance(figure, catalogue.Ratio):
        found["numerator"] = as_json(typed(figure.numerator, row.numerator))
        found["denominator"] = as_json(typed(figure.denominator, row.denominator))
    return found | {"member_hash": row.member_hash}


def typed(figure: catalogue.Figure | None, value: Decimal | None) -> Value:
    """A stored value as its figure counts: persons are whole, yuan have two digits, percent as many as declared."""
    if value is None:
        return None
    if isinstance(figure, catalogue.Ratio):
        return value.quantize(Decimal(1).scaleb(-figure.digits))
    if figure is None:
        return int(value) if value == int(value) else value.normalize()
    return value.quantize(Decimal("0.01")) if figure.unit.counting == Counting.AMOUNT else int(value)


_kept: OrderedDict[tuple, list[Passport]] = OrderedDict()
KEPT = 32


def passports_now(number: int, figures: Sequence[catalogue.Figure]) -> list[Passport]:
    """The passports of a year in every area of the scope in force, as known now.

    They are kept in memory for as long as nothing was recorded that concerns the year, and no street was founded.
    """
    period, known_at, areas = year(number), settle(None), tuple(areas_in_scope())
    (knowledge,) = knowledge_of([period], known_at)
    definitions = tuple((figure.code, figure.version) for figure in figures)
    key = (connection.settings_dict["NAME"], areas, number, definitions, knowledge)
    if key not in _kept:
        _kept[key] = passports_of(figures, period, known_at, "then", areas)
        if len(_kept) > KEPT:
            _kept.popitem(last=False)
    moment = timezone.localtime(known_at).isoformat()
    return [passport | {"known_at": moment} for passport in _kept[key]]


NUMBER = ("version", "value", "numerator", "denominator", "member_hash")


def is_same_number(one: Passport, other: Passport) -> bool:
    """Two passports of one code and area: by the same definition the same value of the same members."""
    return all(one.get(name) == other.get(name) for name in NUMBER)


def with_ids(number: int, found: Iterable[Passport]) -> list[Passport]:
    """Each with the `id` under which exactly this number (definition, value, member list) is published; else None."""
    publication = published(number)
    frozen = frozen_figures(publication) if publication else {}
    rows = {key: as_passport(row) for key, row in frozen.items()}
    return [{"id": _id_of(rows.get((one["code"], one["area"])), one), **one} for one in found]


def _id_of(row: Passport | None, passport: Passport) -> str | None:
    return row["id"] if row and is_same_number(row, passport) else None


def unconfirmed(publication: Publication, found: Sequence[Passport]) -> dict[str, Any]:
    """Street -> why its figures in `found` are not confirmed (a sentence with %(street)s); empty when all are."""
    hashes = street_hashes(found)
    latest = confirmations(publication)
    waiting: dict[str, Any] = {}
    for street, now in hashes.items():
        if street not in latest:
            waiting[street] = _("%(street)s还没有确认。请提醒该街道。")
        elif latest[street].content_hash != now:
            waiting[street] = _("%(street)s确认以后数字有变化。请该街道重新确认。")
    return waiting


def street_hashes(found: Sequence[Passport]) -> dict[str, str]:
    """Street -> content hash of its passports in `found`."""
    by_area: dict[str, list[Passport]] = {}
    for one in found:
        by_area.setdefault(one["area"], []).append(one)
    return {area: content_hash(rows) for area, rows in sorted(by_area.items()) if area != DISTRICT}


def confirmations(publication: Publication) -> dict[str, StreetConfirmation]:
    """Street -> its latest confirmation, with its questions."""
    rows = StreetConfirmation.objects.visible_to(scope_required().user).filter(publication=publication)
    rows = rows.select_related("confirmed_by").prefetch_related("questions").order_by("pk")
    return {row.street_id: row for row in rows}
