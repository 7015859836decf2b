"""What is published: the passports of a year, their permanent ids, and what their content hashes to. Reads only."""

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.scoping import DISTRICT, scope_required
from reporting import catalogue
from reporting.figures import Value, as_json
from reporting.models import Figure, Publication
from reporting.units import Counting

Passport = dict[str, Any]


def published(number: int) -> Publication | None:
    """The newest frozen publication of a year; None while there is none. The same in every scope."""
    return Publication.objects.filter(year=number, state=Publication.State.FROZEN).order_by("-version").first()


def passport_id(figure: catalogue.Figure, area: str, publication: Publication) -> str:
    """The permanent id of a figure in a publication; `area` is a street's code or "district"."""
    return figure_id(publication, figure.code, area)


def figure_id(publication: Publication, code: str, area: str) -> str:
    return f"{publication.year}-{publication.version}-{code}-{area}"


def area_of(row: Any) -> str:
    """Of a Figure or a Difference."""
    return row.street_id or DISTRICT


def frozen_figures(publication: Publication) -> dict[tuple[str, str], Figure]:
    """By code and area: the passports of a publication that the scope in force may see."""
    rows = Figure.objects.visible_to(scope_required().user).filter(publication=publication)
    return {(row.code, area_of(row)): row for row in rows}


def content_hash(found: Iterable[Passport]) -> str:
    """Of passports in whatever order: definition, value and member list of each."""
    lines = sorted(f"{p['area']} {p['code']} {p['version']} {p['value']} {p['member_hash']}" for p in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def as_passport(row: Figure, publication: Publication, known_at: str) -> Passport:
    """A frozen figure in the form of reporting.figures.passports, with its id."""
    figure = catalogue.version(row.code, row.version)
    found = {
        "id": row.pk,
        "code": row.code,
        "version": row.version,
        "unit": row.unit,
        "label": row.label,
        "seed_fact": figure.seed_fact if figure else "",
        "period": str(publication.year),
        "area": area_of(row),
        "known_at": known_at,
        "value": as_json(typed(figure, row.value)),
    }
    if row.numerator is not None:
        part = figure.numerator if isinstance(figure, catalogue.Ratio) else None
        found |= {"numerator": typed(part, row.numerator), "denominator": typed(part, row.denominator)}
    return found | {"member_hash": row.member_hash}


def typed(figure: catalogue.Figure | None, value: Decimal | None) -> Value:
    """A stored value as its figure counts: persons are whole, yuan have two digits, percent as many as declared."""
    if value is None:
        return None
    if isinstance(figure, catalogue.Ratio):
        return value.quantize(Decimal(1).scaleb(-figure.digits))
    if figure is None:
        return value.normalize()
    return value.quantize(Decimal("0.01")) if figure.unit.counting == Counting.AMOUNT else int(value)
