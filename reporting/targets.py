"""What the catalogue gives to the registers below: figures that measure targets, figures that may be stated."""

from decimal import Decimal

from accounts.errors import NotThere
from accounts.scoping import scope_required
from reporting import catalogue
from reporting.catalogue import Stated
from reporting.figures import passports_of
from reporting.periods import year
from reporting.units import Counting
from services.ledger.reading import settle
from services.plans import figures
from services.statements import registry
from services.statements.registry import Statable


def value_of(code: str, number: int) -> Decimal | None:
    """The figure of the scope's area in that year as known now, alone and not by a pass; None where there is none."""
    period, area = year(number), scope_required().area
    try:
        figure = catalogue.get(code, period)
    except NotThere:
        return None
    if not figure.covers(area):
        return None
    (passport,) = passports_of([figure], period, settle(None), "then", [area])
    return None if passport["value"] is None else Decimal(passport["value"])


def register() -> None:
    """Called once, when the catalogue is filled."""
    figures.READERS.append(value_of)
    for figure in catalogue.declared():
        figures.KNOWN[figure.code] = figure.label
        if isinstance(figure, Stated):
            whole = figure.unit.counting == Counting.QUANTITY
            registry.register(Statable(figure.code, figure.label, figure.symbol, whole))
