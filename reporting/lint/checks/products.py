"""Number times standard is the amount: 860人、人均2000元、172万元."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks import several
from reporting.lint.checks.averages import average, yearly
from reporting.lint.checks.each import is_number, is_of, per, unit_of
from reporting.lint.checks.language import (
    BESIDES,
    DAYS_SAID,
    EACH,
    EACH_DAY,
    EACH_MONTH,
    EACH_VISIT,
    MEAN,
    MONTHS_SAID,
    OF_THEM,
    PAID_TO_EACH,
    PER,
    TIMES_OF_UNIT,
)
from reporting.lint.checks.nouns import PERSON_MONTHS
from reporting.lint.draft import Draft, digits, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, PERCENT, PERSON_TIMES, YUAN

NEAR = Decimal("0.25")  # of what it should be: the amount is meant to be the product
ABOUT, FINE = "about", 3
SLACK = Decimal("0.02")  # a standard is often a rounded average


def check(draft: Draft) -> Iterator[Finding]:
    for sentence, own in draft.by_sentence.items():
        begins = EACH.match(own[0].sentence.text) and not any(is_number(m, own[0]) for m in own[1:2])
        carried = draft.by_sentence.get(sentence - 1, [])[-1:] if begins else []  # 每户1.4万元，702户共…: has its own
        found = carried + own
        for at, each in enumerate(found):
            if not each.rate or each.change or not _is_told_exactly(each):
                continue
            yield from yearly(own[: each.number - own[0].number], each) if each.sentence is own[0].sentence else ()
            if each.unit == YUAN:
                yield from _product(draft, found, at) if EACH.search(each.before) else _priced(draft, found, at)
            elif each.unit not in (YUAN, PERCENT, ""):
                yield from average(draft, found, at)
        yield from several.each_of_several(draft, own)


def _is_told_exactly(each: Mention) -> bool:
    """人均约3.26万元 was rounded, 约3万元 was guessed."""
    return each.quantity.exact or (each.quantity.approx == ABOUT and digits(each.value) >= FINE)


def _product(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    each = found[at]
    unit = PERSON_TIMES if EACH_VISIT.search(each.before) else unit_of(per(each.before))
    if pairs := several.standards(found, unit):
        yield from several.compare(found, pairs) if each is pairs[0][1] else ()
        return
    numbers = _numbers(draft, found, at, unit)
    if not numbers:
        yield from _priced(draft, found, at)
        yield from _total_then_number(draft, found[at : at + 3], unit)
    only_times = bool(numbers) and not any(is_number(m, each) for m in numbers)
    if not numbers or not (is_number(numbers[-1], each) or only_times):
        return
    number = numbers[-1]
    totals = _totals(draft, found, at, number)
    if only_times:  # of whom there may be fewer
        totals = [m for m in totals if abs(m.value - number.value * each.value) < number.value * each.value * NEAR]
    if not totals and number is found[at - 1]:
        totals = _total_before(found[: at - 1], number.value * each.value)
    if len(totals) != 1:
        return
    total = totals[0]
    if not all(m.quantity.exact for m in (number, total)) or each.value == 0:
        return
    if number.sentence is not each.sentence and abs(number.value * each.value - total.value) > total.value * NEAR:
        return
    behind = [m for m in found[at + 1 :] if is_of(m, unit)]  # 按生均1350元，下达1658.61万元，惠及12286名学生
    times = _times(draft, each, number, total)
    if any(_fits(total, one, each, n) for one in (*numbers, *behind) for n in times):
        return
    sums = [sum((m.value for m in numbers[n:]), Decimal(0)) for n in range(len(numbers))]
    if any(abs(one * each.value * n - total.value) < total.quantity.step for one in sums for n in times):
        return  # 党员126名、老党员86名，31.8万元，人均1500元
    wanted = [number.value * each.value * n for n in times]
    if len(wanted) > 1 and total.value < wanted[-1]:
        return  # not everybody had every month
    average = total.number < each.number
    claimed = each if average else total
    expected = total.value / number.value if average else wanted[-1]
    relation = f"{number.written}×{each.written}={like(wanted[-1], total)}"
    yield Finding("product.differs", claimed.start, claimed.end, relation, like(expected, claimed))


def _numbers(draft: Draft, found: list[Mention], at: int, unit: str) -> list[Mention]:
    """What there is one standard for each of; 每个中心: in a sentence before, where none is here."""
    each = found[at]
    known = [m for m in found[:at] if m.plain and not m.prior]
    numbers = [m for m in known if unit and (is_number(m, each) or m.unit in TIMES_OF_UNIT.get(unit, ()))]
    if numbers or not unit:
        return numbers
    earlier = [m for m in draft.before(each, sentences=3) if m.plain and not m.prior and is_number(m, each)]
    return earlier if len(earlier) == 1 else []


def _total_then_number(draft: Draft, found: list[Mention], unit: str) -> Iterator[Finding]:
    """生均1150元，下达3457.36万元，惠及30064名学生."""
    if len(found) < 3 or found[1].unit != YUAN or not is_of(found[2], unit) or not unit:
        return
    each, total, number = found
    wanted = number.value * each.value
    plain = all(m.plain and m.quantity.exact for m in (total, number))
    if plain and not _fits(total, number, each, 1) and abs(total.value - wanted) < wanted * NEAR:
        if CLAUSE_BREAKS[-1] not in draft.between(each, number):
            relation = f"{number.written}×{each.written}={like(wanted, total)}"
            yield Finding("product.differs", total.start, total.end, relation, like(wanted, total))


def _times(draft: Draft, each: Mention, number: Mention, total: Mention) -> list[int]:
    """How often each gets it: the months or days that are said (每月1800元、全年12个月), else any number of them."""
    period = EACH_DAY.search(each.before) or EACH_MONTH.search(each.before)
    if not period:
        return [1]
    first, last = sorted((number, total), key=lambda one: one.number)
    said = (DAYS_SAID if EACH_DAY.search(each.before) else MONTHS_SAID).findall(draft.between(first, last))
    return [int(said[0])] if len(said) == 1 else list(range(1, 366 if EACH_DAY.search(each.before) else 13))


def _total_before(found: list[Mention], expected: Decimal) -> list[Mention]:
    """支出3.26万元，接待412人次，人均79元: the last amount, where it is about what it should be."""
    amounts = [m for m in found if m.unit == YUAN and m.plain][-1:]
    return [m for m in amounts if abs(m.value - expected) < expected * NEAR]


def _priced(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    """48台、单价1.25万元、共60万元; 每亩120元、3600亩、43.2万元: the amount behind both."""
    each = found[at]
    monthly = EACH_MONTH.search(each.before)
    months = MONTHS_SAID.findall(each.sentence.text) if monthly else []
    times = int(months[0]) if len(months) == 1 else 1
    unit = unit_of(per(each.before) or PER.match(each.after))
    unit = PERSON_MONTHS if monthly and times == 1 else unit
    beside = [m for m in (*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]) if m.unit not in (YUAN, PERCENT, "")]
    numbers = [m for m in beside if m.plain and m.quantity.exact and (not unit or is_of(m, unit))]
    if len(numbers) != 1:
        return
    number = numbers[0]
    last = max(each, number, key=lambda m: m.number)
    totals = [m for m in found if m.number == last.number + 1 and m.unit == YUAN and m.plain and m.quantity.exact]
    if not totals or OF_THEM.search(draft.between(last, totals[0])):
        return
    total, expected = totals[0], number.value * each.value * times
    near = abs(total.value - expected) <= expected * NEAR or is_a_slip(total.value, expected)
    if near and not _fits(total, number, each, times):
        relation = f"{number.written}×{each.written}{f'×{times}' * (times > 1)}={like(expected, total)}"
        yield Finding("product.differs", total.start, total.end, relation, like(expected, total))


def _fits(total: Mention, number: Mention, each: Mention, months: int) -> bool:
    value = number.value * each.value * months
    rounded = number.value * each.quantity.step if each.quantity.step != 1 else Decimal(0)
    mean = value * SLACK if MEAN.search(each.before) and total.number < each.number else Decimal(0)
    set_down = PAID_TO_EACH.search(each.before) and total.number > each.number  # 每户补助1.4万元, 每村5万元: a standard
    rounded = rounded if mean or ("." in each.written and not set_down) else Decimal(0)
    off = abs(value - total.value)
    return off < max(total.quantity.step, rounded) or off <= mean


def _totals(draft: Draft, found: list[Mention], at: int, number: Mention) -> list[Mention]:
    """The amount between the number and the standard (人均 follows it), else right behind the standard (共6万元)."""
    before = [m for m in found[:at] if m.unit == YUAN and m.number > number.number and m.plain]
    if before:
        return before[-1:] if len(before) == 1 else []
    behind = found[at + 1 : at + 2]
    if behind and (BESIDES.search(draft.between(found[at], behind[0])) or any(m.rate for m in found[:at][-1:])):
        return []  # another amount, or the second of two standards
    if (
        not behind
        or behind[0].unit != YUAN
        or not behind[0].plain
        or OF_THEM.search(draft.between(found[at], behind[0]))
    ):
        return []
    return behind if CLAUSE_BREAKS[-1] not in draft.between(found[at], behind[0]) else []
