"""Stages of the same cases in their order, parts of a whole, and persons with fewer pieces than heads."""

import itertools
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.language import OF, OF_THEM, OPENING
from reporting.lint.checks.nouns import (
    APPLICATION,
    APPLIES_FOR,
    AT_ONCE,
    CARRIED_OVER,
    CASES,
    EACH_GETS,
    FILED,
    GOODS,
    JOINTLY,
    LINKS_PIECES,
    OF_TIMES,
    ONE_EACH,
    OUT_OF,
    OUT_OF_THESE,
    OWN_GOODS,
    PIECES,
    REACHES_PERSONS,
    SENDERS,
    STAGES,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, HOUSEHOLD, PERCENT, PERSON, PERSON_TIMES, YUAN

FEW = 10
_STAGES = [[re.compile(one) for one in stages] for stages in STAGES]


def check(draft: Draft) -> Iterator[Finding]:
    joint = bool(JOINTLY.search(draft.text.clean))
    for found in draft.by_sentence.values():
        if not any(CARRIED_OVER.search(sentence) for sentence in _next_to(draft, found)):
            yield from _order(found)
        yield from _out_of(draft, found)
        yield from _persons_and_pieces(draft, found, joint)


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
                relation = _("前一环节为%(value)s，后一环节不应更多") % {"value": earlier[-1].written}
                yield Finding("stage.order", one.start, one.end, relation, "≤" + earlier[-1].written)


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
        if part.value > whole.value and out_of and not OF_THEM.search(between):
            relation = _("一共只有%(whole)s") % {"whole": whole.written}
            yield Finding("part.exceeds_whole", part.start, part.end, relation, "≤" + whole.written)


def _persons_and_pieces(draft: Draft, found: list[Mention], joint: bool) -> Iterator[Finding]:
    for one, other in itertools.pairwise(found):
        goods_first = other.unit == PERSON and (
            one.unit in PIECES or GOODS.search(one.before) or _each_gets_one(one, other, draft.between(one, other))
        )
        times_first = one.unit == PERSON_TIMES and other.unit == PERSON
        persons, pieces = (other, one) if goods_first or times_first else (one, other)
        if (
            persons.unit not in (PERSON, HOUSEHOLD)
            or not persons.value > pieces.value
            or not persons.plain
            or not pieces.plain
        ):
            continue
        if not (persons.quantity.exact and pieces.quantity.exact):
            continue
        between = draft.between(one, other)
        if goods_first:  # 适配辅助器具6412件，惠及4120名
            shown = bool(GOODS.search(pieces.before) and REACHES_PERSONS.match(between)) or bool(SENDERS.match(between))
            shown = (shown or _each_gets_one(pieces, persons, between)) and not joint
        elif times_first:
            shown = bool(OF_TIMES.match(between))
        else:
            filed = pieces.unit in PIECES and len(between) <= 16 and bool(LINKS_PIECES.search(between))
            filed = (
                filed
                and not joint
                and (
                    OF[0] in between
                    or bool(APPLICATION.search(pieces.after))
                    or bool(FILED.match(between))
                    or bool(pieces.value >= FEW and APPLIES_FOR.match(between))
                )
            )
            shown = filed or (pieces.unit == PERSON_TIMES and bool(AT_ONCE.match(between)))
        if shown:
            relation = _("每人至少一%(unit)s，%(pieces)s少于%(persons)s") % {
                "unit": pieces.unit, "pieces": pieces.written, "persons": persons.written,
            }  # fmt: skip
            yield Finding("persons.exceed_pieces", persons.start, persons.end, relation, "≤" + pieces.written)


def _each_gets_one(pieces: Mention, persons: Mention, between: str) -> bool:
    """适配轮椅612辆，共有648人领取轮椅."""
    if ONE_EACH.match(persons.sentence.text[persons.place_in_sentence() + len(persons.written) :]):
        return pieces.unit not in (PERSON, PERSON_TIMES, HOUSEHOLD, PERCENT, YUAN)
    goods, gets = OWN_GOODS.search(pieces.before), EACH_GETS.match(persons.after)
    return bool(goods and gets and goods[0] in persons.after and REACHES_PERSONS.match(between))
