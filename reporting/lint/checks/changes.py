"""Increases and decreases: amount, percentage, multiple, points and direction, against the two numbers compared."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import ARRIVES, NOUNS, SCOPE
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, DOWN, PERCENT, POINTS, POINTS_WRITTEN, TIMES, UP, YEAR

Pair = tuple[Mention, Mention]  # now, before
BACK = 2  # sentences, or numbers
RELATIVE = (PERCENT, POINTS, TIMES)


def check(draft: Draft) -> Iterator[Finding]:
    told = -BACK  # the number whose direction was told last: what follows from it is not told again
    for one in draft.mentions:
        for finding in _of(draft, one):
            if finding.rule == "change.direction":
                if one.number - told <= BACK:
                    continue
                told = one.number
            yield finding


def _of(draft: Draft, one: Mention) -> Iterator[Finding]:
    if one.target and (pair := _from_to(draft, one)):
        yield from _direction_of_target(*pair)
    if not one.change or one.quantity.threshold:
        return
    if one.unit in RELATIVE:
        yield from _rate(draft, one)
    else:
        yield from _amount(draft, one)


def _from_to(draft: Draft, target: Mention) -> Pair | None:
    before = [m for m in draft.before(target) if m.prior and m.unit == target.unit]
    return (target, before[-1]) if before and target.number - before[-1].number == 1 else None


def _direction_of_target(now: Mention, before: Mention) -> Iterator[Finding]:
    up = any(now.before.rstrip(ARRIVES).endswith(word) for word in UP)
    down = any(now.before.rstrip(ARRIVES).endswith(word) for word in DOWN)
    if (up and now.value < before.value) or (down and now.value > before.value):
        relation = f"{before.written}→{now.written}"
        yield Finding("change.direction", now.start, now.end, relation, _("减少") if up else _("增加"))


def _candidates(draft: Draft, one: Mention, unit: str) -> list[Mention]:
    return [m for m in draft.before(one, BACK) if m.unit == unit and not m.change and not m.quantity.threshold]


def _stated(draft: Draft, one: Mention, unit: str) -> Pair | None:
    """The two numbers that the sentence itself compares: 上年为…, 由…增加到…, 2022年…2023年…."""
    known = [m for m in _candidates(draft, one, unit) if m.sentence is one.sentence]
    before = [m for m in known if m.prior]
    if not before:
        return None
    base = before[-1]
    now = [m for m in known if not m.prior and (m.number > base.number or m.year > base.year) and _comparable(m, base)]
    if not now:
        return None
    after = [m for m in now if m.number == base.number + 1 and m.target]
    return (after or now)[-1], base


def _comparable(one: Mention, other: Mention) -> bool:
    return one.target or (one.rate == other.rate and one.nested == other.nested)


def _amount(draft: Draft, one: Mention) -> Iterator[Finding]:
    pair = _stated(draft, one, one.unit)
    if pair is None or not _gives(pair, one):
        pair = _by_value(draft, one) or pair or _by_years(draft, one)
    if pair is None or not all(m.quantity.exact for m in (one, *pair)):
        return
    now, before = pair
    gap = now.value - before.value
    relation = f"{now.written}-{before.written}={like(gap, one)}"
    if not _gives(pair, one):
        yield Finding("change.differs", one.start, one.end, relation, like(abs(gap), one))
    elif gap * one.change < 0:
        yield Finding("change.direction", one.start, one.end, relation, _("减少") if gap < 0 else _("增加"))
    yield from _noun(one, pair, relation)
    yield from _scope(draft, one, pair)


def _gives(pair: Pair, one: Mention) -> bool:
    slack = max(m.quantity.step for m in (*pair, one))
    slack = slack if slack != 1 else Decimal(0)
    coarse = one.quantity.step > max(m.quantity.step for m in pair)
    tolerance = slack if coarse or len({m.quantity.step for m in (*pair, one)}) > 1 else Decimal(0)
    return abs(abs(pair[0].value - pair[1].value) - one.value) <= tolerance


def _by_value(draft: Draft, one: Mention) -> Pair | None:
    """Two numbers of different years whose difference is exactly the one stated."""
    known = [m for m in _candidates(draft, one, one.unit) if not m.rate]
    for number, first in enumerate(known):
        for second in known[number + 1 :]:
            if first.year != second.year and _gives((first, second), one) and one.value:
                return (first, second) if first.year > second.year else (second, first)
    return None


def _by_years(draft: Draft, one: Mention) -> Pair | None:
    """2023年比2022年……减少: the two numbers just before, where they are of these two years."""
    said = [int(match[1]) for match in YEAR.finditer(one.before)]
    last = [m for m in _candidates(draft, one, one.unit) if not m.rate][-2:]
    if len(said) != 2 or len(last) != 2 or {m.year for m in last} != set(said) or said[0] == said[1]:
        return None
    return (last[1], last[0]) if last[1].year > last[0].year else (last[0], last[1])


def _noun(one: Mention, pair: Pair, relation: str) -> Iterator[Finding]:
    """2022年支出…，2023年支出…，收入减少…: the difference is that of the spending."""
    named = {noun for noun in NOUNS[:2] if noun in one.before}
    counted = {noun for noun in NOUNS[:2] if all(noun in m.before for m in pair)}
    if named and counted and not named & counted:
        right = _("、").join(sorted(counted))
        yield Finding("change.other_noun", one.start, one.end, relation, right)


def _scope(draft: Draft, one: Mention, pair: Pair) -> Iterator[Finding]:
    scopes = [_scope_of(draft, m) for m in pair]
    if scopes[0] != scopes[1] and any(scopes):
        shown = [scope or _("未注明") for scope in scopes]
        relation = _("%(now)s的范围：%(a)s；%(before)s的范围：%(b)s") % {
            "now": pair[0].written, "a": shown[0], "before": pair[1].written, "b": shown[1],
        }  # fmt: skip
        yield Finding("scope.changed", one.start, one.end, relation)


def _scope_of(draft: Draft, one: Mention) -> str:
    """What the brackets in the number's clause, or right behind it, say about what is counted."""
    text, at = one.sentence.text, one.place_in_sentence()
    start = max((text.rfind(c, 0, at) for c in CLAUSE_BREAKS), default=-1) + 1
    behind = text[at + len(one.written) :]
    match = SCOPE.search(text[start:at]) or SCOPE.match(behind)
    return match[1] if match else ""


