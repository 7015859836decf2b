"""Columns of a table that follow from others: rates, shares, differences and growth, as most of its rows show."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import combinations, permutations

from django.utils.translation import gettext as _

from reporting.lint.checks.language import (
    AMOUNT_COLUMN,
    DONE_COLUMN,
    GAP_COLUMN,
    GROWTH_COLUMN,
    MEAN_COLUMN,
    PLAN_COLUMN,
    RATE_COLUMN,
    RATE_OF_PLAN,
    SUM_COLUMN,
)
from reporting.lint.checks.nouns import RATE_NAMED
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.tables import TOTALS, Cell, Table
from reporting.lint.words import MYRIAD, PERCENT, SCALES

MOST_COLUMNS = 12
MOST_WRONG = 2  # rows that hold for each that does not


@dataclass(frozen=True)
class Formula:
    """What a cell of the column should say, from two others: `one` and `other` are numbers of columns."""

    one: int
    other: int
    of: Callable[[Decimal, Decimal], Decimal]
    shown: str


Tried = tuple[Formula, list[Cell], list[tuple[Cell, Decimal, str]]]


def check(draft: Draft) -> Iterator[Finding]:
    for table in draft.tables:
        for column in range(1, _width(table)):
            yield from _column(table, column)


def _width(table: Table) -> int:
    return min(max((len(row) for row in table.rows), default=0), MOST_COLUMNS)


def _column(table: Table, column: int) -> Iterator[Finding]:
    head = table.head[column] if column < len(table.head) else ""
    rate = _is_rate(table, column)
    mean = not rate and bool(MEAN_COLUMN.search(head))
    amount = not (rate or mean) and bool(AMOUNT_COLUMN.search(head))
    total = (
        not (rate or mean or amount)
        and SUM_COLUMN.search(head)
        and not any(GAP_COLUMN.search(one) for one in table.head)
    )
    if not (rate or mean or amount or total or GAP_COLUMN.search(head)):
        return
    counts = [n for n in range(1, _width(table)) if n != column and not _is_rate(table, n)]
    named = _named(table, head, counts)
    if mean:
        rule, formulas = "product.differs", _means(counts)
    elif amount:
        rule, formulas = "product.differs", _products(counts)
    elif total:
        rule, formulas = "sum.differs", _totals(counts)
    else:
        rule = "change.differs" if GROWTH_COLUMN.search(head) or not rate else "ratio.differs"
        formulas = [named] if named else list(_formulas(table, counts, rate, head))
    tried = [(formula, *_sorted(table, column, formula)) for formula in formulas]
    if GROWTH_COLUMN.search(head):
        yield from _unsigned_falls(table, column, tried)
    formula, right, wrong = max(tried, key=lambda one: len(one[1]), default=(None, [], []))
    if formula is None or not wrong:
        return
    sure = len(right) >= MOST_WRONG and rate and _bears_name(table, head, formula)
    if not sure and not _holds(named is not None, len(right), len(wrong)):
        return
    for cell, expected, relation in wrong:
        if cell.value is not None and expected.quantize(_step(cell), ROUND_DOWN) == cell.value:
            yield Finding(
                "ratio.rounding", cell.start, cell.end, relation + _("，四舍五入与截尾不同"), _shown(expected, cell)
            )
        else:
            opposite = rule == "change.differs" and _fits(cell, [-expected], False)
            yield Finding(
                "change.direction" if opposite else rule, cell.start, cell.end, relation, _shown(expected, cell)
            )


def _unsigned_falls(table: Table, column: int, tried: list[Tried]) -> Iterator[Finding]:
    """增减: 35, 28, 29, of which the second is a fall: it needs its sign."""
    for formula, right, wrong in tried:
        rows = [row for row in table.rows if column < len(row) and row[column] in right]
        if wrong or not all(_unsigned(row[column]) for row in rows):
            continue
        values = [
            formula.of(row[formula.one].value or Decimal(0), row[formula.other].value or Decimal(1)) for row in rows
        ]
        falls = [(row, value) for row, value in zip(rows, values, strict=True) if value < 0]
        if len(falls) * MOST_WRONG <= len(rows) - len(falls):
            for row, value in falls:
                cell, relation = row[column], formula.shown.format(a=row[formula.one].text, b=row[formula.other].text)
                yield Finding("change.direction", cell.start, cell.end, relation, _shown(value, cell))


def _holds(named: bool, right: int, wrong: int) -> bool:
    return right >= (wrong if named else max(MOST_WRONG, wrong * MOST_WRONG)) or (named and wrong == 1)


def _is_rate(table: Table, column: int) -> bool:
    head = table.head[column] if column < len(table.head) else ""
    cells = [row[column] for row in table.rows if column < len(row) and row[column].value is not None]
    return bool(RATE_COLUMN.search(head)) or (bool(cells) and all(cell.text.endswith(PERCENT) for cell in cells))


def _named(table: Table, head: str, counts: list[int]) -> Formula | None:
    """执行率 beside one column of budgets and one of what was spent."""
    if not RATE_OF_PLAN.search(head):
        return None
    known = [n for n in counts if n < len(table.head)]
    plans = [n for n in known if PLAN_COLUMN.search(table.head[n]) and not DONE_COLUMN.search(table.head[n])]
    done = [n for n in known if DONE_COLUMN.search(table.head[n])]
    return _ratio(done[0], plans[0]) if len(plans) == len(done) == 1 else None


def _bears_name(table: Table, head: str, formula: Formula) -> bool:
    """优良路率 is of 优良路（公里）."""
    stem = RATE_NAMED.split(head)[0]
    return len(stem) > 1 and formula.one < len(table.head) and table.head[formula.one].startswith(stem)


def _formulas(table: Table, counts: list[int], rate: bool, head: str) -> Iterator[Formula]:
    for one, other in permutations(counts, 2):
        if not rate:
            yield Formula(one, other, lambda a, b: a - b, "{a}-{b}")
        elif GROWTH_COLUMN.search(head):
            yield Formula(one, other, lambda a, b: (a - b) * 100 / b, "({a}-{b})÷{b}")
        else:
            yield _ratio(one, other)
    if not rate or GROWTH_COLUMN.search(head):
        return
    totals = next((row for row in table.rows if row and TOTALS.match(row[0].text)), [])
    for one in counts:
        if one < len(totals) and (total := totals[one].value):
            yield Formula(one, one, _share_of(total), "{a}÷" + totals[one].text)


def _means(counts: list[int]) -> list[Formula]:
    return [Formula(one, other, lambda a, b: a / b, "{a}÷{b}") for one, other in permutations(counts, 2)]


def _products(counts: list[int]) -> list[Formula]:
    """In the unit of the price, or in 万元."""
    pairs = list(combinations(counts, 2))
    whole = [Formula(one, other, lambda a, b: a * b, "{a}×{b}") for one, other in pairs]
    return whole + [Formula(one, other, lambda a, b: a * b / SCALES[MYRIAD], "{a}×{b}") for one, other in pairs]


def _totals(counts: list[int]) -> list[Formula]:
    return [Formula(one, other, lambda a, b: a + b, "{a}+{b}") for one, other in combinations(counts, 2)]


def _share_of(total: Decimal) -> Callable[[Decimal, Decimal], Decimal]:
    return lambda a, _b: a * 100 / total


def _ratio(one: int, other: int) -> Formula:
    return Formula(one, other, lambda a, b: a * 100 / b, "{a}÷{b}")


def _sorted(table: Table, column: int, formula: Formula) -> tuple[list[Cell], list[tuple[Cell, Decimal, str]]]:
    """The cells for which the formula holds, and those for which it does not, with what should stand there."""
    right: list[Cell] = []
    wrong: list[tuple[Cell, Decimal, str]] = []
    unsigned = all(_unsigned(row[column]) for row in table.rows if column < len(row))
    for row in table.rows:
        if max(column, formula.one, formula.other) >= len(row):
            continue
        cell, one, other = row[column], row[formula.one], row[formula.other]
        if cell.value is None or one.value is None or not other.value:
            continue
        expected = formula.of(one.value, other.value)
        expected = abs(expected) if unsigned else expected
        if _fits(cell, [formula.of(a, b) for a in _ends(one) for b in _ends(other) if b], unsigned):
            right.append(cell)
        else:
            wrong.append((cell, expected, formula.shown.format(a=one.text, b=other.text)))
    return right, wrong


def _unsigned(cell: Cell) -> bool:
    return cell.value is None or cell.text[0].isdigit()


def _step(cell: Cell) -> Decimal:
    return Decimal(1).scaleb(min(int((cell.value or Decimal(0)).as_tuple().exponent), 0))


def _ends(cell: Cell) -> tuple[Decimal, ...]:
    """A number with decimals was rounded."""
    value, step = cell.value or Decimal(0), _step(cell)
    return (value,) if step == 1 else (value - step / 2, value + step / 2)


def _fits(cell: Cell, values: list[Decimal], unsigned: bool) -> bool:
    rounded = [value.quantize(_step(cell), ROUND_HALF_UP) for value in values]
    rounded = [abs(value) for value in rounded] if unsigned else rounded
    return cell.value is not None and min(rounded) <= cell.value <= max(rounded)


def _shown(value: Decimal, cell: Cell) -> str:
    number = value.quantize(_step(cell), ROUND_HALF_UP)
    separator = "," if "," in cell.text else ""
    return f"{number:{separator}f}" + PERCENT * cell.text.endswith(PERCENT)
