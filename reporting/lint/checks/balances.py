"""A grade that is not the score's; sums and differences that are declared."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise, product

from django.utils.translation import gettext as _

from reporting.lint.checks.language import FULL_SCORE, GRADE, GRADES, OF_THEM, SCORE_OF, SCORE_PART, SCORE_TOTAL
from reporting.lint.draft import Draft, equal, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.relations import AT_FIRST, AT_LAST, BALANCES, CAME, WENT, Balance
from reporting.lint.words import CLAUSE_BREAKS, SCORE

MOST_FLOWS = 5


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        yield from _grade(draft, found)
        yield from _over_full(found)
        for balance in BALANCES:
            yield from _balance(draft, balance, found)
        for part in _stretches(draft, found):
            yield from _stock(draft, part)


def _grade(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    text = found[0].sentence.text
    match = GRADE.search(text)
    totals = [m for m in found if SCORE_TOTAL.search(m.before) and not SCORE_PART.search(m.before)]
    scores = [m for m in totals if m.unit in (SCORE, "") and m.value <= 100 and not m.quantity.threshold]
    if not match or not scores:
        return
    score, (low, high) = scores[0], GRADES.get(match["grade"], (0, 101))
    top = high if high < 100 else 101
    if not low <= score.value < top:
        relation = _("等级写的是“%(grade)s”，应为%(low)s至%(high)s分") % {
            "grade": match["grade"],
            "low": low,
            "high": high,
        }
        fitting = [grade for grade, (least, most) in GRADES.items() if least <= score.value < most]
        right = next((grade for grade in fitting if len(grade) == len(match["grade"])), "")
        yield Finding("score.grade", score.start, score.end, relation, right)


def _over_full(found: list[Mention]) -> Iterator[Finding]:
    """满分20分，得分21.5分."""
    for one, other in pairwise(found):
        if one.unit != SCORE or other.unit not in (SCORE, ""):
            continue
        if bool(FULL_SCORE.search(one.before)) == bool(FULL_SCORE.search(other.before)):
            continue
        full, score = (one, other) if FULL_SCORE.search(one.before) else (other, one)
        beside = full.nested if score is one else not full.nested
        if beside and SCORE_OF.search(score.before) and score.value > full.value:
            relation = _("满分只有%(full)s") % {"full": full.written}
            yield Finding("part.exceeds_whole", score.start, score.end, relation, "≤" + full.written)


def _stretches(draft: Draft, found: list[Mention]) -> list[list[Mention]]:
    """From semicolon to semicolon."""
    parts = [found[:1]]
    for one, other in pairwise(found):
        if CLAUSE_BREAKS[-1] in draft.between(one, other):
            parts.append([])
        parts[-1].append(other)
    return parts


def _stock(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    """年初386人，接收142人、解除121人，年末407人. A flow that no word tells may be either; nothing is said while
    any way of reading them is right."""
    last = next((m for m in found if AT_LAST.search(m.before) and m.quantity.exact), None)
    if last is None:
        return
    same = [m for m in found if m.unit == last.unit and not m.nested]
    first = [m for m in same if AT_FIRST.search(m.before) and m.number < last.number]
    flows = [m for m in same if m.number < last.number and m not in first]
    told = [m for m in flows if CAME.search(m.before) or WENT.search(m.before)]
    if len(first) != 1 or not 1 <= len(flows) <= MOST_FLOWS or len(told) < len(flows) - 1:
        return
    if (
        not told
        or not all(m.quantity.exact and not m.rate for m in same)
        or any(OF_THEM.search(m.before) for m in flows)
    ):
        return
    ways = [_sum(first[0], flows, signs) for signs in product(*(_signs(m) for m in flows))]
    total = min(ways, key=lambda value: abs(value - last.value))
    if total != last.value and abs(total - last.value) * 4 <= last.value:
        relation = "".join("±" + m.written for m in flows)
        relation = f"{first[0].written}{relation}={like(total, last)}"
        yield Finding("sum.differs", last.start, last.end, relation, like(total, last))


def _signs(flow: Mention) -> tuple[int, ...]:
    came, went = CAME.search(flow.before), WENT.search(flow.before)
    return (1,) if came and not went else (-1,) if went and not came else (1, -1)


def _sum(first: Mention, flows: list[Mention], signs: tuple[int, ...]) -> Decimal:
    return first.value + sum((sign * m.value for sign, m in zip(signs, flows, strict=True)), Decimal(0))


def _balance(draft: Draft, balance: Balance, found: list[Mention]) -> Iterator[Finding]:
    """年末结转 = 年初结转 + 收入 - 支出, where all of it stands in one sentence."""
    results = [m for m in found if balance.result.search(m.before) and m.quantity.exact]
    if len(results) > 1 and len(parts := _stretches(draft, found)) > 1:
        for part in parts:
            yield from _balance(draft, balance, part)
    if len(results) != 1:
        return
    result, total, terms = results[0], Decimal(0), list[str]()
    before = [m for m in found if m is not result and m.unit == result.unit and not m.target]
    told: set[int] = set()
    for number, (sign, pattern) in enumerate(balance.terms):
        named = [m for m in before if pattern.search(m.before) and not (number and m.nested)]
        if not named and number >= balance.needed:
            continue
        several = number > 0 and not any(OF_THEM.search(m.before) for m in named)
        if not named or (len(named) > 1 and not several) or not told.isdisjoint(m.number for m in named):
            return
        if not all(m.quantity.exact for m in named):
            return
        told |= {m.number for m in named}
        total += sign * sum((m.value for m in named), Decimal(0))
        terms += [("+" if sign > 0 else "-") + m.written for m in named]
    if len(terms) < 2:
        return
    slack = max(m.quantity.step for m in found)
    if any(abs(one.value - other.value) == result.value for one, other in combinations(before, 2)):
        return
    if not equal(total, result.value, Decimal(0) if slack <= 1 else slack / 10):
        relation = "".join(terms).lstrip("+") + "=" + like(total, result)
        yield Finding("sum.differs", result.start, result.end, relation, like(total, result))
