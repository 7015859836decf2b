"""All of them, and then not all: 32个社区全部建成康复站，已建成30个."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.language import LEFT_OVER, OF_THEM
from reporting.lint.checks.nouns import (
    ALL_OF,
    ALL_OF_THEM,
    CLAUSE,
    COMPLETED,
    COVERS,
    DONE_AGAIN,
    DONE_SO_FAR,
    FINISHED,
    IN_TIME,
    RATE_NAMED,
    STARTS,
    STILL,
    UNFINISHED,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import bigrams, content, core
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, PERCENT


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        match = ALL_OF.search(found[0].sentence.text)
        whole = _whole(found, match) if match else None
        for every in ALL_OF.finditer(found[0].sentence.text):
            yield from _rate(found, every)
        if match and whole:
            yield from _not_all(found, match, whole)
            yield from _not_covered(found, match, whole)


def _rate(found: list[Mention], match: re.Match[str]) -> Iterator[Finding]:
    """资金全部支付到位，支付率85.6%."""
    for one in found:
        told = one.place_in_sentence() > match.end() and one.unit == PERCENT and one.plain and one.value < 100
        stem = RATE_NAMED.split(one.before)[0]
        said = one.sentence.text[: one.place_in_sentence() - len(one.before)]
        stem = FINISHED.sub("", stem) or stem
        again = RATE_NAMED.search(one.before) and not IN_TIME.search(stem) and _repeats(stem, said)
        if told and again:
            yield Finding("whole.partial", one.start, one.end, _("前面写的是全部"), "100%")


def _repeats(stem: str, said: str) -> bool:
    """修订完成率 after 全部完成修订: no word of its own."""
    left = said.split(CLAUSE_BREAKS[-1])[-1]
    return len(stem) >= 2 and all(char in left for char in stem)


def _whole(found: list[Mention], match: re.Match[str]) -> Mention | None:
    """The number before 全部, else the one behind it: 全部86个村."""
    counts = [m for m in found if m.unit != PERCENT and not m.change]
    before = [m for m in counts if m.place_in_sentence() < match.start() and not OF_THEM.search(m.before)]
    behind = [m for m in counts if m.place_in_sentence() >= match.end()]
    names_it = bool(behind) and behind[0].place_in_sentence() == match.end()
    return before[-1] if before and not names_it else behind[0] if behind else None


def _not_all(found: list[Mention], match: re.Match[str], whole: Mention) -> Iterator[Finding]:
    text = found[0].sentence.text
    place = max(match.end(), whole.place_in_sentence() + len(whole.written))
    found_clause = CLAUSE.match(text, place)
    clause = found_clause[0] if found_clause else ""
    said = bigrams(match[0][-2:]) | bigrams(clause)
    later = [m for m in found if m.number > whole.number and m.unit == whole.unit and m.plain and not m.target]
    rest = [m for m in found if m.unit == whole.unit and m.number > whole.number and _left(m)]
    for part in found:  # 148个社区全部配备，在岗141人，其余7个
        if (
            rest
            and part.number > whole.number
            and (part.unit != whole.unit or UNFINISHED.search(rest[0].before + rest[0].after))
            and part.value + rest[0].value == whole.value
        ):
            yield _partial(part, whole)
            return
    open_still = rest and (STILL.search(rest[0].before) or UNFINISHED.search(rest[0].after))
    if open_still and rest[0].number == whole.number + 1:  # 126户全部完工，尚有6户正在施工
        yield _partial(rest[0], whole)
        return
    smaller = [m for m in later if 0 < m.value < whole.value and m.place_in_sentence() > match.start()]
    left = any(UNFINISHED.search(m.before + m.after) for m in smaller)
    began = STARTS.search(match[0])
    for part in smaller:
        if began and FINISHED.search(part.before + part.after):
            continue  # all were begun, not all finished
        of_them = OF_THEM.search(text[: part.place_in_sentence()][match.end() :])
        foreign = _foreign(part, text[: place + len(clause)])
        done = bool(DONE_SO_FAR.search(part.before))
        same = foreign <= 1 and bool(said & bigrams(part.before + part.after))
        ended = not foreign and part.number == whole.number + 1 and bool(core(part.before + part.after))
        repeats = same or ended or (done and (not foreign or bool(COVERS.search(match[0]))))
        again = of_them and same and DONE_AGAIN in part.before + part.after
        if repeats and (left or again or not of_them):
            others = [m for m in smaller if m.number < part.number and m.value + part.value == whole.value]
            yield _partial(others[0] if others else part, whole)  # 其中34台已调试，2台尚未安装
            return


def _not_covered(found: list[Mention], match: re.Match[str], told: Mention) -> Iterator[Finding]:
    """共有学校94所，89所学校全部通过验收，实现全覆盖: all of fewer than there are."""
    before = [m for m in found if m.number == told.number - 1 and m.unit == told.unit and m.plain]
    if told.place_in_sentence() < match.start() and before and not told.before:
        whole = before[0]
        named = any(whole.before.endswith(told.after[:count]) for count in range(2, len(told.after)))
        covers = COVERS.search(told.sentence.text, match.end()) or ALL_OF_THEM.search(told.sentence.text, match.end())
        if covers and named and told.value < whole.value:
            yield _partial(told, whole)


def _left(one: Mention) -> bool:
    """其余6所, 尚有6户, 仅有2个村未通."""
    only = STILL.search(one.before) and UNFINISHED.search(one.before + one.after)
    return bool(LEFT_OVER.search(one.before) or only)


def _partial(part: Mention, whole: Mention) -> Finding:
    relation = _("前面写的是全部%(whole)s") % {"whole": whole.written}
    return Finding("whole.partial", part.start, part.end, relation, whole.written)


def _foreign(part: Mention, told: str) -> int:
    """How many characters of its name were not said before: 建成示范站5个 is of something else than 全部建成服务站."""
    bare = UNFINISHED.sub("", DONE_SO_FAR.sub("", FINISHED.sub("", part.before + part.after)))
    other_verb = COMPLETED in part.before + part.after and COMPLETED not in told
    return len(set(content(core(bare))) - set(told)) + other_verb
