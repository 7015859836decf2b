"""Averages, and groups of equal size, against the two numbers beside them: 46所、322人，平均每所7人."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.language import ACTUALLY, IN_STOCK, MEAN, SEATS, TIMES_OF_UNIT, TOGETHER
from reporting.lint.checks.per import is_number, per
from reporting.lint.draft import Draft, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS

TENTH, EXACT = Decimal("0.1"), Decimal("0.01")
NEAR = Decimal("0.25")  # of what it should be: the total is meant to be the product


def average(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    """46所、322人，平均每所7人: the two numbers beside it, before it or behind; whole numbers rounded either way."""
    each = found[at]
    if not per(each.before):
        return
    known = _usable(found[max(at - 2, 0) : at])
    if known and CLAUSE_BREAKS[-1] in draft.between(known[-1], each):
        known = []
    for pair in (known, _usable(found[at + 1 : at + 3])):
        numbers = [m for m in pair if is_number(m, each) and m.value]
        totals = [m for m in pair if (m.unit == each.unit or SEATS.search(m.before)) and m not in numbers]
        if len(numbers) == len(totals) == 1:
            number, total = numbers[0], totals[0]
            stands = IN_STOCK.search(total.before) or not (
                SEATS.search(total.before) or TOGETHER.search(draft.between(number, total))
            )
            if each.number < number.number < total.number and each.quantity.step == 1 and not stands:
                if total.value != (wanted := number.value * each.value):  # 每班45人，26个班，学位1130个
                    relation = f"{number.written}×{each.written}={like(wanted, total)}"
                    yield Finding("product.differs", total.start, total.end, relation, like(wanted, total))
                return
            expected = totals[0].value / numbers[0].value
            grouped = number.number == each.number - 1 and each.quantity.step == 1 < each.value
            grouped = grouped and not MEAN.search(each.before)
            slack = EXACT if grouped else each.quantity.step
            several = sum(m.value for m in found[:at] if is_number(m, each))  # 甲24次、乙19次，平均每次
            if several and abs(totals[0].value / several - each.value) < slack:
                return
            if abs(expected - each.value) >= slack:
                relation = f"{totals[0].written}÷{numbers[0].written}"
                yield Finding("product.differs", each.start, each.end, relation, like(expected.quantize(TENTH), each))
            return
    numbers = [m for m in known if is_number(m, each)]
    if numbers and numbers[-1] is known[-1]:
        yield from _together(draft, numbers[-1], each, found[at + 1 : at + 2])


def _usable(found: list[Mention]) -> list[Mention]:
    return found if all(m.plain and m.quantity.exact and not m.prior for m in found) else []


def _together(draft: Draft, number: Mention, each: Mention, behind: list[Mention]) -> Iterator[Finding]:
    """12期，每期60人，共720人: where it may be what was planned, only a slip of the pen is told."""
    for total in behind:
        same = total.unit == each.unit or total.unit in TIMES_OF_UNIT.get(each.unit, ())
        if not same or not total.plain or not total.quantity.exact or not TOGETHER.search(draft.between(each, total)):
            continue
        expected = number.value * each.value
        planned = ACTUALLY.search(draft.between(each, total)) or each.quantity.threshold or each.plan
        near = not planned and abs(total.value - expected) <= expected * NEAR
        if total.value != expected and (near or is_a_slip(total.value, expected) or _one_digit(total.value, expected)):
            relation = f"{number.written}×{each.written}={like(expected, total)}"
            yield Finding("product.differs", total.start, total.end, relation, like(expected, total))


def _one_digit(written: Decimal, computed: Decimal) -> bool:
    """86 for 96."""
    one, other = f"{written:f}", f"{computed:f}"
    return len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
