"""Percentages against the two numbers that they come from, where the text has both."""

from collections.abc import Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks import beside, plan
from reporting.lint.checks.language import (
    BUDGET,
    BUDGET_RATE,
    CANNOT_EXCEED_WHOLE,
    COMPLETES,
    COMPLETION,
    EXCEEDS,
    INTRODUCES_PARTS,
    LIST_JOINTS,
    MAY_EXCEED_WHOLE,
    NAMED_RATE,
    NEGATED,
    OF_NUMBER,
    OF_TASK,
    OF_THEM,
    OPENING,
    OUT_OF_WHOLE,
    SATISFIED,
    SHARE_OF,
    SHOULD_BE,
    SPENT,
)  # fmt: skip
from reporting.lint.checks.nouns import ALL_OF
from reporting.lint.checks.plan import NAMED_ALIKE, Pair, percent
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import bigrams, content, core, likeness
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, COMPARES, PERCENT


def check(draft: Draft) -> Iterator[Finding]:
    for one in draft.mentions:
        if one.unit != PERCENT or one.change or one.target or one.prior:
            continue
        yield from _over_the_whole(one)
        if (one.quantity.exact or one.quantity.coarse) and not one.quantity.threshold and one.value > 0:
            yield from _against_its_numbers(draft, one)


def _over_the_whole(one: Mention) -> Iterator[Finding]:
    if one.value > 100 and CANNOT_EXCEED_WHOLE.search(one.before) and not MAY_EXCEED_WHOLE.search(one.before[-8:]):
        yield Finding("ratio.over_whole", one.start, one.end, _("占比最多为100%"), "≤100%")


def _against_its_numbers(draft: Draft, one: Mention) -> Iterator[Finding]:
    if pair := _of_the_number_before(draft, one):
        yield from _compare(one, [pair], pair)
        return
    if exceeds := EXCEEDS.search(one.before):
        if pair := plan.completed(draft, one, exceeds["whole"] or ""):
            yield from plan.exceeding(one, pair)
        return
    if completes := COMPLETES.search(one.before):
        if pair := plan.completed(draft, one, completes["whole"]):
            yield from _compare(one, [pair], pair)
        return
    if pairs := plan.stated_behind(draft, one):
        yield from _compare(one, pairs, next((pair for pair in pairs if beside.is_near(one, pair)), None))
        return
    if COMPLETION.search(one.before) and (pair := plan.completed(draft, one, "")):
        yield from _compare(one, [pair], pair)
        return
    if one.quantity.coarse and not core(one.before):
        pair = beside.of_them(draft, one)
        yield from _compare(one, [pair] if pair else [], pair)
        return
    share, rate = SHARE_OF.search(one.before), NAMED_RATE.search(one.before)
    if not (share or rate) or (share and OF_TASK.search(share["whole"]) and not rate):
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
    meant = _shared(draft, near, share["whole"], one) if share else None
    if rate and not share:
        meant = _rated(draft, near, rate["stem"], one) or beside.nearly(draft, one) or beside.behind(draft, one)
    yield from _compare(one, pairs, meant)


def _of_several(one: Mention, near: list[Mention]) -> bool:
    """391份、63份 of 476份 are 95.4%: a percentage may be that of several parts together."""
    for first, start in enumerate(near):
        total = start.value
        for part in near[first + 1 :]:
            total += part.value
            if part.unit != start.unit or part.sentence is not start.sentence:
                break
            shares = (total * 100 / whole.value for whole in near if whole.unit == part.unit and total <= whole.value)
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
    elif meant and not any(_fits(one, pair) for pair in pairs):
        yield _differs(one, meant)


def _differs(one: Mention, meant: Pair) -> Finding:
    relation = f"{meant[0].written}÷{meant[1].written}"
    return Finding("ratio.differs", one.start, one.end, relation, like(percent(meant), one))


