"""What the catalogue gives to the registers below: figures that measure targets, figures that may be stated."""

from decimal import Decimal

from accounts.errors import NotThere
from accounts.scoping import scope_required
from reporting import catalogue
from reporting.catalogue import Stated
from reporting.figures import summary
from reporting.units import Counting
from services.plans import figures
from services.statements import registry
from services.statements.registry import Statable


def value_of(code: str, year: int) -> Decimal | None:
    """The figure of the district in `year` as known now; None where there is none."""
    reading = summary(year)
    try:
        figure = catalogue.get(code, reading.period)
    except NotThere:
        return None
    value = reading.cell(figure, scope_required().area).value if figure.covers(scope_required().area) else None
    return None if value is None else Decimal(value)


def register() -> None:
    """Called once, when the catalogue is filled."""
    figures.READERS.append(value_of)
    for figure in catalogue.declared():
        figures.KNOWN[figure.code] = figure.label
        if isinstance(figure, Stated):
            whole = figure.unit.counting == Counting.QUANTITY
            registry.register(Statable(figure.code, figure.label, figure.symbol, whole))
