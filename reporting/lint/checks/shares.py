"""The shares of one whole make 100 %."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks import respective
from reporting.lint.checks.language import (
    COMPLEMENTS,
    DIMENSIONS,
    EACH_SHARE,
    LIST_JOINTS,
    LIST_STOP,
    SHARE_OF,
    THE_REST,
    WEIGHTS,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT

LEAST, MOST = 95, 130  # a list of shares that comes to less, or to more, is not all of the whole


def check(draft: Draft) -> Iterator[Finding]:
    """Three or more in a sentence, two that leave nothing else (男, 女; 其他), 各占55%、45%, 权重为…."""
    for found in draft.by_sentence.values():
        every = [m for m in found if m.plain and not m.nested]
        shares = [m for m in every if m.unit == PERCENT and SHARE_OF.search(m.before)]
        between = [m for m in every if shares and m.number > shares[0].number]
        if shares and len(_dimensions(shares)) > 1:
            continue  # 35岁以下占38%，研究生占26%: of the same people
        if shares and len(between) == len(shares) - 1 and (len(shares) >= 3 or _nothing_else(shares)):
            yield from _make_all(shares)
            continue
        for at, first in enumerate(every):
            if EACH_SHARE.search(first.before):
                listed = _listed(draft, every[at:])
                yield from _make_all(listed) if listed and not respective.are_compared(draft, listed) else ()
            elif WEIGHTS.search(first.before):
                yield from _make_all(_named(draft, every[at:]))


def _dimensions(shares: list[Mention]) -> set[str]:
    """By what the shares divide the whole: one thing, or several."""
    named = [one.before for one in shares if not THE_REST.match(one.before)]
    return {next((name for name, one in DIMENSIONS.items() if one.search(before)), "") for before in named}


def _nothing_else(shares: list[Mention]) -> bool:
    if len(shares) != 2:
        return False
    one, other = (m.before for m in shares)
    pairs = any(first in one and second in other for first, second in COMPLEMENTS)
    return pairs or bool(THE_REST.match(other))


def _listed(draft: Draft, found: list[Mention]) -> list[Mention]:
    """The first and those that follow it without a word of their own."""
    shares = found[:1]
    for one in found[1:]:
        if draft.between(shares[-1], one) not in LIST_JOINTS:
            break
        shares.append(one)
    return [one for one in shares if one.unit == PERCENT]


def _named(draft: Draft, found: list[Mention]) -> list[Mention]:
    """The first and those that follow it, each with its name: 决策15%、过程25%."""
    shares = found[:1]
    for one in found[1:]:
        if one.unit != shares[0].unit or not LIST_STOP.match(draft.between(shares[-1], one)):
            break
        shares.append(one)
    return shares if len(shares) > 2 and shares[0].unit == PERCENT else []


def _make_all(shares: list[Mention]) -> Iterator[Finding]:
    total = sum((one.value for one in shares), Decimal(0))
    slack = max((one.quantity.step for one in shares), default=Decimal(0)) * len(shares) / 2
    exact = all(m.quantity.exact and not m.quantity.coarse for m in shares)
    if len(shares) > 1 and exact and abs(total - 100) > slack and LEAST <= total <= MOST:
        relation = "+".join(one.written for one in shares) + f"={total}%"
        yield Finding("sum.differs", shares[0].start, shares[0].end, relation, "100%")