def _of_the_number_before(draft: Draft, one: Mention) -> Pair | None:
    """1.26万人，完成年度目标1.2万人的105%."""
    known = draft.before(one)
    if len(known) < 2 or not OF_NUMBER.match(one.before) or draft.between(known[-1], one) != one.before:
        return None
    whole = known[-1]
    if any(
        m.number == one.number + 1 and draft.between(one, m) in LIST_JOINTS
        for m in draft.by_sentence[one.sentence.number]
    ):
        return None  # 29.0%、46.9%和24.1%: respective.py
    parts = [m for m in known[:-1] if m.unit == whole.unit and m.plain and m.quantity.exact and m.value > 0]
    return (parts[-1], whole) if parts and whole.quantity.exact and whole.value > 0 and whole.unit else None


def _rounded(one: Mention, pair: Pair, rounding: str) -> Decimal:
    return percent(pair).quantize(one.quantity.step, rounding)


def _is_cut(one: Mention, pair: Pair) -> bool:
    """Cut off, or rounded up, where it should be rounded half up; numbers too round for that say nothing."""
    least, most = _bounds(one, pair)
    return (
        one.value in (_rounded(one, pair, ROUND_DOWN), _rounded(one, pair, ROUND_UP))
        and most - least <= one.quantity.step
    )


def _fits(one: Mention, pair: Pair) -> bool:
    """Whether the percentage may be the pair's, as exactly as all three are written."""
    least, most = _bounds(one, pair)
    return least <= one.value <= most


def _bounds(one: Mention, pair: Pair) -> tuple[Decimal, Decimal]:
    part, whole = pair
    slack = [m.quantity.step / 2 if m.quantity.step != 1 and not m.plan else Decimal(0) for m in pair]
    low = max(part.value - slack[0], Decimal(0)) * 100 / (whole.value + slack[1])
    high = (part.value + slack[0]) * 100 / max(whole.value - slack[1], whole.value / 2)
    return low.quantize(one.quantity.step, ROUND_HALF_UP), high.quantize(one.quantity.step, ROUND_HALF_UP)


def _shared(draft: Draft, near: list[Mention], named: str, one: Mention) -> Pair | None:
    """占……的: the whole is named, else it is what the list is opened with; the part is the number just before."""
    here = [m for m in near if m.sentence is one.sentence]
    if not here:
        return None
    wanted = core(named)
    if wanted:
        return _named_whole(draft, near, here, wanted) or _told_after(draft, here[-1], one, wanted)
    part = here[-1]
    if OF_THEM.search(draft.between(part, one)):  # 录取312人，其中本科学历占62%: of these
        return None
    wholes = [m for m in near if m.number != part.number and m.unit == part.unit and m.value >= part.value]
    of_sentence = [m for m in wholes if m.sentence is one.sentence]
    if agreed := _agreed_whole(draft, of_sentence, part, one):
        return part, agreed
    if len(of_sentence) == 1 and PERCENT not in draft.between(of_sentence[0], part):
        return part, of_sentence[0]
    if not wholes:
        return None
    first = (of_sentence or wholes)[0]
    opened = INTRODUCES_PARTS.search(draft.between(first, draft.mentions[first.number + 1]))
    return (part, first) if opened and all(m.value <= first.value for m in wholes) else None


def _named_whole(draft: Draft, near: list[Mention], here: list[Mention], wanted: str) -> Pair | None:
    alike = [m for m in near if m.unit == here[-1].unit]
    parts = [m for m in here if m.unit == here[-1].unit]
    wholes = [m for m in alike if any(m is not part and part.value <= m.value for part in parts)]
    if not wholes:
        return None
    if agreed := _whole_of_another_share(draft, wholes, parts, wanted):
        return parts[-1], agreed
    best = max(wholes, key=lambda m: (likeness(wanted, m.label), m.number))
    fit = likeness(wanted, best.label)
    part = [m for m in parts if m is not best and m.value <= best.value][-1]
    if fit >= 0.5 or (len(alike) == 2 and best is not here[-1]):
        return part, best
    shortened = [m for m in wholes if m is not part and _shortens(wanted, m)]
    return (part, shortened[-1]) if shortened else None


