"""Whether a list is all of its whole: by what its parts are called, and how far rounding can take their sum."""

from decimal import Decimal

from reporting.lint.checks.language import (
    COUNTS_KINDS,
    DIMENSIONS,
    HALVES,
    NOT,
    ORDINALS,
    QUARTERS,
    SAYS_TOTAL,
    SO_MANY,
)
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.numerals import parse


def are_the_year(parts: list[Mention]) -> bool:
    """一季度……二季度……三季度……四季度; 上半年……下半年."""
    for named, count in ((QUARTERS, 4), (HALVES, 2)):
        found = [match[0] for one in parts if (match := named.search(one.before))]
        if len(parts) == len(found) == len(set(found)) == count:
            return True
    return False


def are_its_kinds(whole: Mention, parts: list[Mention]) -> bool:
    """执业律师312人，其中专职律师…、兼职律师…、公职律师…; 投诉举报…，其中消费投诉…、违法举报…."""
    ends = [core(one.before)[-2:] for one in parts]
    named = all(len(end) == 2 and end in whole.before for end in ends)
    return named and (len(set(ends)) == len(ends) or (len(parts) > 2 and core(whole.before).endswith(ends[0])))


def says_how_many(whole: Mention, parts: list[Mention]) -> bool:
    """2022年36人，2023年42人，两年共78人."""
    found = SO_MANY.search(whole.before)
    return found is not None and parse(found["count"]) == len(parts)


def so_many(whole: Mention, before: list[Mention]) -> list[Mention]:
    """农场1,126家，省级36家、市级84家、县级156家，三级共276家: the last three of them."""
    found = SO_MANY.search(whole.before)
    count = int(parse(found["count"]) or 0) if found else 0
    return before[-count:] if 1 < count < len(before) else before


def counts_them(whole: Mention, parts: list[Mention]) -> bool:
    """两项补贴3,136.8万元。生活补贴…、护理补贴…."""
    found, end = COUNTS_KINDS.search(whole.before), core(whole.before)[-2:]
    named = len(end) == 2 and all(core(one.before).endswith(end) for one in parts)
    return found is not None and named and parse(found[1]) == len(parts)


def tolerance(whole: Mention, parts: list[Mention]) -> Decimal:
    """What rounding each part can do; whole numbers and sums to the fen are exact."""
    steps = {one.quantity.step for one in parts if one.value} or {whole.quantity.step}
    step = max(steps) if len(steps) == 1 else min(steps)  # 10分、48.6分: noughts were left out, nothing was rounded
    if step <= 1 and whole.quantity.step <= 1 and whole.unit != "%":
        coarse = step > whole.quantity.step
        return step * len(parts) / 2 if coarse else Decimal(0)
    if len(parts) < 3 and step <= whole.quantity.step:
        return Decimal(0)
    rounded = step * len(parts) * 3 / 8  # all of them to the same side is not by chance
    return rounded if whole.quantity.step <= step else rounded + whole.quantity.step * 3 / 4


def dimensions(one: Mention) -> set[str]:
    return {name for name, pattern in DIMENSIONS.items() if pattern.search(one.before + one.after)}


def homogeneous(whole: Mention, parts: list[Mention]) -> bool:
    """Named alike (…街道, …街道), or the whole has no name of its own (共计)."""
    if (
        len(whole.label) <= 2
        or SAYS_TOTAL.search(whole.before)
        or len({one.before[-2:] for one in parts if one.before}) == 1
    ):
        return True
    named = [one for one in parts if len(one.label) >= 2]
    return (len(named) == len(parts) and all(set(one.label) & set(whole.label) for one in parts)) or len(parts) >= 3


def complementary(parts: list[Mention]) -> bool:
    found = {name for one in parts for name in dimensions(one)}
    one, other = (core(m.before) for m in parts) if len(parts) == 2 else ("", "")
    if one and (other.endswith(NOT + one) or one.endswith(NOT + other)):
        return True  # 免疫规划疫苗, 非免疫规划疫苗
    unlike = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) == len(other) > 2 and len(unlike) == 1 and not set(unlike[0]) & set(ORDINALS):
        return True  # 快充桩, 慢充桩
    return len(parts) == 2 and len(found) == 1 and bool(found & {"sex", "area", "state"})
