"""A percentage and the two numbers that it is of: part and whole."""

from decimal import ROUND_HALF_UP, Decimal

from reporting.lint.checks.language import BUDGET
from reporting.lint.mentions import Mention

Pair = tuple[Mention, Mention]  # part, whole


def percent(pair: Pair) -> Decimal:
    return pair[0].value * 100 / pair[1].value


def fits(one: Mention, pair: Pair) -> bool:
    """Whether the percentage may be the pair's, as exactly as all three are written."""
    least, most = bounds(one, pair)
    return least <= one.value <= most


def bounds(one: Mention, pair: Pair) -> tuple[Decimal, Decimal]:
    part, whole = pair
    slack = [Decimal(0) if m.quantity.step == 1 or m.plan or _is_round(m) else m.quantity.step / 2 for m in pair]
    low = max(part.value - slack[0], Decimal(0)) * 100 / (whole.value + slack[1])
    high = (part.value + slack[0]) * 100 / max(whole.value - slack[1], whole.value / 2)
    return low.quantize(one.quantity.step, ROUND_HALF_UP), high.quantize(one.quantity.step, ROUND_HALF_UP)


def _is_round(one: Mention) -> bool:
    """预算462万元 is what was granted, not rounded."""
    return bool(BUDGET.search(one.before)) and "." not in one.written
