"""One name with two values; a number with a unit that its noun does not take is told by `units.py`."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from django.utils.translation import gettext as _

from reporting.lint.checks import units
from reporting.lint.checks.language import (
    IN_TOTAL,
    INDEED,
    LISTED_PART,
    NAMELESS_SHARE,
    OF_MANY_YEARS,
    OF_THEM,
    OWN_SUBJECT,
    WITH_CARRY_OVER,
)
from reporting.lint.checks.nouns import INSTITUTION, NO_NAME, PLACES, POSTS, STAFF
from reporting.lint.draft import Draft, digits, is_a_slip, is_swapped
from reporting.lint.findings import Finding
from reporting.lint.labels import common_end, content, core, distinct, likeness, same, touches
from reporting.lint.mentions import Mention
from reporting.lint.words import AT_LEAST, CLAUSE_BREAKS, PERCENT, POINTS, TIMES, YUAN

LARGE, ALIKE = 100, 0.6
NEAR = 20  # times the difference: within a twentieth
LONG = 4  # characters, or digits: two numbers that differ by neighbours exchanged are one
OFTEN = 60  # a pair of characters in more labels than this leads nowhere


def check(draft: Draft) -> Iterator[Finding]:
    known = [
        m for m in draft.mentions if not m.quantity.threshold and m.unit not in (POINTS, TIMES) and len(m.label) >= 2
    ]
    in_two_units: set[int] = set()
    for first, second in _likely(known):
        yield from _two_values(draft, first, second)
        for finding in _two_units(first, second):
            in_two_units.add(second.number)
            yield finding
    yield from units.check(draft, in_two_units)


def _likely(known: list[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """Pairs in different sentences whose labels share enough to be compared."""
    by_bigram: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(known):
        shared: dict[int, int] = defaultdict(int)
        pairs = {one.label[n : n + 2] for n in range(len(one.label) - 1)}
        for pair in pairs:
            for other in by_bigram[pair][-OFTEN:]:
                shared[other] += 1
            by_bigram[pair].append(number)
        for other, count in sorted(shared.items()):
            theirs = known[other]
            roughly = theirs.quantity.exact != one.quantity.exact and theirs.quantity.may_equal(one.quantity)
            if (roughly or theirs.sentence is not one.sentence) and theirs.year == one.year:
                swapped = theirs.unit == one.unit and is_swapped(theirs.value, one.value)
                if swapped or count * 2 >= min(len(pairs), len(theirs.label) - 1):
                    yield theirs, one


def _two_values(draft: Draft, first: Mention, second: Mention) -> Iterator[Finding]:
    if first.unit != second.unit or not is_told_again(draft, first, second):
        return
    if first.quantity.may_equal(second.quantity):
        yield from _vaguer(first, second)
        return
    if (
        _is_its_part(draft, first, second)
        or POSTS.search(first.before)
        or (STAFF.search(first.before) and POSTS.search(first.sentence.text))
    ):
        return
    if second.quantity.exact and not first.quantity.exact:  # the rough number is the doubtful one
        first, second = second, first
    relation = _("前文同一名称为%(value)s") % {"value": first.written}
    if first.unit == YUAN and first.value and second.value and _shifted(first.value / second.value):
        relation = _("前文同一名称为%(value)s，可能把元与万元写混了") % {"value": first.written}
    yield Finding("label.two_values", second.start, second.end, relation, first.written)


def _is_its_part(draft: Draft, first: Mention, second: Mention) -> bool:
    """培训1,260人，其中残疾人86人 … 残疾人培训86人: told again."""
    here = [m for m in draft.by_sentence[first.sentence.number] if m.number > first.number and m.unit == first.unit]
    named = [core(m.before) for m in here if m.value == second.value]
    behind = [m for m in draft.by_sentence[second.sentence.number] if m.number >= second.number]
    sums = accumulate(m.value for m in behind if m.unit == first.unit)  # 职工8.62万人。企业6.82万人，机关1.80万人
    told = any(name and name in second.label and name not in first.label for name in named)
    return told or first.value in list(sums)[1:]


def is_told_again(draft: Draft, first: Mention, second: Mention) -> bool:
    return comparable(first, second) and (_same_thing(first, second) or _roughly_again(draft, first, second))


def is_near(first: Mention, second: Mention) -> bool:
    return abs(first.value - second.value) * NEAR <= max(first.value, second.value)


def _roughly_again(draft: Draft, first: Mention, second: Mention) -> bool:
    """百姓舞台演出426场，…演出惠及31.5万余人次 … 百姓舞台演出惠及31.2万人次: the rest of the name stands before it."""
    shorter, longer = sorted((first, second), key=lambda one: len(one.label))
    rest = longer.label.removesuffix(shorter.label)
    here = shorter.sentence.number
    told = "".join(one.text for one in draft.text.sentences[max(here - 2, 0) : here + 1])
    near = is_near(first, second)
    named = len(shorter.label) >= LONG and 2 <= len(rest) < len(longer.label) and rest in told
    return near and named and first.quantity.exact != second.quantity.exact


def comparable(first: Mention, second: Mention) -> bool:
    if (first.year, _part_of_year(first), bool(first.change), first.rate, first.plan) != (
        second.year, _part_of_year(second), bool(second.change), second.rate, second.plan,
    ):  # fmt: skip
        return False
    if first.change != second.change or first.target != second.target or first.prior != second.prior:
        return False
    if first.change and not (OWN_SUBJECT.search(first.before) and OWN_SUBJECT.search(second.before)):
        return False
    if first.unit == PERCENT and (len(first.label) < 5 or first.change or NAMELESS_SHARE.match(first.before)):
        return False
    if any(bool(one.search(first.before)) != bool(one.search(second.before)) for one in (OF_THEM, WITH_CARRY_OVER)):
        return False
    if bool(OF_MANY_YEARS.search(first.clause)) != bool(OF_MANY_YEARS.search(second.clause)):
        return False
    if _is_listed(first) != _is_listed(second) and not is_a_slip(first.value, second.value):
        return False
    return _places(first) == _places(second) and not _of_two_institutions(first, second)


def _of_two_institutions(first: Mention, second: Mention) -> bool:
    """南山图书馆接待读者, 南岭图书馆接待读者."""
    found = [INSTITUTION.search(m.before) for m in (first, second)]
    names = [core(match[0]) for match in found if match]
    return len(names) == 2 and names[0] != names[1] and len(names[0]) == len(names[1])


def _part_of_year(one: Mention) -> tuple[int, int] | None:
    """截至12月底 is all of it."""
    return None if one.months == (1, 12) else one.months


def _same_thing(first: Mention, second: Mention) -> bool:
    one, other = first.label, second.label
    if _by_a_slip(first, second):
        return True
    if first.quantity.exact != second.quantity.exact:  # 惠及近1200户 … 实际惠及1236户
        one, other = INDEED.sub("", one), INDEED.sub("", other)
    if first.quantity.exact != second.quantity.exact and first.quantity.may_equal(second.quantity):
        vague = first if second.quantity.exact else second
        told = vague.value >= LARGE and digits(vague.value) > 1 and touches(one, other) and _are_alike(one, other)
        if told or _says_it_roughly(one, other, min(first.value, second.value)):
            return True
    if len(min(one, other, key=len)) < 3:
        return False
    if len(min(one, other, key=len)) < 6:
        near = len(one) > 3 < len(other) and first.unit != YUAN and is_near(first, second)
        heads = same(core(first.head), core(second.head), least=2)
        if not (heads or near or (one == other and len(one) >= 5)):
            return False
    if first.quantity.approx == "" == second.quantity.approx or first.unit == YUAN:
        return same(one, other)
    return same(one, other) or _loosely(one, other)


def _are_alike(one: str, other: str) -> bool:
    """By all of their words, or by what is left of them without the usual verbs."""
    bare = content(one), content(other)
    ways = [(one, other)] + [bare] * (min(map(len, bare)) >= LONG)
    return any(likeness(*way) >= ALIKE and distinct(way[0]) == distinct(way[1]) for way in ways)


def _says_it_roughly(one: str, other: str, value: Decimal) -> bool:
    """开展心理服务2436人次, 心理服务2400余人次; 慰问困难残疾人2036名, 2000余名困难残疾人得到慰问."""
    shorter, longer = sorted((one, other), key=len)
    if one == other:
        return len(one) >= 4 or value >= LARGE
    rest = longer.replace(shorter, "", 1)
    named = len(shorter) >= 4 and shorter in longer and not content(rest) and distinct(one) == distinct(other)
    return value >= LARGE and (
        named or (len(shorter) >= 6 and likeness(one, other) >= 0.75 and distinct(one) == distinct(other))
    )


def _is_listed(one: Mention) -> bool:
    """Among the parts of something: 中央本级支出 of the investment is not that of the budget."""
    return bool(LISTED_PART.search(one.sentence.text[: one.place_in_sentence()]))


def _places(one: Mention) -> frozenset[str]:
    """Where it was counted; what ends right before the number is counted itself: 创建平安社区321个."""
    return _named_in(one.head.split(one.written)[0] + CLAUSE_BREAKS[0] + one.clause) - {
        name for name in _named_in(one.before) if one.before.endswith(name)
    }


@lru_cache(maxsize=20_000)
def _named_in(text: str) -> frozenset[str]:
    return frozenset(name for name in PLACES.findall(text) if not NO_NAME.search(name))


def _by_a_slip(first: Mention, second: Mention) -> bool:
    """9216 and 9126: so near to each other that a shorter name is enough."""
    shorter, longer = sorted((first.label, second.label), key=len)
    named = (
        shorter == longer
        or (len(shorter) >= 4 and core(first.before) == core(second.before))
        or (len(shorter) >= 4 and longer.endswith(shorter))
        or _in_context(first, second)
        or (
            digits(first.value) >= LONG and is_swapped(first.value, second.value) and likeness(shorter, longer) >= ALIKE
        )
        or (likeness(shorter, longer) >= ALIKE and set(shorter) <= set(longer))
    )
    if not (named and first.quantity.exact and second.quantity.exact):
        return False
    in_all = IN_TOTAL.search(first.clause) and IN_TOTAL.search(second.clause)
    if in_all and content(shorter) == content(longer) and len(content(shorter)) >= LONG:
        if is_a_slip(first.value, second.value) or is_near(first, second):
            return True  # 全年开展演出136场 … 演出共146场
    count = min(digits(first.value), digits(second.value))
    swapped = count >= 3 and len(longer) >= 4 and is_swapped(first.value, second.value)
    return swapped or (count >= 4 and is_a_slip(first.value, second.value))


def _in_context(first: Mention, second: Mention) -> bool:
    """养老机构36家，床位4860张 … 养老机构床位4680张: what one name leaves out, its sentence says."""
    shorter, longer = sorted((first, second), key=lambda one: len(one.label))
    rest = longer.label.removesuffix(shorter.label)
    if 2 <= len(rest) < len(longer.label) and rest in shorter.sentence.text:
        return True
    end = common_end(longer.label, shorter.label)  # 专场招聘会12场，进场企业426家 … 专场招聘会吸引企业462家
    name = content(longer.label[: len(longer.label) - end])
    own = len(shorter.label) - end
    return end > 1 and own <= 2 and len(name) >= LONG and name in shorter.sentence.text


def _loosely(one: str, other: str) -> bool:
    """For a round number beside an exact one: the words may differ a little more."""
    return len(min(one, other, key=len)) >= 6 and likeness(one, other) >= 0.8 and distinct(one) == distinct(other)


def _vaguer(first: Mention, second: Mention) -> Iterator[Finding]:
    exact, vague = (first, second) if first.quantity.exact else (second, first)
    if vague.written.startswith(AT_LEAST):
        return
    finer = digits(exact.value) >= (4 if exact.unit == YUAN else digits(vague.value) + 2)
    precise = exact.quantity.step == 1 or finer
    if exact.quantity.exact and not vague.quantity.exact and precise and exact.unit != PERCENT:
        relation = _("文中另一处为准确数字%(value)s") % {"value": exact.written}
        yield Finding("label.approximate", vague.start, vague.end, relation, exact.written)


def _shifted(ratio: Decimal) -> bool:
    return any(ratio == Decimal(10) ** n for n in (-8, -4, 4, 8))


def _two_units(first: Mention, second: Mention) -> Iterator[Finding]:
    if first.unit == second.unit or first.value != second.value or first.value < 100:
        return
    if "" in (first.unit, second.unit) or PERCENT in (first.unit, second.unit) or first.year != second.year:
        return
    shorter, longer = sorted((first.label, second.label), key=len)
    alike = likeness(shorter, longer) >= 0.7 or (len(shorter) >= 5 and longer.endswith(shorter))
    if {first.unit, second.unit} & {YUAN} or not alike:
        return
    relation = _("前文同一数字的单位是“%(unit)s”") % {"unit": first.unit}
    yield Finding("label.two_units", second.start, second.end, relation, first.written)
