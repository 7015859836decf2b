"""Four tasks of which three are listed; a grade that is not the score's; sums and differences that are declared."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import GRADE, GRADES, ITEMS, LISTED, SCORE_TOTAL
from reporting.lint.draft import Draft, equal, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.numerals import parse
from reporting.lint.relations import BALANCES, Balance
from reporting.lint.words import CLAUSE_BREAKS, SCORE


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        yield from _announced(found)
        yield from _grade(draft, found)
        for balance in BALANCES:
            yield from _balance(balance, found)


def _announced(found: list[Mention]) -> Iterator[Finding]:
    text = found[0].sentence.text
    items = list(ITEMS.finditer(text))
    if len(items) < 2 or [int(parse(m[1]) or 0) for m in items] != list(range(1, len(items) + 1)):
        return
    before = [m for m in found if m.place_in_sentence() < items[0].start() and m.unit in LISTED]
    if not before or not 1 < before[-1].value <= 12 or before[-1].quantity.threshold:
        return
    announced = before[-1]
    lead = text[announced.end - announced.sentence.start : items[0].start()]
    if any(stop in lead for stop in CLAUSE_BREAKS[1:]) or len(lead) > 14 or announced.value == len(items):
        return
    relation = _("后面列出了%(count)s项") % {"count": len(items)}
    yield Finding("list.count", announced.start, announced.end, relation, str(len(items)))


def _grade(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    text = found[0].sentence.text
    match = GRADE.search(text)
    scores = [m for m in found if m.unit in (SCORE, "") and SCORE_TOTAL.search(m.before) and m.value <= 100]
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
        yield Finding("score.grade", score.start, score.end, relation)


def _balance(balance: Balance, found: list[Mention]) -> Iterator[Finding]:
    """年末结转 = 年初结转 + 收入 - 支出, where all of it stands in one sentence."""
    results = [m for m in found if balance.result.search(m.before) and m.quantity.exact]
    if len(results) != 1:
        return
    result, total, terms = results[0], Decimal(0), ""
    for sign, pattern in balance.terms:
        named = [m for m in found if pattern.search(m.before) and m is not result and m.unit == result.unit]
        if len(named) != 1 or not named[0].quantity.exact:
            return
        total += sign * named[0].value
        terms += ("+" if sign > 0 else "-") + named[0].written
    slack = max(m.quantity.step for m in found)
    if not equal(total, result.value, Decimal(0) if slack <= 1 else slack / 10):
        yield Finding(
            "sum.differs", result.start, result.end, f"{terms.lstrip('+')}={like(total, result)}", like(total, result)
        )
