"""Stages of the same cases in their order, and parts of a whole."""

import itertools
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.language import OF_THEM, OPENING
from reporting.lint.checks.nouns import (
    CARRIED_OVER,
    CASES,
    COMES_OUT,
    GOES_STRAIGHT_ON,
    GOODS,
    HAS,
    IN_FULL,
    IN_MONTH,
    MILESTONES,
    OF_ALL,
    OUT_OF,
    OUT_OF_THESE,
    RANKS,
    STAGES,
    THOSE_WHO,
    WHAT_FOR,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import content, core
from reporting.lint.mentions import Mention
from reporting.lint.text import Sentence
from reporting.lint.words import CLAUSE_BREAKS, PERCENT, YUAN

_STAGES = [[re.compile(one) for one in stages] for stages in STAGES]


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        if not any(CARRIED_OVER.search(sentence) for sentence in _next_to(draft, found)):
            yield from _order(found)
        yield from _out_of(draft, found)
    for sentence in draft.text.sentences:
        yield from _months(sentence)


def _months(sentence: Sentence) -> Iterator[Finding]:
    """2021年2月开工，2021年1月完工: of one work, as nothing is named between the two."""
    last: tuple[re.Match[str], int, int] | None = None  # what was told before, its year and milestone
    for match in IN_MONTH.finditer(sentence.text):
        reached = max((n for n, words in enumerate(MILESTONES) if words.search(match["what"])), default=-1)
        joined = last is not None and GOES_STRAIGHT_ON.fullmatch(sentence.text, last[0].end(), match.start())
        year = int(match["year"] or (last[1] if last and joined else 0))
        if last and joined and last[2] < reached and year > 0:
            if (year, int(match["month"])) < (last[1], int(last[0]["month"])):
                start, end = sentence.start + match.start(), sentence.start + match.end()
                yield Finding("stage.order", start, end, f"{last[0][0]}→{match[0]}")
        last = (match, year, reached) if reached >= 0 else None


def _next_to(draft: Draft, found: list[Mention]) -> list[str]:
    """Its sentence and the one after, which may say that cases of earlier years are among them."""
    number = found[0].sentence.number
    return [one.text for one in draft.text.sentences[number : number + 2]]


def _order(found: list[Mention]) -> Iterator[Finding]:
    usable = [
        m
        for m in found
        if m.plain
        and m.quantity.exact
        and not (m.plan or m.prior or OPENING.search(m.before))
        and m.unit not in (PERCENT, YUAN)
    ]
    told: set[int] = set()
    for stages in _STAGES:
        placed = [(stage, m) for m in usable if (stage := _stage(stages, m)) is not None]
        for number, (stage, one) in enumerate(placed):
            part = one.sentence.text[: one.place_in_sentence()].rfind(CLAUSE_BREAKS[-1])
            earlier = [m for at, m in placed[:number] if at < stage and m.place_in_sentence() > part]
            earlier = [m for m in earlier if _alike(m, one) and not _other_goods(m, one)]
            if (
                earlier
                and earlier[-1].value < one.value <= 2 * earlier[-1].value
                and one.number not in told
                and one.value > 0
            ):
                told.add(one.number)
                yield _too_many(earlier[-1], one)
    yield from _outcomes(usable, told)


def _outcomes(found: list[Mention], told: set[int]) -> Iterator[Finding]:
    """接到举报90件，查实93件: whatever came in, and what came of it, where the second has no noun of its own."""
    for earlier, one in itertools.pairwise(found):
        if one.number in told or not -1 < _rank(earlier) < _rank(one) or OF_THEM.search(one.before):
            continue
        noun = content(COMES_OUT.sub("", IN_FULL.sub("", one.before)))
        own = bool(noun) and not set(noun) & set(earlier.before + earlier.after) and not WHAT_FOR.match(one.before)
        joined = CLAUSE_BREAKS[-1] not in one.sentence.text[earlier.place_in_sentence() : one.place_in_sentence()]
        if joined and not own and _alike(earlier, one) and earlier.value < one.value <= 2 * earlier.value:
            yield _too_many(earlier, one)


def _rank(one: Mention) -> int:
    """How far the words before it have come: -1 not even begun."""
    said = one.before if core(one.before) else one.after
    return max((number for number, words in enumerate(RANKS) if words.search(said)), default=-1)


def _too_many(earlier: Mention, one: Mention) -> Finding:
    relation = _("前一环节为%(value)s，后一环节不应更多") % {"value": earlier.written}
    return Finding("stage.order", one.start, one.end, relation, "≤" + earlier.written)


def _alike(earlier: Mention, later: Mention) -> bool:
    """21份 that were positive, 23例 of them confirmed."""
    return earlier.unit == later.unit or {earlier.unit, later.unit} <= set(CASES)


def _other_goods(earlier: Mention, later: Mention) -> bool:
    """Applications and the goods applied for are both 件; and what is 其中 is no stage."""
    goods = [bool(GOODS.search(m.before + m.after)) for m in (earlier, later)]
    return goods == [False, True] or bool(OF_THEM.search(earlier.before))


def _stage(stages: list[re.Pattern[str]], one: Mention) -> int | None:
    """The stage that is named nearest to the number: before it, else in what follows."""
    for words in (one.before, one.after):
        places = [(max((m.end() for m in stage.finditer(words)), default=-1), n) for n, stage in enumerate(stages)]
        at, stage = max(places)
        if at >= 0:
            return stage
    return None


def _out_of(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    for whole, part in itertools.pairwise(found):
        if whole.unit != part.unit or whole.plan or not (whole.quantity.exact and part.quantity.exact) or part.change:
            continue
        between = draft.between(whole, part)
        out_of = OUT_OF.match(between) or OUT_OF_THESE.match(between)
        again = HAS.search(between) and whole.after[-2:] and part.after.startswith(whole.after[-2:])
        if (
            part.value > whole.value
            and (out_of or again or _has_fewer(whole, part, between))
            and not OF_THEM.search(between)
        ):
            relation = _("一共只有%(whole)s") % {"whole": whole.written}
            yield Finding("part.exceeds_whole", part.start, part.end, relation, "≤" + whole.written)


def _has_fewer(whole: Mention, part: Mention, between: str) -> bool:
    """全区36所中小学，开展课后服务的学校38所: what there are in all, and those which do something."""
    match = THOSE_WHO.match(between)
    if match is None or part.after or not OF_ALL.search(whole.before):
        return False
    return part.value <= 2 * whole.value and bool(set(match["noun"]) & set(whole.after))
