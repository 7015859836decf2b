"""Tables: the row of totals against the rows above it, the column of totals against its row."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from reporting.lint.checks.language import GAP_COLUMN, MEAN_COLUMN, PART_OF_YEAR_HEAD, WHOLE_YEAR_HEAD
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
        heads = [table.head[n] if n < len(table.head) else "" for n in range(len(row))]
        counted = [
            n for n in range(1, len(row)) if "%" not in heads[n] + row[n].text and not MEAN_COLUMN.search(heads[n])
        ]
        counted = [n for n in counted if not (GAP_COLUMN.search(heads[n]) and _is_gap(row, n))]
        yield from _wrong([(row[n], [r[n] for r in summed]) for n in counted])


def _is_gap(row: list[Cell], column: int) -> bool:
    """What the row itself explains is right: one of the parts is wrong, and told there (`columns.py`)."""
    values = [cell.value for n, cell in enumerate(row) if n != column and cell.value is not None]
    return any(one - other == row[column].value for one, other in permutations(values, 2))


def _columns(table: Table) -> Iterator[Finding]:
    for column, head in enumerate(table.head):
        if column and (TOTALS.match(head) or (WHOLE_YEAR_HEAD.match(head) and _are_parts_of_year(table, column))):
            others = [n for n, _head in enumerate(table.head) if n and n != column]
            others = [n for n in others if table.unit(n) == table.unit(column)]
            rows = [row for row in table.rows if len(row) == len(table.head)]
            yield from _wrong([(row[column], [row[n] for n in others]) for row in rows])


def _are_parts_of_year(table: Table, column: int) -> bool:
    others = [head for n, head in enumerate(table.head) if n not in (0, column)]
    return len(others) > 1 and all(PART_OF_YEAR_HEAD.search(head) for head in others)


def _wrong(sums: list[tuple[Cell, list[Cell]]]) -> Iterator[Finding]:
    """Totals that are not their parts': near misses, and any where at least as many of the table's are right."""
    wrong: list[tuple[Cell, Decimal, str]] = []
    right = 0
    for total, parts in sums:
        values = [cell.value for cell in parts if cell.value is not None]
        written = [cell for cell in parts if cell.text not in ("", "—", "-", "/")]
        if total.value is None or len(values) < 2 or len(values) != len(written):
            continue
        computed = sum(values, Decimal(0))
        decimals = max(-int(value.as_tuple().exponent) for value in (*values, total.value))
        slack = Decimal(1).scaleb(-decimals) * len(values) / 2 if decimals and len(values) > 3 else Decimal(0)
        if abs(computed - total.value) <= slack:
            right += total.value != 0
        else:
            wrong.append((total, computed, "+".join(f"{value}" for value in values[:12]) + f"={computed}"))
    for total, computed, relation in wrong:
        if looks_like_a_slip(total.value or Decimal(0), computed) or right >= len(wrong):
            yield Finding("sum.differs", total.start, total.end, relation, str(computed))