def _rate(draft: Draft, one: Mention) -> Iterator[Finding]:
    if not one.quantity.exact:
        return
    percents = _stated(draft, one, PERCENT)
    if percents and draft.before(one)[-1].unit in (PERCENT, POINTS) and _near(one, percents):
        yield from _points(one, percents)
        return
    if one.unit == POINTS:
        return
    pair = _pair_of_rate(draft, one)
    if pair:
        yield from _growth(one, *pair)


def _near(one: Mention, pair: Pair) -> bool:
    return one.number - max(m.number for m in pair) == 1


def _points(one: Mention, pair: Pair) -> Iterator[Finding]:
    now, before = pair
    gap = now.value - before.value
    relation = f"{now.written}-{before.written}={gap}"
    if one.unit == PERCENT and abs(abs(gap) - one.value) < max(one.quantity.step, Decimal("0.01")):
        yield Finding("change.points", one.start, one.end, relation, f"{abs(gap)}" + POINTS_WRITTEN)
    elif one.unit == POINTS and abs(abs(gap) - one.value) >= max(
        one.quantity.step, now.quantity.step, before.quantity.step
    ):
        yield Finding("change.differs", one.start, one.end, relation, f"{abs(gap)}" + POINTS_WRITTEN)
    elif gap * one.change < 0:
        yield Finding("change.direction", one.start, one.end, relation, _("减少") if gap < 0 else _("增加"))


def _pair_of_rate(draft: Draft, one: Mention) -> tuple[Decimal, Decimal, str] | None:
    """Now and before in numbers, and how they were found: both stated, or now and the amount of the change."""
    previous = draft.before(one)
    amount = previous[-1] if previous and previous[-1].change and previous[-1].unit not in RELATIVE else None
    for unit in dict.fromkeys(m.unit for m in reversed(previous)):
        if unit in RELATIVE:
            continue
        pair = _stated(draft, one, unit)
        last = max(m.number for m in pair) if pair else 0
        if pair and one.number - last <= (2 if amount else 1) and all(m.quantity.exact for m in pair):
            return pair[0].value, pair[1].value, f"({pair[0].written}-{pair[1].written})÷{pair[1].written}"
    if amount is None:
        return None
    known = [m for m in _candidates(draft, amount, amount.unit) if m.sentence is one.sentence]
    if known and amount.number - known[-1].number == 1 and not known[-1].prior and not known[-1].rate:
        now = known[-1]
        before = now.value - amount.value * amount.change
        if before > 0 and now.quantity.exact and amount.quantity.exact:
            sign = "-" if amount.change > 0 else "+"
            return now.value, before, f"{amount.written}÷({now.written}{sign}{amount.written})"
    return None


def _growth(one: Mention, now: Decimal, before: Decimal, relation: str) -> Iterator[Finding]:
    if before == 0:
        return
    growth = (now - before) / before
    expected = growth * 100 if one.unit == PERCENT else growth
    shown = like(abs(expected), one)
    if abs(abs(expected) - one.value) >= one.quantity.step:
        yield Finding("change.differs", one.start, one.end, relation, shown)
    elif growth * one.change < 0:
        word = _("下降%(rate)s") if growth < 0 else _("增长%(rate)s")
        yield Finding("change.direction", one.start, one.end, relation, word % {"rate": shown})
