"""A grade that is not the score's; sums and differences that are declared."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise, product

from django.utils.translation import gettext as _

from reporting.lint.checks.language import (
    FULL_SCORE,
    GRADE,
    GRADES,
    OF_THEM,
    SCORE_NAMED,
    SCORE_OF,
    SCORE_PART,
    SCORE_TOTAL,
)
from reporting.lint.draft import Draft, equal, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.labels import touches
from reporting.lint.mentions import Mention
from reporting.lint.relations import AT_FIRST, AT_LAST, BALANCES, CAME, NET, WENT, Balance
from reporting.lint.words import CLAUSE_BREAKS, PERCENT, SCORE

MOST_FLOWS = 5


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        yield from _grade(draft, found)
        yield from _over_full(found)
        yield from _score_parts(found)
        for balance in BALANCES:
            yield from _balance(draft, balance, found)
    for piece in draft.pieces:
        yield from _stock(piece)
        yield from _net(piece)


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


def _score_parts(found: list[Mention]) -> Iterator[Finding]:
    """得分79.95分；投入18.5分、过程20.2分、产出22.75分、效果18.5分."""
    totals = [m for m in found if SCORE_TOTAL.search(m.before) and not SCORE_PART.search(m.before)]
    parts = [m for m in found if SCORE_NAMED.search(m.before) and m.unit == SCORE and not FULL_SCORE.search(m.before)]
    if len(totals) != 1 or len(parts) < 4 or parts[-1].number - parts[0].number != len(parts) - 1:
        return
    score, total = totals[0], sum((m.value for m in parts), Decimal(0))
    exact = all(m.quantity.exact and not m.quantity.threshold and not m.nested for m in (score, *parts))
    if exact and score not in parts and total != score.value and abs(total - score.value) * 5 <= score.value:
        relation = "+".join(m.written for m in parts) + f"={like(total, score)}"
        yield Finding("sum.differs", score.start, score.end, relation, like(total, score))


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


def _stock(found: list[Mention]) -> Iterator[Finding]:
    """年初386人，接收142人、解除121人，年末407人. A flow that no word tells may be either; nothing is said while
    any way of reading them is right."""
    last = next((m for m in found if AT_LAST.search(m.before) and m.quantity.exact), None)
    if last is None:
        return
    same = [m for m in found if m.unit == last.unit and not m.nested]
    first = [m for m in same if AT_FIRST.search(m.before) and m.number < last.number]
    flows = [m for m in same if m.number < last.number and m not in first]
    told = [m for m in flows if CAME.search(m.before) or WENT.search(m.before)]
    if len(first) != 1 or not 1 <= len(flows) <= MOST_FLOWS:
        return
    named = len(flows) == 2 and touches(first[0].before, last.before)  # 年初贷款余额…，发放…，收回…，年末贷款余额…
    plain = all(m.quantity.exact and m.plain for m in same) and not any(OF_THEM.search(m.before) for m in flows)
    if not plain or (len(told) < max(len(flows) - 1, 1) and not named):
        return
    ways = [_sum(first[0], flows, signs) for signs in product(*(_signs(m) for m in flows))]
    total = min(ways, key=lambda value: abs(value - last.value))
    slack = max(m.quantity.step for m in same)
    slack = slack * len(same) / 4 if slack > 1 else Decimal(0)
    off = abs(total - last.value)
    if slack < off and (off <= last.value / 4 or is_a_slip(total, last.value)):
        relation = "".join("±" + m.written for m in flows)
        relation = f"{first[0].written}{relation}={like(total, last)}"
        yield Finding("sum.differs", last.start, last.end, relation, like(total, last))


def _net(found: list[Mention]) -> Iterator[Finding]:
    """净增36名：新发展48名、转入26名，转出31名、去世7名; 新登记31个，注销9个，净增22个."""
    net = next((m for m in found if NET.search(m.before) and m.quantity.exact), None)
    if net is None:
        return
    same = [m for m in found if m.unit == net.unit and not (m.prior or m.nested)]
    behind = [m for m in same if m.number > net.number]
    flows = behind if len(behind) > 1 else _flows_before(net, same)
    if len(flows) < 2 or any(len(_signs(m)) != 1 or not m.quantity.exact for m in flows):
        return
    total = sum((_signs(m)[0] * m.value for m in flows), Decimal(0))
    if total != net.value and abs(total - net.value) <= net.value:
        relation = "".join(("+" if _signs(m)[0] > 0 else "-") + m.written for m in flows).lstrip("+")
        yield Finding("sum.differs", net.start, net.end, f"{relation}={like(total, net)}", like(total, net))


def _flows_before(net: Mention, same: list[Mention]) -> list[Mention]:
    """What came and what went, right before the net."""
    flows: list[Mention] = []
    for one in reversed([m for m in same if m.number < net.number]):
        if len(_signs(one)) != 1 or one.number != (flows[0] if flows else net).number - 1:
            break
        flows.insert(0, one)
    return flows if len({_signs(m) for m in flows}) > 1 else []


def _signs(flow: Mention) -> tuple[int, ...]:
    came, went = CAME.search(flow.before), WENT.search(flow.before)
    return (1,) if came and not went else (-1,) if went and not came else (1, -1)


def _sum(first: Mention, flows: list[Mention], signs: tuple[int, ...]) -> Decimal:
    return first.value + sum((sign * m.value for sign, m in zip(signs, flows, strict=True)), Decimal(0))


def _balance(draft: Draft, balance: Balance, found: list[Mention]) -> Iterator[Finding]:
    """年末结转 = 年初结转 + 收入 - 支出, where all of it stands in one sentence."""
    results = [m for m in found if balance.result.search(m.before) and m.quantity.exact and m.unit != PERCENT]
    if len(results) > 1 and len(parts := _stretches(draft, found)) > 1:
        for part in parts:
            yield from _balance(draft, balance, part)
    if len(results) != 1:
        return
    result, total, terms = results[0], Decimal(0), list[str]()
    before = [m for m in found if m is not result and m.unit == result.unit and not m.target]
    told: set[int] = set()
    for number, (sign, pattern) in enumerate(balance.terms):
        named = [m for m in before if pattern.search(m.before) and not (m.nested or m.rate)]
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