def _agreed_whole(draft: Draft, wholes: list[Mention], part: Mention, one: Mention) -> Mention | None:
    """甲12个，占86个的14%；乙58个，占67%；…: what the shares before it are of, it is of too."""
    shares = [m for m in draft.before(one) if m.unit == PERCENT and m.plain and SHARE_OF.search(m.before)]
    for share in shares:
        earlier = [m for m in draft.before(share) if m.unit == part.unit and m.plain and m.value > 0]
        for whole in wholes:
            if any(m is not whole and m.value < whole.value and _fits(share, (m, whole)) for m in earlier):
                return whole
    return None


def _told_after(draft: Draft, part: Mention, one: Mention, wanted: str) -> Pair | None:
    """86亿元，占生产总值的比重为60%，全区生产总值143亿元."""
    behind = [m for m in draft.by_sentence[one.sentence.number] if m.number == one.number + 1]
    named = behind and behind[0].unit == part.unit and part.value <= behind[0].value and part.number == one.number - 1
    return (part, behind[0]) if named and likeness(wanted, behind[0].label) >= NAMED_ALIKE else None


def _whole_of_another_share(draft: Draft, wholes: list[Mention], parts: list[Mention], wanted: str) -> Mention | None:
    """基本支出…，占支出总额的79.46%；项目支出…，占支出总额的…: what the first share is of, the second is of too."""
    for part in parts[:-1]:
        share = draft.mentions[part.number + 1]
        named = SHARE_OF.search(share.before) if share.unit == PERCENT else None
        if named and core(named["whole"]) == wanted:
            for whole in wholes:
                if whole is not part and whole is not parts[-1] and _fits(share, (part, whole)):
                    return whole
    return None


def _shortens(wanted: str, whole: Mention) -> bool:
    """参检 for 参加免费体检: one character of each word, in their order."""
    spoken = iter(core(whole.before))
    return whole.before[:1] == wanted[:1] and all(char in spoken for char in wanted[:2])


def _rated(draft: Draft, near: list[Mention], stem: str, one: Mention) -> Pair | None:
    """……率: of the two numbers just before, the later one is named like the rate."""
    if BUDGET_RATE.search(stem):
        spent = [m for m in near if SPENT.search(m.before) and not BUDGET.search(m.before)]
        budget = [m for m in near if BUDGET.search(m.before)]
        if spent and budget:
            part, whole = _total(spent), _total(budget)
            return (part, whole) if part.unit == whole.unit else None
    clause = [m for m in near if m.sentence is one.sentence]
    if len(clause) < 2:
        return None
    if BUDGET_RATE.search(stem) and SPENT.search(clause[-1].before):
        return clause[-1], _total([m for m in clause if m.unit == clause[-1].unit])
    part, whole = clause[-1], clause[-2]
    if len(clause) == 2 and stem[-2:] in part.before and NEGATED.search(part.before) and not NEGATED.search(stem):
        return None  # 不合格18批次，合格率98.6%
    if part.unit == whole.unit and OUT_OF_WHOLE.match(draft.between(whole, part)) and one.number == part.number + 1:
        return (part, whole) if part.value <= whole.value else None
    if (
        SHOULD_BE.search(whole.before)
        and one.number == part.number + 1
        and part.unit == whole.unit
        and part.value <= whole.value
    ):
        return part, whole
    if CLAUSE_BREAKS[-1] in draft.between(whole, part):
        wholes = [m for m in (whole, clause[0]) if m.unit == part.unit and m.value >= part.value]
        return next(((part, m) for m in wholes if beside.is_near(one, (part, m))), None)
    if (part.unit, part.months) != (whole.unit, whole.months) or COMPARES.search(draft.between(part, one)):
        return None
    named = bigrams(content(stem) or stem)
    spoken = part.clause + part.after
    if one.value == 100 and ALL_OF.search(part.clause):  # 设站点126个，覆盖全部86个社区，覆盖率100%
        return None
    is_named = any(pair in spoken for pair in named) or (stem[-2:] in spoken)
    if SATISFIED.search(stem) and stem[-2:] not in NEGATED.sub("", spoken):
        return None
    exceeds = part.value > whole.value and not MAY_EXCEED_WHOLE.search(stem)
    return (part, whole) if is_named and not exceeds else None


def _total(found: list[Mention]) -> Mention:
    return max(found, key=lambda one: one.value)
