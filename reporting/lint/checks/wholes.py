"""Which two numbers a share (占……的) or a rate (……率) is of: what its words name, and where these stand."""

from dataclasses import replace

from reporting.lint.checks import beside
from reporting.lint.checks.language import (
    BUDGET,
    BUDGET_RATE,
    INTRODUCES_PARTS,
    MAY_EXCEED_WHOLE,
    NEGATED,
    NOT,
    OF_NUMBER,
    OF_THEM,
    OUT_OF_WHOLE,
    RATE_VERBS,
    SATISFIED,
    SHARE_OF,
    SHOULD_BE,
    SPENT,
)
from reporting.lint.checks.nouns import ALL_OF
from reporting.lint.checks.percents import Pair, fits
from reporting.lint.checks.plan import NAMED_ALIKE
from reporting.lint.draft import Draft, is_swapped
from reporting.lint.labels import bigrams, content, core, likeness
from reporting.lint.mentions import Mention
from reporting.lint.relations import RATIOS
from reporting.lint.words import CLAUSE_BREAKS, COMPARES, PERCENT


def shared(draft: Draft, near: list[Mention], named: str, one: Mention) -> Pair | None:
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
    if len(of_sentence) == 1:
        between = draft.between(of_sentence[0], part)
        alike = part.before[-2:] == of_sentence[0].before[-2:] and CLAUSE_BREAKS[-1] not in between
        if PERCENT not in between or alike or OF_THEM.search(between):
            return part, of_sentence[0]
    if not wholes:
        return None
    shares = [(m, (part.value * 100 / m.value).quantize(one.quantity.step)) for m in of_sentence]
    slips = [m for m, share in shares if one.quantity.exact and is_swapped(one.value, share)]
    if slips and one.number == part.number + 1:
        return part, slips[0]
    first = (of_sentence or wholes)[0]
    opened = INTRODUCES_PARTS.search(draft.between(first, draft.mentions[first.number + 1]))
    return (part, first) if opened and all(m.value <= first.value for m in wholes) else None


def of_subject(draft: Draft, near: list[Mention], subject: str) -> Pair | None:
    """人员4218人，其中护士1987人。…，护士占47.1%: the number that bears the name, of what its list divides."""
    called = [m for m in near if len(subject) > 1 and m.label.startswith(subject)]
    parts = [m for m in called if m.label == subject] or called
    if len(parts) != 1:
        return None
    part = parts[0]
    wholes = [m for m in draft.before(part) if m.unit == part.unit and m.plain and m.value > part.value]
    opened = [m for m in wholes if INTRODUCES_PARTS.search(draft.between(m, draft.mentions[m.number + 1]))]
    return (part, opened[-1]) if opened else None


def named_part(draft: Draft, near: list[Mention], subject: str, one: Mention) -> Pair | None:
    """第三产业62亿元，生产总值148亿元，三产占比42%: one number is called like the share, the other is the whole; of
    several it is that of which another share is right."""
    here = [m for m in near if m.sentence is one.sentence]
    parts = [m for m in here if subject and set(subject) <= set(m.before) and NOT + subject[:1] not in m.before]
    if len(parts) != 1 or any(m.unit != parts[0].unit for m in here):
        return None
    shares = [m for m in draft.before(one) if m.unit == PERCENT and m.plain]
    wholes = [m for m in here if m.value > parts[0].value]
    told = [m for m in wholes if any(fits(share, (part, m)) for share in shares for part in here if part is not m)]
    adds_up = len(wholes) == 1 and wholes[0] is here[0] and wholes[0].value == sum(m.value for m in here[1:])
    whole = wholes if len(here) == 2 or adds_up else told
    return (parts[0], whole[0]) if len(whole) == 1 else None


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
    shares = [
        m
        for m in draft.before(one)
        if m.unit == PERCENT and m.plain and (SHARE_OF.search(m.before) or OF_NUMBER.match(m.before))
    ]
    for share in shares:
        earlier = [m for m in draft.before(share) if m.unit == part.unit and m.plain and m.value > 0]
        for whole in wholes:
            if any(m is not whole and m.value < whole.value and fits(share, (m, whole)) for m in earlier):
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
        if named and core(named["whole"] or "") == wanted:
            for whole in wholes:
                if whole is not part and whole is not parts[-1] and fits(share, (part, whole)):
                    return whole
    return None


