"""The book of the linter: what the ledger says of the year and the one before."""

from decimal import Decimal

from reporting.catalogue import Figure, Precision, Ratio
from reporting.figures import Reading, summaries
from reporting.lint import words
from reporting.lint.figures import MYRIAD, Book, Known


def book(year: int) -> Book:
    """The year and the one before, in the scope in force."""
    readings = summaries([year, year - 1])
    first = readings[0]
    whole = first.areas[0]
    areas = sorted(((name, code) for code, name in first.names.items() if code != whole), key=lambda a: -len(a[0]))
    return Book([_known(figure, readings) for figure in first.figures], areas, whole)


def _known(figure: Figure, readings: list[Reading]) -> Known:
    values: dict[tuple[int, str], Decimal] = {}
    scale = words.SCALES[MYRIAD] if figure.symbol.startswith(MYRIAD) else 1
    for reading in readings:
        for area in reading.areas:
            value = reading.cell(figure, area).value
            if value is not None:
                values[reading.period.year, area] = Decimal(value) * scale
    at_least = getattr(figure, "precision", Precision.EXACT) == Precision.AT_LEAST
    return Known(figure.code, str(figure.label), figure.symbol, values, isinstance(figure, Ratio), at_least)
