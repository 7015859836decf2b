"""Percentages against the two numbers that they come from, where the text has both."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks import beside, plan, wholes
from reporting.lint.checks.language import (
    CANNOT_EXCEED_WHOLE,
    COMPLETES,
    COMPLETION,
    EXCEEDS,
    LIST_JOINTS,
    MAY_EXCEED_WHOLE,
    NAMED_RATE,
    OF,
    OF_NUMBER,
    OF_TASK,
    OPENING,
    SHARE,
    SHARE_OF,
)
from reporting.lint.checks.nouns import CARRIED_OVER
from reporting.lint.checks.percents import Pair, bounds, fits, percent
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import bigrams, content, core
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT


def check(draft: Draft) -> Iterator[Finding]:
    for one in draft.mentions:
        if one.unit != PERCENT or one.change or one.target or one.prior:
            continue
        over = list(_over_the_whole(draft, one))
        yield from over
        if over:
            continue
        if (one.quantity.exact or one.quantity.coarse) and not one.quantity.threshold and one.value > 0:
            yield from _against_its_numbers(draft, one)


def _over_the_whole(draft: Draft, one: Mention) -> Iterator[Finding]:
    last = draft.before(one)[-2:]
    if len(last) == 2 and last[0].plan and last[0].unit == last[1].unit and last[0].value < last[1].value:
        return  # 任务2800套，开工2940套，开工率105%
    of_number = bool(last) and one.before in OF and last[-1].before.startswith(SHARE) and not last[-1].prior
    share = of_number and not OF_TASK.search(last[-1].before)  # 占应发放4786户的101.6%
    named = CANNOT_EXCEED_WHOLE.search(one.before) and not MAY_EXCEED_WHOLE.search(one.before[-8:])
    if one.value > 100 and (share or named):
        yield Finding("ratio.over_whole", one.start, one.end, _("占比最多为100%"), "≤100%")


def _against_its_numbers(draft: Draft, one: Mention) -> Iterator[Finding]:
    if pairs := _of_the_number_before(draft, one):
        yield from _compare(one, pairs, pairs[-1])
        return
    if exceeds := EXCEEDS.search(one.before):
        if pair := plan.completed(draft, one, exceeds["whole"] or ""):
            yield from plan.exceeding(one, pair)
        return
    completes = COMPLETES.search(one.before)
    if completes and (pair := plan.completed(draft, one, completes["whole"])):
        yield from _compare(one, [pair], pair)
        return
    if pairs := plan.stated_behind(draft, one):
        yield from _compare(one, pairs, next((pair for pair in pairs if beside.is_near(one, pair)), None))
        return
    if completes:
        return
    if COMPLETION.search(one.before) and (pair := plan.completed(draft, one, "")):
        yield from _compare(one, [pair], pair)
        return
    if one.quantity.coarse and (not core(one.before) or beside.of_them(draft, one)):
        pair = beside.of_them(draft, one)
        yield from _compare(one, [pair] if pair else [], pair)
        return
    share, rate = SHARE_OF.search(one.before), NAMED_RATE.search(one.before)
    if share and OF_TASK.search(share["whole"] or "") and not rate:
        pair = plan.completed(draft, one, share["whole"])
        yield from _compare(one, [pair] if pair else [], pair if pair and beside.is_near(one, pair) else None)
        return
    if not (share or rate):
        return
    earlier = draft.before(one, sentences=3)
    known = [
        m
        for m in earlier
        if m.plain
        and not (m.prior or OPENING.search(m.before))
        and m.unit not in ("", PERCENT)
        and m.value > 0
        and m.quantity.exact
    ]
    near = known[-14:]
    pairs = [(part, whole) for part in near for whole in near if part is not whole and part.unit == whole.unit]
    if _of_several(one, near):
        return
    meant = None
    if share:
        subject = one.before[: share.start()]
        meant = wholes.of_subject(draft, near, core(subject)) if not share["whole"] else None
        if not meant and not _is_of_others(draft, one, subject):
            meant = wholes.shared(draft, near, share["whole"] or "", one) or beside.behind(draft, one)
        meant = meant or wholes.named_part(draft, near, content(subject), one)
    if rate and not share:
        told = beside.nearly(draft, one, rate["stem"]) or beside.behind(draft, one)
        meant = wholes.rated(draft, near, rate["stem"], one) or told
    if meant and _is_told(draft, one, meant):
        return
    yield from _compare(one, pairs, meant)


def _is_of_others(draft: Draft, one: Mention, subject: str) -> bool:
    """专科312人，本科及以上占86.4%: what has the share is not what was just counted."""
    last = draft.before(one)[-1:]
    named = content(subject)
    return len(named) >= 2 and bool(last) and not bigrams(named) & bigrams(content(last[0].before + last[0].after))


def _is_told(draft: Draft, one: Mention, pair: Pair) -> bool:
    """合格率98.1%，其中农产品合格率97.6%: the two numbers had their rate before."""
    last = max(m.number for m in pair)
    return any(m.unit == PERCENT and fits(m, pair) for m in draft.before(one) if m.number > last)


def _of_several(one: Mention, near: list[Mention]) -> bool:
    """391份、63份 of 476份 are 95.4%: a percentage may be that of several parts together, or of several wholes: of
    what was new and what was left from before."""
    carried = CARRIED_OVER.search(one.sentence.text)
    for first, start in enumerate(near):
        total = start.value
        for part in near[first + 1 :]:
            total += part.value
            if part.unit != start.unit or part.sentence is not start.sentence:
                break
            wholes = (whole.value for whole in near if whole.unit == part.unit and total <= whole.value)
            shares = [total * 100 / whole for whole in wholes]
            shares += [m.value * 100 / total for m in (start, part) if one.quantity.step < 1]
            alike = [m.value for m in near if carried and m.unit == start.unit and m.value < total]
            shares += [value * 100 / total for value in alike]
            if any(share.quantize(one.quantity.step, ROUND_HALF_UP) == one.value for share in shares):
                return True
    return False


def _compare(one: Mention, pairs: list[Pair], meant: Pair | None) -> Iterator[Finding]:
    """Nothing is said while some two numbers give the percentage, rounded half up."""
    pairs = [*pairs, meant] if meant else pairs
    if one.quantity.coarse:
        of_part = [pair for pair in pairs if meant and pair[0] is meant[0]]
        if meant and not any(one.quantity.low <= percent(pair) <= one.quantity.high for pair in of_part):
            yield _differs(one, meant)
        return
    if any(_rounded(one, pair, ROUND_HALF_UP) == one.value for pair in pairs):
        return
    cut = [pair for pair in pairs if pair[0].value < pair[1].value and _is_cut(one, pair)]
    if meant in cut or (cut and one.quantity.step < 1):
        part, whole = meant if meant and meant in cut else cut[-1]
        relation = f"{part.written}÷{whole.written}" + _("，四舍五入与截尾不同")
        yield Finding("ratio.rounding", one.start, one.end, relation, like(percent((part, whole)), one))
    elif meant and not any(fits(one, pair) for pair in pairs):
        yield _differs(one, meant)


def _differs(one: Mention, meant: Pair) -> Finding:
    relation = f"{meant[0].written}÷{meant[1].written}"
    return Finding("ratio.differs", one.start, one.end, relation, like(percent(meant), one))


def _of_the_number_before(draft: Draft, one: Mention) -> list[Pair]:
    """1.26万人，完成年度目标1.2万人的105%."""
    known = draft.before(one)
    if not known or not OF_NUMBER.match(one.before) or draft.between(known[-1], one) != one.before:
        return []
    whole = known[-1]
    if any(
        m.number == one.number + 1 and draft.between(one, m) in LIST_JOINTS
        for m in draft.by_sentence[one.sentence.number]
    ):
        return []  # 29.0%、46.9%和24.1%: respective.py
    told = known[:-1] or draft.before(one, sentences=1)[-2::-1]  # of the number that the sentence before begins with
    parts = [m for m in told if m.unit == whole.unit and m.plain and m.quantity.exact and m.value > 0]
    return [(m, whole) for m in parts] if whole.quantity.exact and whole.value > 0 and whole.unit else []


def _rounded(one: Mention, pair: Pair, rounding: str) -> Decimal:
    return percent(pair).quantize(one.quantity.step, rounding)


def _is_cut(one: Mention, pair: Pair) -> bool:
    """Cut off, or rounded up, where it should be rounded half up; numbers too round for that say nothing."""
    least, most = bounds(one, pair)
    return (
        one.value in (_rounded(one, pair, ROUND_DOWN), _rounded(one, pair, ROUND_UP))
        and most - least <= one.quantity.step
    )
