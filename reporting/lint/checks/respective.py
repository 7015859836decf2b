"""Shares told in a row for numbers told in a row: 分别支出168万元和252万元，占总支出的40%和60%."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reporting.lint.checks.language import COMPLETES, LIST_JOINTS, RESPECTIVELY, SHARE
from reporting.lint.checks.percents import fits, percent
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT, POINTS_WRITTEN


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        runs = _runs(draft, found)
        for number, shares in enumerate(runs):
            if shares[0].change and RESPECTIVELY in shares[0].before:
                yield from _changes(draft, shares)
            if shares[0].unit != PERCENT:
                continue
            if COMPLETES.search(shares[0].before):
                yield from _completions(shares, found)
                continue
            if SHARE not in shares[0].clause:
                continue
            parts = next((run for run in reversed(runs[:number]) if len(run) == len(shares)), None)
            parts = parts or _each_named(shares, found)
            if parts and parts[0].unit != PERCENT:
                yield from _compare(parts, shares, draft.before(shares[0], sentences=1))


def _runs(draft: Draft, found: list[Mention]) -> list[list[Mention]]:
    """Numbers of one unit with nothing but 、 or 和 between them."""
    runs: list[list[Mention]] = []
    for one in found:
        last = runs[-1][-1] if runs else None
        if last and last.unit == one.unit and draft.between(last, one) in LIST_JOINTS:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [run for run in runs if len(run) > 1 and all(one.quantity.exact for one in run)]


def _each_named(shares: list[Mention], found: list[Mention]) -> list[Mention] | None:
    """低保对象812人次，特困人员146人次，分别占46.7%、8.4%: as many numbers of one unit right before the shares."""
    before = [m for m in found if m.number < shares[0].number][-len(shares) :]
    alike = len(before) == len(shares) and len({m.unit for m in before}) == 1
    usable = alike and all(m.plain and m.quantity.exact and not m.nested for m in before)
    return before if usable and RESPECTIVELY in shares[0].before else None


def _changes(draft: Draft, changes: list[Mention]) -> Iterator[Finding]:
    """案件86起，罚款1260万元，分别下降12%和16%，2021年为98起、1493万元; 分别提高0.1个和0.2个百分点（上年分别为…）."""
    count, here = len(changes), draft.by_sentence[changes[0].sentence.number]
    before = [m for m in here if m.number < changes[0].number]
    behind = [m for m in here if m.number > changes[-1].number]
    earlier, now = (behind[:count], before[-count:]) if behind[:1] else (before[-2 * count : -count], before[-count:])
    if now and earlier and now[0].prior and not earlier[0].prior:  # 与2015年的138起、102.6万元相比，分别下降
        earlier, now = now, earlier
    if [m.unit for m in earlier] != [m.unit for m in now] or not all(m.value for m in earlier):
        return
    if not any(old.prior or old.year < new.year for old, new in zip(earlier, now, strict=True)):
        return
    for change, new, old in zip(changes, now, earlier, strict=True):
        yield from _growth(change, new, old) if change.unit == PERCENT else _gap(change, new, old)


def _growth(rate: Mention, new: Mention, old: Mention) -> Iterator[Finding]:
    growth = (new.value - old.value) * 100 / old.value
    rounded = max(m.quantity.step if m.quantity.step != 1 else Decimal(0) for m in (new, old)) * 100 / old.value
    if new.plain and abs(abs(growth) - rate.value) > rate.quantity.step + rounded:
        relation = f"({new.written}-{old.written})÷{old.written}"
        yield Finding("change.differs", rate.start, rate.end, relation, like(abs(growth), rate))


def _gap(change: Mention, new: Mention, old: Mention) -> Iterator[Finding]:
    of_rates = new.unit == PERCENT
    if not of_rates and new.unit != change.unit:
        return
    gap = abs(new.value - old.value)
    if abs(gap - change.value) >= max(change.quantity.step, new.quantity.step, old.quantity.step):
        rule, relation = "change.points" if of_rates else "change.differs", f"{new.written}-{old.written}"
        expected = f"{gap}{POINTS_WRITTEN}" if of_rates else like(gap, change)
        yield Finding(rule, change.start, change.end, relation, expected)


def _completions(rates: list[Mention], found: list[Mention]) -> Iterator[Finding]:
    """就业1230人，再就业420人，分别完成目标的107%和105%（目标依次为1150人、400人）."""
    count = len(rates)
    done = [m for m in found if m.number < rates[0].number][-count:]
    plans = [m for m in found if m.number > rates[-1].number][:count]
    if [m.unit for m in done] != [m.unit for m in plans] or not (plans and plans[0].plan):
        return
    if not all(m.plain and m.quantity.exact and m.value > 0 for m in (*done, *plans)):
        return
    for rate, pair in zip(rates, zip(done, plans, strict=True), strict=True):
        if not fits(rate, pair):
            relation = f"{pair[0].written}÷{pair[1].written}"
            yield Finding("ratio.differs", rate.start, rate.end, relation, like(percent(pair), rate))


def _compare(parts: list[Mention], shares: list[Mention], known: list[Mention]) -> Iterator[Finding]:
    whole = _whole(parts, shares, known)
    for part, share in zip(parts, shares, strict=True) if whole else ():
        if whole and not _is(part, share, whole.value):
            relation = f"{part.written}÷{whole.written}"
            expected = like(part.value * 100 / whole.value, share)
            yield Finding("ratio.differs", share.start, share.end, relation, expected)


def _whole(parts: list[Mention], shares: list[Mention], known: list[Mention]) -> Mention | None:
    """For which most of the shares are right."""
    wholes = {m.value: m for m in known if m.unit == parts[0].unit and m.value > max(one.value for one in parts)}
    pairs = list(zip(parts, shares, strict=True))
    right = {value: sum(_is(part, share, value) for part, share in pairs) for value in wholes}
    best = max(right, key=lambda value: right[value], default=None)
    return None if best is None or right[best] * 2 < len(pairs) else wholes[best]


def are_compared(draft: Draft, shares: list[Mention]) -> bool:
    """Each share was held against its own number."""
    parts = _each_named(shares, draft.by_sentence[shares[0].sentence.number])
    return bool(parts and _whole(parts, shares, draft.before(shares[0], sentences=1)))


def _is(part: Mention, share: Mention, whole: Decimal) -> bool:
    return (part.value * 100 / whole).quantize(share.quantity.step, ROUND_HALF_UP) == share.value
