"""Averages, of whatever is counted: 46所、322人，平均每所7人; 40天86万人次，日均2.16万人次."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.each import is_number, per
from reporting.lint.checks.language import (
    ACTUALLY,
    DAYS_SAID,
    EACH_DAY,
    EACH_MONTH,
    EACH_YEAR,
    HANDED_OUT,
    IN_STOCK,
    MEAN,
    MONTHS_SAID,
    SEATS,
    TIMES_OF_UNIT,
    TOGETHER,
    YEARS_SAID,
)
from reporting.lint.draft import Draft, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.numerals import parse
from reporting.lint.words import CLAUSE_BREAKS

TENTH, EXACT = Decimal("0.1"), Decimal("0.01")
OF_A_PLAN = Decimal(5)  # years of “十三五”
NEAR = Decimal("0.25")  # of what it should be: the average is meant to be theirs


def average(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    """46所、322人，平均每所7人: the two numbers beside it, before it or behind; whole numbers rounded either way."""
    each = found[at]
    yield from _in_so_many_days(found[:at], each)
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
                SEATS.search(total.before) or HANDED_OUT.search(draft.between(number, total))
            )
            if each.number < number.number < total.number and each.quantity.step == 1 and not stands:
                if total.value != (wanted := number.value * each.value):  # 每班45人，26个班，学位1130个
                    relation = f"{number.written}×{each.written}={like(wanted, total)}"
                    yield Finding("product.differs", total.start, total.end, relation, like(wanted, total))
                return
            expected = totals[0].value / numbers[0].value
            grouped = number.number == each.number - 1 and each.quantity.step == 1 < each.value
            slack = EXACT if grouped and not MEAN.search(each.before) else each.quantity.step
            several = sum(m.value for m in found[:at] if is_number(m, each))  # 甲24次、乙19次，平均每次
            if several and abs(totals[0].value / several - each.value) < slack:
                return
            if abs(expected - each.value) >= slack:
                relation = f"{totals[0].written}÷{numbers[0].written}"
                yield Finding("product.differs", each.start, each.end, relation, like(expected.quantize(TENTH), each))
            return
    yield from _far_average(found[:at], each)
    numbers = [m for m in known if is_number(m, each)]
    if numbers and numbers[-1] is known[-1]:
        yield from _together(draft, numbers[-1], each, found[at + 1 : at + 2])


def _far_average(before: list[Mention], each: Mention) -> Iterator[Finding]:
    """61,240册（38,275种），码洋248万元，平均每种1.6册: the only two numbers of these units."""
    numbers, totals = [m for m in before if is_number(m, each)], [m for m in before if _may_be_sum(m, each)]
    if len(numbers) != 1 or len(totals) != 1 or not _usable([*numbers, *totals]) or numbers == totals:
        return
    expected = totals[0].value / numbers[0].value if numbers[0].value else Decimal(0)
    if each.quantity.step <= abs(expected - each.value) < expected * NEAR:
        relation = f"{totals[0].written}÷{numbers[0].written}"
        yield Finding("product.differs", each.start, each.end, relation, like(expected.quantize(TENTH), each))


def _in_so_many_days(before: list[Mention], each: Mention) -> Iterator[Finding]:
    """春运40天发送旅客86.4万人次，日均2.16万人次."""
    daily, monthly = EACH_DAY.search(each.before), EACH_MONTH.search(each.before)
    text = each.sentence.text[: each.place_in_sentence()]
    said = (DAYS_SAID if daily else MONTHS_SAID).findall(text) if daily or monthly else []
    totals = [m for m in before if m.unit == each.unit]
    if len(said) != 1 or len(totals) != 1 or not _usable(totals) or not int(said[0]):
        return
    expected = totals[0].value / int(said[0])
    if each.quantity.step <= abs(expected - each.value) < expected * NEAR:
        yield Finding("product.differs", each.start, each.end, f"{totals[0].written}÷{said[0]}", like(expected, each))


def yearly(before: list[Mention], each: Mention) -> Iterator[Finding]:
    """五年累计投入3.6亿元，年均0.72亿元; “十三五”期间…，年均…."""
    text = each.sentence.text[: each.place_in_sentence()]
    said = YEARS_SAID.findall(text) if EACH_YEAR.search(each.before) else []
    totals = [m for m in before if m.unit == each.unit]
    if len(said) != 1 or len(totals) != 1 or not _usable(totals):
        return
    years = parse(said[0]) or OF_A_PLAN
    expected = totals[0].value / years
    if each.quantity.step <= abs(expected - each.value) < expected / 2:
        yield Finding("product.differs", each.start, each.end, f"{totals[0].written}÷{years}", like(expected, each))


def _may_be_sum(one: Mention, each: Mention) -> bool:
    """17,200人次 are the 次 of all."""
    return one.unit in (each.unit, *TIMES_OF_UNIT.get(each.unit, ()))


def _usable(found: list[Mention]) -> list[Mention]:
    return found if all(m.plain and m.quantity.exact and not m.prior for m in found) else []


def _together(draft: Draft, number: Mention, each: Mention, behind: list[Mention]) -> Iterator[Finding]:
    """12期，每期60人，共720人: where it may be what was planned, only a slip of the pen is told."""
    for total in behind:
        same = total.unit == each.unit or total.unit in TIMES_OF_UNIT.get(each.unit, ())
        told = TOGETHER.search(draft.between(each, total)) or (
            SEATS.search(total.before) and total.before[-2:] == each.before[-2:]
        )  # 3座，每座泊位240个，新增泊位720个
        if not same or not total.plain or not total.quantity.exact or not told:
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
