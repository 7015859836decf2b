"""Which two numbers of its sentence a change is measured between."""

from reporting.lint.checks.language import BARE_BASE, COUNT_OF, OF, OPENED, OPENING, OWN_SUBJECT, SPAN, THEN_BASE
from reporting.lint.draft import Draft
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.relations import CAME, NET, WENT
from reporting.lint.words import CLAUSE_BREAKS, PERCENT, POINTS, TIMES

Pair = tuple[Mention, Mention]  # now, before
BACK = 2  # sentences, or numbers


def candidates(draft: Draft, one: Mention, unit: str) -> list[Mention]:
    return [m for m in draft.before(one, BACK) if m.unit == unit and not m.change and not m.quantity.threshold]


def stated(draft: Draft, one: Mention, unit: str) -> Pair | None:
    """The two numbers that the sentence itself compares: 上年为…, 由…增加到…, 2022年…2023年…."""
    every = [
        m
        for m in candidates(draft, one, unit)
        if m.sentence is one.sentence and (m.nested <= one.nested or _is_beside(draft, m))
    ]
    own = [m for m in every if CLAUSE_BREAKS[-1] not in draft.between(m, one)]
    before = [m for m in own or every if m.prior or m.base or OPENED.search(m.before)]
    if not before or _is_of_flows(draft, one):
        return None
    base = before[0] if SPAN.search(one.before) else before[-1]
    opened = base.base or OPENING.search(base.before)
    later = [m for m in (own if len(own) > 1 else every) if m.number > base.number or m.year > base.year or opened]
    now = [m for m in later if m is not base and not m.prior and not m.base and _comparable(m, base)]
    now = [m for m in now if not _is_of_share(draft, m)]
    if not now:
        return None
    after = [m for m in now if m.number == base.number + 1 and m.target]
    return (after or now)[-1], base


def told_after(draft: Draft, one: Mention) -> Pair | None:
    """326万人次，同比增长12%，2021年为295万人次; 下降4%，由50吨降至48吨: what a change is measured from follows it."""
    beside = draft.mentions[one.number + 1 : one.number + 2]  # 减少38起，下降18.4%，由206起减少到168起
    far = BACK + any(m.unit == PERCENT and m.change and one.unit != PERCENT for m in beside)
    around = [m for m in draft.by_sentence[one.sentence.number] if -BACK <= m.number - one.number <= far]
    behind = [m for m in around if m.number > one.number and m.unit not in (PERCENT, POINTS, TIMES)]
    if not behind or not behind[0].quantity.exact or _is_of_flows(draft, one):
        return None
    between = draft.between(one, behind[0])
    if CLAUSE_BREAKS[-1] in between and not THEN_BASE.match(between):
        return None
    if len(behind) == 2 and behind[0].prior and behind[1].target and behind[0].unit == behind[1].unit:
        return behind[1], behind[0]
    if len(behind) == 2 and all(m.nested and m.unit == behind[0].unit for m in behind):  # （2019年86万，2021年97万）
        old, new = sorted(behind, key=lambda m: m.year)
        if old.year < new.year and new.quantity.exact:
            return new, old
    before = [m for m in around if m.number == one.number - 1 and m.unit == behind[0].unit and not m.change]
    if not before or not before[0].quantity.exact or before[0].prior:
        return None
    earlier = behind[0].prior or behind[0].year < before[0].year or OPENING.search(behind[0].before)
    close = all(m.unit in (PERCENT, POINTS, TIMES) for m in draft.mentions[one.number + 1 : behind[0].number])
    told = behind[0].rate == before[0].rate or BARE_BASE.match(behind[0].before)
    return (before[0], behind[0]) if earlier and told and close else None


def named_before(draft: Draft, one: Mention) -> Pair | None:
    """结婚登记3127对，…。结婚登记量较上年（2984对）下降: what the base is named after was told in a sentence before."""
    last = draft.before(one)[-1:]
    match = OWN_SUBJECT.search(last[0].before) if last and last[0].prior else None
    name = COUNT_OF.sub("", core(match[0][:-1])) if match else ""
    if len(name) < 2 or not last[0].quantity.exact:
        return None
    earlier = [m for m in draft.before(last[0], BACK) if m.sentence is not one.sentence and m.unit == last[0].unit]
    named = [m for m in earlier if _is_called(m, name) and (m.year, m.months) == (last[0].year + 1, last[0].months)]
    usable = len(named) == 1 and named[0].plain and named[0].quantity.exact and not (named[0].prior or named[0].plan)
    return (named[0], last[0]) if usable else None


def _is_called(one: Mention, name: str) -> bool:
    """投诉受理 is 受理投诉."""
    return any(sorted(core(words)[-len(name) :]) == sorted(name) for words in (one.before, one.after, one.label))


def _is_of_flows(draft: Draft, one: Mention) -> bool:
    """新登记31个，注销9个，净增22个: the difference of what came and went, not of two years."""
    last = draft.before(one)[-1:] if NET.search(one.before) else []
    flow = bool(last) and last[0].unit == one.unit and not (last[0].target or last[0].prior)
    return flow and bool(CAME.search(last[0].before) or WENT.search(last[0].before))


def _is_beside(draft: Draft, one: Mention) -> bool:
    """42.6万人次（上年36.8万人次），同比增加: what it was before, in brackets right behind what it is."""
    last = draft.before(one)[-1:]
    return one.prior and bool(last) and last[0].unit == one.unit and not last[0].nested and last[0].plain


def _is_of_share(draft: Draft, one: Mention) -> bool:
    """占应检人数18240人的78.9%，较上年的13520人增长: the whole of a share is not what is compared."""
    share = draft.mentions[one.number + 1]
    return share.unit == PERCENT and draft.between(one, share) in OF


def _comparable(one: Mention, other: Mention) -> bool:
    if one.target or BARE_BASE.match(other.before):
        return True
    return one.rate == other.rate and one.nested == other.nested
