"""Whether a list is all of its whole: by what its parts are called, and how far rounding can take their sum."""

from decimal import Decimal

from reporting.lint.checks.language import DIMENSIONS, HALVES, QUARTERS, SAYS_TOTAL
from reporting.lint.mentions import Mention


def are_the_year(parts: list[Mention]) -> bool:
    """一季度……二季度……三季度……四季度; 上半年……下半年."""
    return any(
        len(parts) == count and len({found[0] for one in parts if (found := named.search(one.before))}) == count
        for named, count in ((QUARTERS, 4), (HALVES, 2))
    )


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
    return len(parts) == 2 and len(found) == 1 and bool(found & {"sex", "area", "state"})
