"""Four tasks of which three are listed; a grade that is not the score's; sums and differences that are declared."""

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import (
    GRADE,
    GRADES,
    ITEMS,
    JOINS,
    LEADS_TO_LIST,
    LISTED,
    NAMED,
    NAMES_BEFORE,
    OPEN_LIST,
    SCORE_TOTAL,
    TITLES,
)
from reporting.lint.draft import Draft, equal, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.numerals import parse
from reporting.lint.relations import BALANCES, Balance
from reporting.lint.words import CLAUSE_BREAKS, COLON, LIST_STOPS, SCORE, STOPS

LEAD, LONGEST = 24, 4000  # characters


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        yield from _announced(draft, found)
        yield from _named(found)
        yield from _grade(draft, found)
        for balance in BALANCES:
            yield from _balance(balance, found)


def _announced(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    """抓好四项工作：一是…二是…三是…, and the like with 1.…2.…, also where each item is a line of its own."""
    text = draft.text.clean
    for one in found:
        if one.unit not in LISTED or not 1 < one.value <= 12 or not one.quantity.exact or one.quantity.threshold:
            continue
        for style in ITEMS:
            first = style.search(text, one.end, one.end + LEAD)
            if not first or _number(first) != 1 or not LEADS_TO_LIST.search(text[one.end : first.start(1)]):
                continue
            items = _items(text, style, one.end, int(one.value))
            if items > 1 and items != one.value:
                relation = _("后面列出了%(count)s项") % {"count": items}
                yield Finding("list.count", one.start, one.end, relation, f"{items}{one.quantity.written_unit}")
            break


def _items(text: str, style: re.Pattern[str], start: int, announced: int) -> int:
    """How many numbers in turn follow; past what was announced only those of the same paragraph."""
    count, end = 0, start
    for match in style.finditer(text, start, start + LONGEST):
        number = _number(match)
        if number == count + 1 and not (count >= announced and "\n" in text[end : match.end()]):
            count, end = number, match.end()
        elif number == 1:
            break
    return count


def _number(item: re.Match[str]) -> int:
    return int(parse(item[1]) or 0) if not item[1].isdigit() else int(item[1])


def _named(found: list[Mention]) -> Iterator[Finding]:
    """内设机构5个，分别是甲、乙、丙、丁; 下设甲、乙、丙、丁5个科室: 和 may join two names or stand in one."""
    text = found[0].sentence.text
    for one in found:
        if one.unit not in LISTED or not 2 < one.value <= 20 or not one.quantity.exact or one.quantity.threshold:
            continue
        at = one.place_in_sentence()
        behind, before = NAMED.match(text[at + len(one.written) :]), NAMES_BEFORE.search(text[:at])
        if one.after and (count := _itemised(text[at + len(one.written) :], one.after)) and count != one.value:
            yield _count(one, count)
            continue
        names = behind["names"] if behind else before[0] if before and one.after and _alike(before[0]) else ""
        if not names or OPEN_LIST.search(names):
            continue
        count = names.count(LIST_STOPS[0]) + 1
        most = count + len(JOINS.findall(names))
        if not count <= one.value <= most:
            yield _count(one, count if one.value < count else most)


def _count(one: Mention, count: int) -> Finding:
    relation = _("列出了%(count)s项") % {"count": count}
    return Finding("list.count", one.start, one.end, relation, f"{count}{one.quantity.written_unit}")


def _itemised(text: str, noun: str) -> int:
    """四项保障：组织保障，…；资金保障，…: items that each bear the noun; 4项制度：《…》《…》: titles. 0: no such list."""
    lead, _colon, items = text.partition(COLON)
    if lead != noun or OPEN_LIST.search(items):
        return 0
    pieces = items.rstrip(STOPS).split(CLAUSE_BREAKS[-1])
    if len(pieces) > 1 and all(noun[-2:] in re.split(r"[，：]", piece)[0] for piece in pieces):
        return len(pieces)
    titles = TITLES.match(items)
    return len(re.findall("《", titles[0])) if titles else 0


def _alike(names: str) -> bool:
    """宣教科 ends like another, or all are as long: the last name is no verb with what it governs."""
    _first, *others = every = names.split(LIST_STOPS[0])
    last = every[-1]
    return last[-1] in {one[-1] for one in every[:-1]} or len({len(one) for one in others}) == 1


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
        fitting = [grade for grade, (least, most) in GRADES.items() if least <= score.value < most]
        right = next((grade for grade in fitting if len(grade) == len(match["grade"])), "")
        yield Finding("score.grade", score.start, score.end, relation, right)


def _balance(balance: Balance, found: list[Mention]) -> Iterator[Finding]:
    """年末结转 = 年初结转 + 收入 - 支出, where all of it stands in one sentence."""
    results = [m for m in found if balance.result.search(m.before) and m.quantity.exact]
    if len(results) != 1:
        return
    result, total, terms = results[0], Decimal(0), list[str]()
    before = [m for m in found if m is not result and m.unit == result.unit]
    for number, (sign, pattern) in enumerate(balance.terms):
        named = [m for m in before if pattern.search(m.before)]
        if not named and number >= balance.needed:
            continue
        if len(named) != 1 or not named[0].quantity.exact:
            return
        total += sign * named[0].value
        terms.append(("+" if sign > 0 else "-") + named[0].written)
    if len(terms) < 2:
        return
    slack = max(m.quantity.step for m in found)
    if not equal(total, result.value, Decimal(0) if slack <= 1 else slack / 10):
        relation = "".join(terms).lstrip("+") + "=" + like(total, result)
        yield Finding("sum.differs", result.start, result.end, relation, like(total, result))
