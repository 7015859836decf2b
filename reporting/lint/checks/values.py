"""One value with two names, or in two years: a number that was copied to the wrong place."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.lint.checks.counted import PERSONS_NAMED, YOUNG
from reporting.lint.checks.language import BUDGET, COSTS, IN_LIST, IN_ROW, OF_ABOVE, OF_THE_BUDGET, SPENT, UNCHANGED
from reporting.lint.checks.nouns import COMES_OUT
from reporting.lint.checks.plan import is_budget
from reporting.lint.draft import Draft, digits
from reporting.lint.findings import Finding
from reporting.lint.labels import common_end, content, core, distinct, is_another, touches
from reporting.lint.mentions import Mention
from reporting.lint.words import HOUSEHOLD, PERCENT, PERSON, PERSON_TIMES, YEAR_SIGN, YUAN

TO_THE_FEN = 5  # digits
ABOVE_BACK = 2  # sentences
OF_THE_SAME = (PERSON, HOUSEHOLD, PERSON_TIMES, PERCENT, "")  # two things may be done for all of them


def check(draft: Draft) -> Iterator[Finding]:
    known = [m for m in draft.mentions if not m.quantity.threshold and len(m.label) >= 2]
    yield from _two_names(known)
    yield from _two_years(draft, known)
    yield from _twice_in_a_list(draft, known)
    yield from _told_twice(draft, known)
    yield from _of_the_above(draft)


def _two_names(known: list[Mention]) -> Iterator[Finding]:
    """A number of four digits or more which counts two quite different things is a slip of the copy."""
    by_value: dict[tuple[Decimal, str], list[Mention]] = defaultdict(list)
    for one in known:
        if one.quantity.exact and one.plain and one.unit != PERCENT and digits(one.value) >= 4:
            by_value[one.value, one.unit].append(one)
    for found in by_value.values():
        first = found[0]
        for second in found[1:]:
            if second.sentence is first.sentence:
                continue
            if _differ(first, second) or _spent_as_budget(known, first, second) or _exchanged(known, first, second):
                relation = _("前文同一数字是“%(name)s”") % {"name": first.label}
                yield Finding("value.two_labels", second.start, second.end, relation)
                break


def _two_years(draft: Draft, known: list[Mention]) -> Iterator[Finding]:
    """The very same number under the same name in two years: one of the years is wrong, unless the text says 持平."""
    seen: dict[tuple[Decimal, str, str], Mention] = {}
    for one in known:
        if (
            not (one.quantity.exact and one.plain and digits(one.value) >= 3 and len(one.label) >= 4)
            or one.unit == PERCENT
        ):
            continue
        first = seen.setdefault((one.value, one.unit, one.label), one)
        if first.year == one.year or first.sentence is one.sentence:
            continue
        if UNCHANGED.search(one.sentence.text + first.sentence.text) or one.prior or first.prior or one.plan:
            continue
        wrong, other = (first, one) if one.year == draft.year else (one, first)
        relation = _("另一处是%(year)s年的同一数字") % {"year": other.year}
        yield Finding("period.other_year", wrong.start, wrong.end, relation, f"{other.year}{YEAR_SIGN}")


def _twice_in_a_list(draft: Draft, known: list[Mention]) -> Iterator[Finding]:
    """货物支出312.47万元、工程支出89.06万元、服务支出312.47万元: two items of one list never agree to the fen."""
    for at, one in enumerate(known):
        run = [one]
        for other in known[at + 1 :]:
            if other.unit != one.unit or not IN_ROW.match(draft.between(run[-1], other)):
                break
            run.append(other)
        if len(run) < 3 or digits(one.value) < 5 or not one.plain or BUDGET.search(one.label):
            continue
        for other in run[1:]:
            alike = other.value == one.value and other.plain and other.label != one.label
            listed = IN_LIST.match(draft.between(draft.mentions[other.number - 1], other))
            named = listed and one.before[-2:] == other.before[-2:]
            if alike and (named or (COSTS.search(one.before) and COSTS.search(other.before))):
                relation = _("前文同一数字是“%(name)s”") % {"name": one.label}
                yield Finding("value.two_labels", other.start, other.end, relation)


def _told_twice(draft: Draft, known: list[Mention]) -> Iterator[Finding]:
    """康复支出684.35万元，培训支出684.35万元: two of one kind side by side never agree to the fen."""
    for one, other in pairwise(known):
        alike = one.unit == other.unit and one.value == other.value and one.year == other.year
        told = alike and one.plain and other.plain and one.quantity.exact and other.quantity.exact
        if not told or other.number != one.number + 1 or not IN_ROW.match(draft.between(one, other)):
            continue
        names = core(one.before), core(other.before)
        if one.unit == YUAN:
            meant = digits(one.value) >= TO_THE_FEN and _are_siblings(*names)
        else:
            meant = one.unit not in OF_THE_SAME and digits(one.value) > 3 and _are_foreign(*map(content, names))
        if meant and not any(OF_THE_BUDGET.search(name) for name in names):
            relation = _("前文同一数字是“%(name)s”") % {"name": one.label}
            yield Finding("value.two_labels", other.start, other.end, relation)


def _of_the_above(draft: Draft) -> Iterator[Finding]:
    """237名困境儿童 … 上述237名空巢老人: the very ones before, under a name that has nothing of theirs."""
    for one in draft.mentions:
        if one.unit != PERSON or not OF_ABOVE.search(one.before):
            continue
        same = [m for m in draft.before(one, ABOVE_BACK) if (m.value, m.unit) == (one.value, PERSON)]
        if same and _are_others(core(same[-1].after), core(one.after)):
            relation = _("前文同一数字是“%(name)s”") % {"name": same[-1].label}
            yield Finding("value.two_labels", one.start, one.end, relation)


def _are_others(one: str, other: str) -> bool:
    found = [PERSONS_NAMED.match(words) for words in (one, other)]
    names = [match[0] for match in found if match]
    if len(names) < 2 or all(YOUNG.search(name) for name in names):
        return False
    return not set(names[0]) & set(names[1])


def _are_siblings(one: str, other: str) -> bool:
    """残疾人事业支出 and 老龄事业支出: one end, and before it nothing in common."""
    end = common_end(one, other)
    rests = one[: len(one) - end], other[: len(other) - end]
    return end > 1 and not set(rests[0]) & set(rests[1]) and abs(len(one) - len(other)) <= 1


def _are_foreign(one: str, other: str) -> bool:
    """化解劳动纠纷3,126件，审查规范性文件3,126件."""
    return min(len(one), len(other)) >= 4 and not set(one) & set(other)


def _differ(first: Mention, second: Mention) -> bool:
    if first.unit == YUAN:
        planned = [bool(BUDGET.search(m.before)) and not SPENT.search(m.before) for m in (first, second)]
        if first.year == second.year:  # a budget that was spent to the fen is common
            return False
        return planned[0] != planned[1] or digits(first.value) >= 5
    one, other = (_around(m) for m in (first, second))
    if not content(one) or not content(other):
        return False
    if digits(first.value) >= 5 and first.year == second.year:
        if not set(content(one)) & set(content(other)) or is_another(core(first.before), core(second.before)):
            return True
    if touches(one, other) or first.year != second.year:
        return False
    foreign = not set(content(one)) & set(content(other)) and not COMES_OUT.search(second.before)
    return distinct(one) != distinct(other) or (foreign and first.value % 10 != 0)


def _spent_as_budget(known: list[Mention], first: Mention, second: Mention) -> bool:
    """预算1876万元、决算1803万元 … 预算总额1803万元: what was spent, told as the budget."""
    if first.unit != YUAN or first.year != second.year or not SPENT.search(first.before) or not is_budget(second):
        return False
    name = BUDGET.sub("", second.label)
    budgets = [m for m in known if is_budget(m) and m.year == second.year and m.value != second.value]
    return any(BUDGET.sub("", m.label)[:2] == name[:2] and m.quantity.exact for m in budgets)


def _exchanged(known: list[Mention], first: Mention, second: Mention) -> bool:
    """护理补贴486万元、生活补贴512万元 … 生活补贴486万元: its own value stands beside the other name's."""
    name = core(second.before)
    least = 2 if second.unit == YUAN and digits(second.value) > 4 else 3
    if core(first.before) == name or len(name) < least or first.year != second.year:
        return False
    own = [
        m for m in known if _is_called(name, core(m.before)) and m.sentence is first.sentence and m.unit == second.unit
    ]
    return len(own) == 1 and own[0].value != second.value and own[0].quantity.exact


def _is_called(name: str, own: str) -> bool:
    """自评项目支出 is 项目支出."""
    return name == own or (len(own) > 3 and own in name)


def _around(one: Mention) -> str:
    return one.head.replace(one.written, "") + one.clause.replace(one.written, "")
