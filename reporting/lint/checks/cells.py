"""A number of the prose against the row of a table that bears its name; changes told in words in a cell."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import WORDED
from reporting.lint.draft import Draft, is_a_slip
from reporting.lint.findings import Finding
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.tables import Cell, Table
from reporting.lint.words import PERCENT, POINTS, POINTS_WRITTEN, SAME_UNIT, SCALES, UP

LEAST = 4  # characters of a name


def check(draft: Draft) -> Iterator[Finding]:
    named: dict[str, list[Mention]] = {}
    for one in draft.mentions:
        if one.plain and one.quantity.exact and not one.prior and one.year == draft.year:
            named.setdefault(core(one.before), []).append(one)
    for table in draft.tables:
        for row in table.rows:
            yield from _worded(table, row)
            name = core(row[0].text) if row else ""
            if len(name) >= LEAST and name in named:
                yield from _row(table, row, named[name])


def _row(table: Table, row: list[Cell], known: list[Mention]) -> Iterator[Finding]:
    """The row's only number, in the unit of the table; nothing is said while some place of the prose agrees."""
    values = [(column, cell) for column, cell in enumerate(row) if column and cell.value is not None]
    if len(values) != 1:
        return
    column, cell = values[0]
    unit = table.unit(column)
    scale = next((word for word in sorted(SCALES, key=len, reverse=True) if unit.startswith(word)), "")
    symbol = SAME_UNIT.get(unit.removeprefix(scale), unit.removeprefix(scale))
    value = (cell.value or Decimal(0)) * SCALES.get(scale, 1)
    of_unit = [one for one in known if one.unit == symbol]
    if of_unit and all(one.value != value and is_a_slip(one.value, value) for one in of_unit):
        relation = _("前文同一名称为%(value)s") % {"value": of_unit[0].written}
        yield Finding("label.two_values", cell.start, cell.end, relation, of_unit[0].written)


def _worded(table: Table, row: list[Cell]) -> Iterator[Finding]:
    """81.0%, 84.6%, 提高3.6%: against the two numbers before it, the later year last."""
    for column, cell in enumerate(row):
        match, known = WORDED.fullmatch(cell.text), [n for n in range(1, column) if row[n].value is not None]
        if not match or len(known) < 2:
            continue
        before, now = (row[n] for n in sorted(known[-2:], key=lambda n: table.head[n] if n < len(table.head) else ""))
        told, unit = Decimal(match["number"].replace(",", "")), match["unit"] or ""
        gap = (now.value or Decimal(0)) - (before.value or Decimal(0))
        rates = now.text.endswith(PERCENT) and before.text.endswith(PERCENT)
        if rates and unit == PERCENT and abs(gap) == told:
            relation, expected = f"{now.text}-{before.text}", f"{told}{POINTS_WRITTEN}"
            yield Finding("change.points", cell.start, cell.end, relation, expected, doubtful=True)
        elif rates == unit.endswith(POINTS) and before.value:
            value = gap * 100 / before.value if unit == PERCENT else gap
            right = abs(value).quantize(Decimal(1).scaleb(int(told.as_tuple().exponent)), ROUND_HALF_UP)
            if right != told or (value < 0) == (match["word"] in UP):
                rule = "change.direction" if right == told else "change.points" if rates else "change.differs"
                yield Finding(rule, cell.start, cell.end, f"{before.text}→{now.text}", f"{value:+.1f}{unit}")
