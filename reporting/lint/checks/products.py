"""Number times standard is the amount: 860人、人均2000元、172万元; and the same amount written in 元 and 万元."""

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import (
    ACTUALLY,
    BESIDES,
    DAYS_SAID,
    EACH,
    EACH_DAY,
    EACH_DOES,
    EACH_MONTH,
    EACH_OF,
    EACH_VISIT,
    IN_STOCK,
    MEAN,
    MONTHS_SAID,
    OF_THEM,
    PER,
    PER_UNIT,
    SAME_AMOUNT,
    SAME_AS,
    SEATS,
    TIMES_OF_UNIT,
    TOGETHER,
)
from reporting.lint.checks.nouns import FACTORS, PER_TIME, PERSON_MONTHS, PLAIN_UNITS
from reporting.lint.draft import Draft, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.labels import touches
from reporting.lint.mentions import Mention
from reporting.lint.words import BRACKETS, CLAUSE_BREAKS, PERCENT, PERSON_TIMES, YUAN

ABOUT = Decimal("0.1")
TENTH, EXACT = Decimal("0.1"), Decimal("0.01")
SHORT = 4  # characters
NEAR = Decimal("0.25")  # of what it should be: the amount is meant to be the product
SLACK = Decimal("0.02")  # a standard is often a rounded average


def check(draft: Draft) -> Iterator[Finding]:
    for sentence, own in draft.by_sentence.items():
        carried = draft.by_sentence.get(sentence - 1, [])[-1:] if EACH.match(own[0].sentence.text) else []
        found = carried + own
        for at, each in enumerate(found):
            if not each.rate or each.change or not each.quantity.exact:
                continue
            if each.unit == YUAN:
                yield from _product(draft, found, at) if EACH.search(each.before) else _priced(draft, found, at)
            elif each.unit not in (YUAN, PERCENT, ""):
                yield from _average(draft, found, at)
        for one, other in itertools.pairwise(own):
            yield from _conversion(draft, one, other)
        yield from _each_of_several(draft, own)


