"""Percentages, points and multiples of a change, and what is said to be as before, against the two numbers compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks.language import (
    AS_BEFORE,
    AS_TOTAL,
    BARE_BASE,
    BRACKETED,
    NAMED_RATE,
    OF,
    OF_A_RATE,
    ONE_CLAUSE,
    OWN_SUBJECT,
    REACHES,
    ROUGHLY,
    TIMES_OF,
)
from reporting.lint.checks.pairs import Pair, candidates, named_before, stated, told_after
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, PERCENT, POINTS, POINTS_WRITTEN, TIMES

RELATIVE = (PERCENT, POINTS, TIMES)
ABOUT_AS_MANY = Decimal("0.05")  # 基本持平
MULTIPLE = Decimal("0.15")  # 增长一倍 is said of 1.9 times as well


@dataclass(frozen=True)
class Growth:
    """From `before` to `now`; each may be anything between its bounds, as it is rounded."""

    now: tuple[Decimal, Decimal]
    before: tuple[Decimal, Decimal]
    value: Decimal  # as a share of `before`
    relation: str

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        return self.now[0] / self.before[1] - 1, self.now[1] / self.before[0] - 1


def check(draft: Draft, one: Mention) -> Iterator[Finding]:
    if one.unit == TIMES and TIMES_OF.search(one.before):
        yield from _multiple(draft, one)
        return
    change = one.change or _change_before_brackets(draft, one)
    if not change or not (one.quantity.exact or one.quantity.coarse):
        return
    percents = stated(draft, one, PERCENT) or _percent_behind(draft, one) or named_before(draft, one)
    if percents and draft.before(one)[-1].unit in (PERCENT, POINTS) and _near(one, percents):
        yield from _points(one, percents)
        return
    if one.unit == POINTS:
        return
    if _of_a_rate(draft, one):
        relation = _("%(rate)s是比率，它的增减应写百分点") % {"rate": draft.before(one)[-1].written}
        yield Finding("change.points", one.start, one.end, relation, f"{one.value}" + POINTS_WRITTEN, doubtful=True)
        return
    growth = _growth(draft, one)
    if growth:
        yield from _against(one, change, growth)


def _change_before_brackets(draft: Draft, one: Mention) -> int:
    """比上年增加12人（3.8%）: the percentage is that of the amount before it."""
    previous = draft.before(one)
    if one.unit != PERCENT or not previous or not BRACKETED.fullmatch(draft.around(previous[-1], one)):
        return 0
    return previous[-1].change if previous[-1].unit not in RELATIVE else 0


def _of_a_rate(draft: Draft, one: Mention) -> bool:
    """就业率达到88.36%，比上年提高1.2%: no base is told, so it is the difference of two rates."""
    previous = draft.before(one)
    if one.unit != PERCENT or one.quantity.coarse or not previous:
        return False
    rate, between = previous[-1], draft.between(previous[-1], one)
    named = rate.unit == PERCENT and rate.plain and NAMED_RATE.search(rate.before)
    return bool(named and ONE_CLAUSE.match(between) and OF_A_RATE.search(between))


def _percent_behind(draft: Draft, one: Mention) -> Pair | None:
    """合格率98.6%，提高1.2个百分点（上年97.4%）; …，上年为97.4%."""
    before, here = draft.before(one)[-1:], draft.by_sentence[one.sentence.number]
    behind = [m for m in here if m.number == one.number + 1 and m.unit == PERCENT and _is_base(draft, m)]
    after = [m for m in here if m.number == one.number + 1 and m.target and m.unit == PERCENT]
    if after and before and before[0].prior and before[0].unit == PERCENT:  # 比上年的46%下降3%，降至43%
        return after[0], before[0]
    told = behind and before and before[0].unit == PERCENT and before[0].plain and before[0].quantity.exact
    return (before[0], behind[0]) if told else None


def _is_base(draft: Draft, behind: Mention) -> bool:
    apart = CLAUSE_BREAKS[-1] in draft.between(draft.mentions[behind.number - 1], behind)
    return behind.prior and (behind.nested or (not apart and bool(BARE_BASE.match(behind.before))))


def _near(one: Mention, pair: Pair) -> bool:
    return one.number - max(m.number for m in pair if m.number < one.number) == 1


def _points(one: Mention, pair: Pair) -> Iterator[Finding]:
    now, before = pair
    gap = now.value - before.value
    relation = f"{now.written}-{before.written}={gap}"
    if one.unit == PERCENT and abs(abs(gap) - one.value) < max(one.quantity.step, Decimal("0.01")):
        yield Finding("change.points", one.start, one.end, relation, f"{abs(gap)}" + POINTS_WRITTEN, doubtful=True)
    elif one.unit == POINTS and abs(abs(gap) - one.value) >= max(
        one.quantity.step, now.quantity.step, before.quantity.step
    ):
        yield Finding("change.points", one.start, one.end, relation, f"{abs(gap)}" + POINTS_WRITTEN)
    elif gap * one.change < 0:
        yield Finding("change.direction", one.start, one.end, relation, _("减少") if gap < 0 else _("增加"))


def _growth(draft: Draft, one: Mention) -> Growth | None:
    """Now and before, both stated; or now and the amount of the change."""
    previous = draft.before(one)
    amount = previous[-1] if previous and previous[-1].change and previous[-1].unit not in RELATIVE else None
    for unit in dict.fromkeys(m.unit for m in reversed(previous)):
        if unit in RELATIVE:
            continue
        pair = stated(draft, one, unit)
        last = max(m.number for m in pair) if pair else 0
        if pair and one.number - last <= (2 if amount else 1) and all(m.quantity.exact for m in pair):
            growth = _between(*pair)
            over = _over(amount, pair[1]) if amount and amount.unit == unit else None
            return growth if over is None or (growth and _may_be(one, growth)) else over
    return _by_amount(draft, amount) if amount else _told_after(draft, one)


def _told_after(draft: Draft, one: Mention) -> Growth | None:
    """比上年的5亿元增长8%，达到6亿元; 326件，下降15%，减少42件; or both numbers, told after the change."""
    if pair := told_after(draft, one) or named_before(draft, one):
        return _between(*pair)
    if not 0 < one.number < len(draft.mentions) - 1:
        return None
    last, following = draft.mentions[one.number - 1], draft.mentions[one.number + 1]
    if last.unit != following.unit or last.unit in RELATIVE or not last.plain:
        return None
    if not (last.sentence is one.sentence is following.sentence):
        return None
    if not (last.quantity.exact and following.quantity.exact) or CLAUSE_BREAKS[-1] in draft.between(last, following):
        return None
    if following.change:
        return None if last.prior else _by_amount_of(last, following)
    return _between(following, last) if last.prior and REACHES.search(following.before) else None


def _between(now: Mention, before: Mention) -> Growth | None:
    if before.value <= 0 or before.quantity.low <= 0:
        return None
    relation = f"({now.written}-{before.written})÷{before.written}"
    return Growth(_bounds(now), _bounds(before), now.value / before.value - 1, relation)


def _over(amount: Mention, before: Mention) -> Growth | None:
    if before.quantity.low <= 0 or not amount.quantity.exact:
        return None
    ends = sorted(amount.change * value for value in _bounds(amount))
    low, high = _bounds(before)
    share = [value / base for value in ends for base in (low, high)]
    bounds = (1 + min(share), 1 + max(share))
    relation = f"{amount.written}÷{before.written}"
    return Growth(bounds, (Decimal(1), Decimal(1)), amount.value * amount.change / before.value, relation)


def _bounds(one: Mention) -> tuple[Decimal, Decimal]:
    return one.quantity.low, one.quantity.high


def _by_amount(draft: Draft, amount: Mention) -> Growth | None:
    known = [m for m in candidates(draft, amount, amount.unit) if m.sentence is amount.sentence]
    if not known or amount.number - known[-1].number != 1 or known[-1].prior or known[-1].rate:
        return None
    if subject := _subject(amount):  # 结婚2142对、离婚862对，结婚登记减少186对
        named = [m for m in known if m.label and m.label in subject]
        return _by_amount_of(named[0], amount) if len(named) == 1 else None
    earlier = any(m.unit == amount.unit and m.number < known[-1].number for m in known)
    if earlier and AS_TOTAL.search(known[-1].before):  # 五年累计28127人，2023年较2019年减少2401人
        return None
    return _by_amount_of(known[-1], amount)


def _subject(amount: Mention) -> str:
    """What the change itself says it is of, where it stands before 比 or 较."""
    match = OWN_SUBJECT.search(amount.before)
    return core(match[0][:-1]) if match else ""


def _by_amount_of(now: Mention, amount: Mention) -> Growth | None:
    before = now.value - amount.value * amount.change
    ends = sorted(amount.change * value for value in _bounds(amount))
    low, high = now.quantity.low - ends[1], now.quantity.high - ends[0]
    if before <= 0 or low <= 0 or not (now.quantity.exact and amount.quantity.exact):
        return None
    sign = "-" if amount.change > 0 else "+"
    relation = f"{amount.written}÷({now.written}{sign}{amount.written})"
    share = [value / base for value in ends for base in (low, high)]
    bounds = (1 + min(share), 1 + max(share))
    return Growth(bounds, (Decimal(1), Decimal(1)), amount.value * amount.change / before, relation)


def _against(one: Mention, change: int, growth: Growth) -> Iterator[Finding]:
    scale = Decimal(100) if one.unit == PERCENT else Decimal(1)
    expected = growth.value * scale
    ends = sorted(abs(value * scale) for value in growth.bounds)
    shown = like(abs(expected), one)
    cut = abs(expected).quantize(one.quantity.step, ROUND_DOWN) == one.value
    if not _fits(one, ends, abs(expected)) and not (cut and expected * change < 0):
        relation = growth.relation + _("，四舍五入与截尾不同") * cut
        yield Finding("ratio.rounding" if cut else "change.differs", one.start, one.end, relation, shown)
    elif growth.value * change < 0:
        word = _("下降%(rate)s") if growth.value < 0 else _("增长%(rate)s")
        yield Finding("change.direction", one.start, one.end, growth.relation, word % {"rate": shown})


def _may_be(one: Mention, growth: Growth) -> bool:
    scale = Decimal(100) if one.unit == PERCENT else Decimal(1)
    return _fits(one, sorted(abs(value * scale) for value in growth.bounds), abs(growth.value * scale))


def _fits(one: Mention, ends: list[Decimal], expected: Decimal) -> bool:
    """Whether the rate may be what two numbers give: rounded half up; roughly, where it is written without decimals."""
    step = one.quantity.step
    if one.quantity.coarse:
        return one.quantity.low <= expected <= one.quantity.high
    if step >= 1:
        slack = one.value * MULTIPLE if one.unit == TIMES else step
        return ends[0] - slack < one.value < ends[1] + slack
    least, most = (value.quantize(step, ROUND_HALF_UP) for value in ends)
    return least <= one.value <= most


def _multiple(draft: Draft, one: Mention) -> Iterator[Finding]:
    """6000人次，是上年的3倍."""
    previous = draft.before(one)
    pair = stated(draft, one, previous[-1].unit) if previous else None
    if pair is None and one.before in OF and len(previous) > 1 and previous[-2].unit == previous[-1].unit:
        pair = (previous[-2], previous[-1]) if previous[-2].plain and previous[-1].plain else None
    if pair is None or not all(m.quantity.exact for m in (one, *pair)) or not _near(one, pair):
        return
    now, before = pair
    if before.value and abs(now.value / before.value - one.value) > max(one.quantity.step / 2, one.value * MULTIPLE):
        relation = f"{now.written}÷{before.written}"
        yield Finding("change.differs", one.start, one.end, relation, like(now.value / before.value, one))


def as_before(draft: Draft) -> Iterator[Finding]:
    """支出86万元，与上年84万元持平."""
    for found in draft.by_sentence.values():
        sentence = found[0].sentence
        for match in AS_BEFORE.finditer(sentence.text):
            known = [m for m in found if m.end <= sentence.start + match.start()]
            if len(known) < 2 or known[-1].end != sentence.start + match.start():
                continue
            pair = last_two(known)
            if pair is None:
                continue
            now, before = pair
            roughly = before.value * ABOUT_AS_MANY if ROUGHLY.search(match[0]) else Decimal(0)
            slack = max(roughly, *(m.quantity.step for m in pair if m.quantity.step != 1), Decimal(0))
            if abs(now.value - before.value) > slack:
                start = sentence.start + match.start("word")
                gap = now.value - before.value
                shown = f"{abs(gap)}{POINTS_WRITTEN}" if now.unit == PERCENT else like(abs(gap), now)
                expected = (_("增加%(gap)s") if gap > 0 else _("减少%(gap)s")) % {"gap": shown}
                relation = f"{now.written}-{before.written}"
                yield Finding("change.differs", start, sentence.start + match.end("word"), relation, expected)


def last_two(known: list[Mention]) -> Pair | None:
    one, other = known[-2:]
    if (
        one.unit != other.unit
        or one.prior == other.prior
        or not all(m.plain and m.quantity.exact for m in (one, other))
    ):
        return None
    return (one, other) if other.prior else (other, one)
