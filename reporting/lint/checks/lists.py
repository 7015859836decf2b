"""Four tasks of which three are listed: by number, by name, or each with the noun that was announced."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.nouns import (
    ANNOUNCED,
    FIRST_CLAUSE,
    ITEMS,
    JOINS,
    LEADS_TO_LIST,
    NAMED,
    NAMES_BEFORE,
    OPEN_LIST,
    TITLE,
    TITLES,
    TITLES_BEFORE,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.numerals import parse
from reporting.lint.words import CLAUSE_BREAKS, COLON, LIST_STOPS, STOPS

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
LEAD, LONGEST = 24, 4000  # characters
FEWEST, MOST = 2, 20  # of a list that is counted


def check(draft: Draft) -> Iterator[Finding]:
    for sentence in draft.text.sentences:
        for match in ANNOUNCED.finditer(sentence.text) if sentence.kind == "prose" else ():
            count = int(_number(match["count"]))
            if not FEWEST <= count <= MOST:
                continue
            start, end = sentence.start + match.start(), sentence.start + match.end("unit")
            listed = (
                _numbered(draft.text.clean, end, count)
                or _itemised(sentence.text[match.end("unit") :])
                or _titled(sentence.text[: match.start()])
                or _named(sentence.text, match, count)
            )
            if listed and listed != count:
                relation = _("列出了%(count)s项") % {"count": listed}
                yield Finding("list.count", start, end, relation, f"{listed}{match['unit']}")


def _numbered(text: str, end: int, announced: int) -> int:
    """抓好四项工作：一是…二是…三是…, and the like with 1.…2.…, in a line each or in one. 0: no list."""
    for style in ITEMS:
        first = style.search(text, end, end + LEAD)
        if first and _number(first[1]) == 1 and LEADS_TO_LIST.search(text[end : first.start(1)]):
            items = _items(text, style, end, announced)
            return items if items > 1 else 0
    return 0


def _items(text: str, style: re.Pattern[str], start: int, announced: int) -> int:
    """How many numbers in turn follow; past what was announced only those of the same paragraph."""
    count, end = 0, start
    for match in style.finditer(text, start, start + LONGEST):
        number = _number(match[1])
        if number == count + 1 and not (count >= announced and "\n" in text[end : match.end()]):
            count, end = number, match.end()
        elif number == 1:
            break
    return count


def _number(written: str) -> int:
    if written in CIRCLED:
        return CIRCLED.index(written) + 1
    return int(written) if written.isdigit() else int(parse(written) or 0)


def _itemised(behind: str) -> int:
    """四项保障：组织保障，…；资金保障，…: items that each bear the noun; 4项制度：《…》《…》: titles. 0: none."""
    noun, _colon, items = behind.partition(COLON)
    if not items or len(noun) > 12 or OPEN_LIST.search(items):
        return 0
    pieces = items.rstrip(STOPS).split(CLAUSE_BREAKS[-1])
    if len(pieces) > 1 and len(noun) > 1 and all(noun[-2:] in FIRST_CLAUSE.split(piece)[0] for piece in pieces):
        return len(pieces)
    titles = TITLES.match(items)
    return len(TITLE.findall(titles[0])) if titles else 0


def _titled(before: str) -> int:
    titles = TITLES_BEFORE.search(before)
    return len(TITLE.findall(titles[0])) if titles else 0


def _named(text: str, match: re.Match[str], announced: int) -> int:
    """内设机构5个，分别是甲、乙、丙、丁; 下设甲、乙、丙、丁5个科室: 和 may join two names or stand in one."""
    behind = NAMED.match(text[match.end("unit") :]) or NAMED.match(text[match.end() :])
    before = NAMES_BEFORE.search(text[: match.start()])
    names = behind["names"] if behind else before[0] if before and match["noun"] and _alike(before[0]) else ""
    if not names or OPEN_LIST.search(names):
        return 0
    count = names.count(LIST_STOPS[0]) + 1
    most = count + len(JOINS.findall(names))
    return announced if count <= announced <= most else count if announced < count else most


def _alike(names: str) -> bool:
    """宣教科 ends like another, or all are as long: the last name is no verb with what it governs."""
    _first, *others = every = names.split(LIST_STOPS[0])
    last = every[-1]
    return last[-1] in {one[-1] for one in every[:-1]} or len({len(one) for one in others}) == 1