def _product(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    each = found[at]
    unit = PERSON_TIMES if EACH_VISIT.search(each.before) else _unit(_per(each.before))
    if pairs := _standards(found, unit):
        yield from _several(found, pairs) if each is pairs[0][1] else ()
        return
    numbers = _numbers(draft, found, at, unit)
    if not numbers:
        yield from _priced(draft, found, at)
    only_times = bool(numbers) and not any(_is_number(m, each) for m in numbers)
    if not numbers or not (_is_number(numbers[-1], each) or only_times):
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
    behind = [m for m in found[at + 1 :] if _is_of(m, unit)]  # 按生均1350元，下达1658.61万元，惠及12286名学生
    times = _times(draft, each, number, total)
    if any(_fits(total, one, each, n) for one in (*numbers, *behind) for n in times):
        return
    sums = [sum((m.value for m in numbers[n:]), Decimal(0)) for n in range(len(numbers))]
    if any(abs(several * each.value - total.value) < total.quantity.step for several in sums):
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
    numbers = [m for m in known if unit and (_is_number(m, each) or m.unit in TIMES_OF_UNIT.get(unit, ()))]
    if numbers or not unit:
        return numbers
    earlier = [m for m in draft.before(each, sentences=3) if m.plain and not m.prior and _is_number(m, each)]
    return earlier if len(earlier) == 1 else []


def _standards(found: list[Mention], unit: str) -> list[tuple[Mention, Mention]]:
    """修缮286户、重建174户，…，修缮户均1.5万元、重建户均3.2万元: the number that each of several standards is for."""
    rates = [m for m in found if m.rate and not m.change and m.unit == YUAN and _unit(_per(m.before)) == unit]
    pairs = []
    for rate in rates if len(rates) > 1 else ():
        numbers = [m for m in found if m.plain and m.number < rate.number and _is_number(m, rate)]
        named = [m for m in numbers if touches(m.before, rate.before)]
        if len(named) != 1 or any(named[0] is number for number, _rate in pairs):
            return []
        pairs.append((named[0], rate))
    return pairs


def _several(found: list[Mention], pairs: list[tuple[Mention, Mention]]) -> Iterator[Finding]:
    totals = [m for m in found if m.unit == YUAN and m.plain and m.quantity.exact]
    expected = sum((number.value * rate.value for number, rate in pairs), Decimal(0))
    slack = sum(
        (number.value * rate.quantity.step / 2 for number, rate in pairs if MEAN.search(rate.before)), Decimal(0)
    )
    if len(totals) != 1 or not all(m.quantity.exact for pair in pairs for m in pair):
        return
    off = abs(totals[0].value - expected)
    if max(totals[0].quantity.step, slack) <= off <= expected * NEAR:
        total = totals[0]
        relation = "+".join(f"{number.written}×{rate.written}" for number, rate in pairs) + f"={like(expected, total)}"
        yield Finding("product.differs", total.start, total.end, relation, like(expected, total))


def _each_of_several(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    """8家企业各罚2万元、4家企业各罚5万元，合计36万元."""
    total = found[-1]
    each = [at for at, m in enumerate(found) if at and EACH_DOES.search(m.before) and m.unit == total.unit]
    told = [*(n for at in each for n in (at - 1, at)), len(found) - 1]
    said = TOGETHER.search(total.before) and total.plain and all(m.quantity.exact for m in found)
    if not each or not said or told != list(range(told[0], len(found))):
        return
    wanted = sum((found[at - 1].value * found[at].value for at in each), Decimal(0))
    if abs(wanted - total.value) >= total.quantity.step and abs(wanted - total.value) < wanted * NEAR:
        relation = "+".join(f"{found[at - 1].written}×{found[at].written}" for at in each)
        yield Finding(
            "product.differs", total.start, total.end, f"{relation}={like(wanted, total)}", like(wanted, total)
        )


def _times(draft: Draft, each: Mention, number: Mention, total: Mention) -> list[int]:
    """How often each gets it: the months or days that are said (每月1800元、全年12个月), else any number of them."""
    period = EACH_DAY.search(each.before) or EACH_MONTH.search(each.before)
    if not period:
        return [1]
    first, last = sorted((number, total), key=lambda one: one.number)
    said = (DAYS_SAID if EACH_DAY.search(each.before) else MONTHS_SAID).findall(draft.between(first, last))
    return [int(said[0])] if len(said) == 1 else list(range(1, 366 if EACH_DAY.search(each.before) else 13))


def _per(text: str) -> re.Match[str] | None:
    """The last of 每人每餐, but not the time of 每人每月."""
    found = list(PER.finditer(text))
    return next((match for match in reversed(found) if match["each"] not in PER_TIME), found[-1] if found else None)


def _unit(match: re.Match[str] | None) -> str:
    word = (match["each"] or match["mean"] or match["of"]) if match else ""
    return PER_UNIT.get(word, word)


def _total_before(found: list[Mention], expected: Decimal) -> list[Mention]:
    """支出3.26万元，接待412人次，人均79元: the last amount, where it is about what it should be."""
    amounts = [m for m in found if m.unit == YUAN and m.plain][-1:]
    return [m for m in amounts if abs(m.value - expected) < expected * NEAR]


def _is_of(one: Mention, unit: str) -> bool:
    """86个村 counts 村."""
    if one.unit == unit or one.unit not in PLAIN_UNITS or not unit:
        return one.unit == unit
    named = (unit, *SAME_AS.get(unit, ()))
    grouped = len(one.after) <= SHORT and one.after.endswith(unit)  # 24个小分队
    return grouped or one.after.startswith(named) or one.before.endswith(named)


def _priced(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    """48台、单价1.25万元、共60万元; 每亩120元、3600亩、43.2万元: the amount behind both."""
    each = found[at]
    monthly = EACH_MONTH.search(each.before)
    unit = PERSON_MONTHS if monthly else _unit(_per(each.before) or PER.match(each.after))
    beside = [m for m in (*found[max(at - 1, 0) : at], *found[at + 1 : at + 2]) if m.unit not in (YUAN, PERCENT, "")]
    numbers = [m for m in beside if m.plain and m.quantity.exact and (not unit or _is_of(m, unit))]
    if len(numbers) != 1:
        return
    number = numbers[0]
    last = max(each, number, key=lambda m: m.number)
    totals = [m for m in found if m.number == last.number + 1 and m.unit == YUAN and m.plain and m.quantity.exact]
    if not totals or OF_THEM.search(draft.between(last, totals[0])):
        return
    total, expected = totals[0], number.value * each.value
    near = abs(total.value - expected) <= expected * NEAR or is_a_slip(total.value, expected)
    if near and not _fits(total, number, each, 1):
        relation = f"{number.written}×{each.written}={like(expected, total)}"
        yield Finding("product.differs", total.start, total.end, relation, like(expected, total))


def _average(draft: Draft, found: list[Mention], at: int) -> Iterator[Finding]:
    """46所、322人，平均每所7人: the two numbers beside it, before it or behind; whole numbers rounded either way."""
    each = found[at]
    if not _per(each.before):
        return
    known = _usable(found[max(at - 2, 0) : at])
    if known and CLAUSE_BREAKS[-1] in draft.between(known[-1], each):
        known = []
    for pair in (known, _usable(found[at + 1 : at + 3])):
        numbers = [m for m in pair if _is_number(m, each) and m.value]
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
            several = sum(m.value for m in found[:at] if _is_number(m, each))  # 甲24次、乙19次，平均每次
            if several and abs(totals[0].value / several - each.value) < slack:
                return
            if abs(expected - each.value) >= slack:
                relation = f"{totals[0].written}÷{numbers[0].written}"
                yield Finding("product.differs", each.start, each.end, relation, like(expected.quantize(TENTH), each))
            return
    numbers = [m for m in known if _is_number(m, each)]
    if numbers and numbers[-1] is known[-1]:
        yield from _together(draft, numbers[-1], each, found[at + 1 : at + 2])


def _usable(found: list[Mention]) -> list[Mention]:
    return found if all(m.plain and m.quantity.exact and not m.prior for m in found) else []


def _is_number(one: Mention, each: Mention) -> bool:
    """36个社区 for 每个社区."""
    if noun := EACH_OF.search(each.before):
        return one.unit in PLAIN_UNITS and (one.after.startswith(noun["noun"]) or one.before.endswith(noun["noun"]))
    return _is_of(one, _unit(_per(each.before)))


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


def _fits(total: Mention, number: Mention, each: Mention, months: int) -> bool:
    value = number.value * each.value * months
    rounded = number.value * each.quantity.step if each.quantity.step != 1 else Decimal(0)
    mean = value * SLACK if MEAN.search(each.before) and total.number < each.number else Decimal(0)
    rounded = rounded if mean or "." in each.written else Decimal(0)  # 每村5万元 is a standard
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


def _digits_alike(one: Mention, other: Mention) -> bool:
    """326.8万元（3,268万元）."""
    bare = [f"{m.value.normalize():f}".replace(".", "").strip("0") for m in (one, other)]
    return bare[0] == bare[1]


def _conversion(draft: Draft, one: Mention, other: Mention) -> Iterator[Finding]:
    """支出862.46万元（8,624,600元）; 12.6公里（12,600米）: the same amount in two units."""
    factor = FACTORS.get((one.unit, other.unit), Decimal(one.unit == other.unit))
    if (other.unit, one.unit) in FACTORS:
        factor = 1 / FACTORS[other.unit, one.unit]
    between = draft.between(one, other)
    shifted = between[:1] in BRACKETS and one.value != other.value and _digits_alike(one, other)
    if not factor or one.unit == PERCENT or (one.quantity.written_unit == other.quantity.written_unit and not shifted):
        return
    if not SAME_AMOUNT.match(between) or not between:
        return
    value = one.value * factor
    slack = max(one.quantity.step * factor, other.quantity.step)
    slack = slack if slack > 1 else Decimal("0.01")
    if abs(value - other.value) >= max(slack, value * ABOUT if other.quantity.approx else 0):
        relation = _("%(value)s换算") % {"value": one.written}
        yield Finding("amount.conversion", other.start, other.end, relation, like(value, other))
