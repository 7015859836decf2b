"""A rate right behind two numbers of one unit, whatever the words: 应到286名，实到268名，出席率93.7%."""

from decimal import Decimal

from reporting.lint.checks.plan import Pair, percent
from reporting.lint.draft import Draft, is_a_slip
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, COMPARES, PERCENT

POINTS_OFF, SHARE_OFF = Decimal(5), Decimal("0.3")  # by no more than both: it was meant to be theirs


def nearly(draft: Draft, one: Mention) -> Pair | None:
    """The two numbers, where the rate is about theirs or a slip of the pen away."""
    pair = _two_before(draft, one)
    if pair is None:
        return None
    expected = percent(pair)
    off = abs(expected - one.value)
    close = off <= POINTS_OFF and off <= expected * SHARE_OFF
    slip = is_a_slip(one.value, expected.quantize(one.quantity.step))
    return pair if close or slip else None


def of_them(draft: Draft, one: Mention) -> Pair | None:
    """受访1000人，其中满意的720人，超过四分之三."""
    pair = _two_before(draft, one)
    return pair if pair and "中" in draft.between(pair[1], pair[0]) else None


def _two_before(draft: Draft, one: Mention) -> Pair | None:
    """(smaller, larger) of the two numbers just before, in one stretch of the sentence with the rate."""
    known = draft.before(one)[-2:]
    if len(known) < 2 or known[0].unit != known[1].unit or known[0].unit in (PERCENT, ""):
        return None
    if not all(m.plain and m.quantity.exact and m.value > 0 and not m.prior for m in known):
        return None
    between = draft.between(known[0], one)
    if CLAUSE_BREAKS[-1] in between or COMPARES.search(draft.between(known[1], one)):
        return None
    part, whole = sorted(known, key=lambda m: m.value)
    return part, whole