def _shortens(wanted: str, whole: Mention) -> bool:
    """参检 for 参加免费体检: one character of each word, in their order."""
    spoken = iter(core(whole.before))
    return whole.before[:1] == wanted[:1] and all(char in spoken for char in wanted[:2])


def rated(draft: Draft, near: list[Mention], stem: str, one: Mention) -> Pair | None:
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
    if declared := _declared(clause, one):
        return declared
    if BUDGET_RATE.search(stem) and SPENT.search(clause[-1].before):
        return clause[-1], _total([m for m in clause if m.unit == clause[-1].unit])
    if len(clause) > 2 and NEGATED.search(clause[-1].before) and not NEGATED.search(stem):
        clause = clause[:-1]  # 38个，完成35个，未完成3个，完成率
    part, whole = clause[-1], clause[-2]
    if len(clause) == 2 and stem[-2:] in part.before and NEGATED.search(part.before) and not NEGATED.search(stem):
        return _the_rest(one, part, whole)  # 不合格18批次，合格率98.6%
    if part.unit == whole.unit and OUT_OF_WHOLE.match(draft.between(whole, part)) and one.number == part.number + 1:
        return (part, whole) if part.value <= whole.value else None
    if (
        SHOULD_BE.search(whole.before)
        and one.number == part.number + 1
        and part.unit == whole.unit
        and part.value <= whole.value
    ):
        return part, whole
    if CLAUSE_BREAKS[-1] in draft.between(whole, part) and not (whole.unit == part.unit and core(part.before) == stem):
        wholes = [m for m in (whole, clause[0]) if m.unit == part.unit and m.value >= part.value]
        return next(((part, m) for m in wholes if beside.is_near(one, (part, m))), None)
    if (part.unit, part.months) != (whole.unit, whole.months) or COMPARES.search(draft.between(part, one)):
        return None
    named = bigrams(content(stem) or stem)
    spoken = part.clause + part.after
    if one.value == 100 and ALL_OF.search(part.clause):  # 设站点126个，覆盖全部86个社区，覆盖率100%
        return None
    if part.value > whole.value and stem[-2:] in whole.before and not MAY_EXCEED_WHOLE.search(stem):
        return whole, part  # 出生3210人，平均人口31.6万人，出生率
    is_named = any(pair in spoken for pair in named) or (stem[-2:] in spoken)
    if SATISFIED.search(stem) and stem[-2:] not in NEGATED.sub("", spoken):
        return None
    exceeds = part.value > whole.value and not (whole.plan or MAY_EXCEED_WHOLE.search(stem))
    return (part, whole) if is_named and not exceeds and beside.is_possible(one, (part, whole)) else None


def _the_rest(one: Mention, part: Mention, whole: Mention) -> Pair | None:
    """All but the part, where the rate is about that."""
    value = whole.value - part.value
    if part.unit != whole.unit or value <= 0:
        return None
    quantity = replace(part.quantity, value=value, low=value, high=value)
    pair = (replace(part, quantity=quantity, written=f"({whole.written}-{part.written})"), whole)
    return pair if beside.is_near(one, pair) else None


def _declared(clause: list[Mention], one: Mention) -> Pair | None:
    """贷款 ÷ 存款 for 存贷比."""
    named = RATE_VERBS.sub("", one.before)
    for ratio in RATIOS if named else ():
        if ratio.name.search(named):
            parts = [m for m in clause if ratio.part.search(m.before)]
            wholes = [m for m in clause if ratio.whole.search(m.before) and m not in parts]
            if len(parts) == len(wholes) == 1 and (parts[0].unit == wholes[0].unit or ratio.across):
                last = next((m for m in reversed(clause) if m.number < parts[0].number), wholes[0])
                if OF_THEM.search(parts[0].before) and last is not wholes[0]:
                    return None  # 户籍人口286万人，其中城镇人口133万人；常住人口268万人，城镇化率
                return parts[0], wholes[0]
    return None


def _total(found: list[Mention]) -> Mention:
    return max(found, key=lambda one: one.value)
