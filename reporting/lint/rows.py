"""The numbers of tables that stand in a row named like a figure."""

from collections.abc import Container, Iterator
from decimal import Decimal

from reporting.lint import words
from reporting.lint.aliases import CODE_COLUMN, TOTAL_COLUMN, UNIT_COLUMN
from reporting.lint.quantities import Quantity
from reporting.lint.tables import Cell, Table


def numbers_of_tables(
    tables: list[Table], labels: Container[str], year: int
) -> Iterator[tuple[Cell, str, Quantity, int]]:
    """(cell, label or code, quantity, year) of the cells which state a figure of the whole area."""
    for table in tables:
        for row in table.rows:
            label = next((cell.text for cell in row if cell.text in labels and _names(table, row, cell)), None)
            if label is None:
                continue
            unit = _unit(table, row)
            for column, cell in enumerate(row):
                head = table.head[column] if column < len(table.head) else ""
                if cell.value is not None and (stated := _year(head, year, len(_values(row)) == 1)):
                    yield cell, label, _quantity(cell, table.unit(column) or unit), stated


def _names(table: Table, row: list[Cell], cell: Cell) -> bool:
    column = row.index(cell)
    head = table.head[column] if column < len(table.head) else ""
    return column == 0 or bool(CODE_COLUMN.search(head))


def _unit(table: Table, row: list[Cell]) -> str:
    for column, head in enumerate(table.head):
        if UNIT_COLUMN.search(head) and column < len(row):
            return row[column].text
    return ""


def _values(row: list[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.value is not None]


def _year(head: str, year: int, alone: bool) -> int | None:
    """The year of a column, None where it is not a figure's (a version, a share, a street)."""
    if match := words.YEAR.search(head):
        return int(match[1])
    return year if TOTAL_COLUMN.search(head) or (alone and not head) else None


def _quantity(cell: Cell, unit: str) -> Quantity:
    value = cell.value or Decimal(0)
    if (own := cell.text.lstrip("0123456789.,+-")).startswith(tuple(words.SCALES)):
        unit = own  # 20725.46万元: the cell says its own unit
    step = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    scale = next((Decimal(words.SCALES[one]) for one in ("亿", "万", "千") if unit.startswith(one)), Decimal(1))
    value, step = value * scale, step * scale
    half = step / 2 if step != 1 else Decimal(0)
    symbol = unit.lstrip("亿万千")
    symbol = words.SAME_UNIT.get(symbol, symbol) or "%" * cell.text.endswith("%")
    return Quantity(cell.start, cell.end, value, value - half, value + half * 2, step, symbol, unit, "", False)
