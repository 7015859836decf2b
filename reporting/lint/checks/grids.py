"""Tables: the row of totals against the rows above it, the column of totals against its row."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.language import PART_OF_YEAR_HEAD, WHOLE_YEAR_HEAD
from reporting.lint.draft import Draft, looks_like_a_slip
from reporting.lint.findings import Finding
from reporting.lint.tables import SUBTOTAL, TOTALS, Cell, Table


def check(draft: Draft) -> Iterator[Finding]:
    for table in draft.tables:
        yield from _rows(table)
        yield from _columns(table)


def _rows(table: Table) -> Iterator[Finding]:
    """A total at the end of the column, or right below the head."""
    for at, row in enumerate(table.rows):
        if not row or not TOTALS.match(row[0].text):
            continue
        summed = table.rows[:at] if at else table.rows[1:]
        summed = [
            r for r in summed if len(r) == len(row) and not SUBTOTAL.search(r[0].text) and not TOTALS.match(r[0].text)
        ]
        for column in range(1, len(row)):
            if not table.head or "%" not in (table.head[column] if column < len(table.head) else "") + row[column].text:
                yield from _compare(row[column], [r[column] for r in summed])


def _columns(table: Table) -> Iterator[Finding]:
    for column, head in enumerate(table.head):
        if column and (TOTALS.match(head) or (WHOLE_YEAR_HEAD.match(head) and _are_parts_of_year(table, column))):
            for row in table.rows:
                if len(row) == len(table.head):
                    others = [c for n, c in enumerate(row) if n and n != column and table.unit(n) == table.unit(column)]
                    yield from _compare(row[column], others)


def _are_parts_of_year(table: Table, column: int) -> bool:
    others = [head for n, head in enumerate(table.head) if n not in (0, column)]
    return len(others) > 1 and all(PART_OF_YEAR_HEAD.search(head) for head in others)


def _compare(total: Cell, parts: list[Cell]) -> Iterator[Finding]:
    values = [cell.value for cell in parts if cell.value is not None]
    if (
        total.value is None
        or len(values) < 2
        or len(values) != len([c for c in parts if c.text not in ("", "—", "-", "/")])
    ):
        return
    computed = sum(values, Decimal(0))
    decimals = max(-int(value.as_tuple().exponent) for value in (*values, total.value))
    slack = Decimal(1).scaleb(-decimals) * len(values) / 2 if decimals and len(values) > 3 else Decimal(0)
    if abs(computed - total.value) > slack and looks_like_a_slip(total.value, computed):
        relation = "+".join(f"{value}" for value in values[:12]) + f"={computed}"
        yield Finding("sum.differs", total.start, total.end, relation, str(computed))
