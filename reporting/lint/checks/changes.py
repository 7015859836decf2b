"""Increases and decreases: amount and direction against the two numbers compared; percentages are in `rates.py`."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from reporting.lint.checks import rates
from reporting.lint.checks.language import (
    ARRIVES,
    FALLS,
    IN_BRACKETS,
    NEW,
    NO_AMOUNT,
    NOUNS,
    OF_COMPARISON,
    PLACES_OF,
    RISES,
    SCOPE,
    SCOPE_BEHIND,
    SCOPE_SAID,
)
from reporting.lint.checks.pairs import BACK, Pair, candidates, named_before, stated, told_after
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import content, core, is_another
from reporting.lint.mentions import Mention
from reporting.lint.words import CHANGE, CLAUSE_BREAKS, DOWN, PERCENT, POINTS, TIMES, UP, YEAR

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
    yield from rates.as_before(draft)
    yield from _without_amount(draft)


def _of(draft: Draft, one: Mention) -> Iterator[Finding]:
    if one.target and (pair := _from_to(draft, one)):
        yield from _direction_of_target(*pair)
    if one.quantity.threshold:
        return
    if one.unit in RELATIVE:
        yield from rates.check(draft, one)
        yield from _scope_of_rate(draft, one)
    elif one.change:
        yield from _amount(draft, one)
    elif NEW.search(one.before) and one.plain and (pair := _just_told(draft, one)) and not _gives(pair, one):
        gap = pair[0].value - pair[1].value
        yield Finding("change.differs", one.start, one.end, f"{pair[0].written}-{pair[1].written}", like(gap, one))


def _from_to(draft: Draft, target: Mention) -> Pair | None:
    before = [m for m in draft.before(target) if m.prior and m.unit == target.unit]
    return (target, before[-1]) if before and target.number - before[-1].number == 1 else None


def _just_told(draft: Draft, one: Mention) -> Pair | None:
    """由265人壮大到312人，新增37人: the two numbers right before it."""
    last = draft.before(one)[-1:]
    pair = _from_to(draft, last[0]) if last and last[0].target and last[0].number == one.number - 1 else None
    return pair if pair and pair[0].unit == one.unit and pair[0].value > pair[1].value else None


def _direction_of_target(now: Mention, before: Mention) -> Iterator[Finding]:
    up = now.before.rstrip(ARRIVES).endswith((*UP, *RISES))
    down = now.before.rstrip(ARRIVES).endswith((*DOWN, *FALLS))
    if (up and now.value < before.value) or (down and now.value > before.value):
        relation = f"{before.written}→{now.written}"
        yield Finding("change.direction", now.start, now.end, relation, _("减少") if up else _("增加"))


def _without_amount(draft: Draft) -> Iterator[Finding]:
    """86起，比上年的98起有所上升."""
    for found in draft.by_sentence.values():
        sentence = found[0].sentence
        for match in NO_AMOUNT.finditer(sentence.text):
            known = [m for m in found if m.end - sentence.start <= match.start()]
            behind = [m for m in found if m.nested and m.prior and known and m.number == known[-1].number + 1]
            pair = rates.last_two(known + behind) if len(known + behind) > 1 else None
            if pair is None or known[-1].end - sentence.start != match.start():
                continue
            gap = pair[0].value - pair[1].value
            if gap * (1 if match["word"] in UP else -1) < 0:
                start, end = sentence.start + match.start("word"), sentence.start + match.end("word")
                relation = f"{pair[1].written}→{pair[0].written}"
                yield Finding("change.direction", start, end, relation, _("减少") if gap < 0 else _("增加"))


def _amount(draft: Draft, one: Mention) -> Iterator[Finding]:
    pair = stated(draft, one, one.unit)
    if pair is None or not _gives(pair, one):
        pair = (
            _by_value(draft, one) or pair or _by_years(draft, one) or told_after(draft, one) or named_before(draft, one)
        )
    if pair is None or not all(m.quantity.exact for m in (one, *pair)):
        return
    now, before = pair
    gap = now.value - before.value
    relation = f"{now.written}-{before.written}={like(gap, one)}"
    if not _gives(pair, one):
        yield Finding("change.differs", one.start, one.end, relation, like(abs(gap), one))
    elif gap * one.change < 0:
        yield Finding("change.direction", one.start, one.end, relation, _("减少") if gap < 0 else _("增加"))
    if _gives(pair, one):
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
    known = [m for m in candidates(draft, one, one.unit) if not m.rate]
    for number, first in enumerate(known):
        for second in known[number + 1 :]:
            if first.year != second.year and _gives((first, second), one) and one.value:
                return (first, second) if first.year > second.year else (second, first)
    return None


def _by_years(draft: Draft, one: Mention) -> Pair | None:
    """2023年比2022年……减少: the two numbers just before, where they are of these two years."""
    said = [int(match[1]) for match in YEAR.finditer(one.before)]
    last = [m for m in candidates(draft, one, one.unit) if not m.rate][-2:]
    if len(said) != 2 or len(last) != 2 or {m.year for m in last} != set(said) or said[0] == said[1]:
        return None
    return (last[1], last[0]) if last[1].year > last[0].year else (last[0], last[1])


def _noun(one: Mention, pair: Pair, relation: str) -> Iterator[Finding]:
    """2022年支出…，2023年支出…，收入减少…: the difference is that of the spending."""
    told = [m.before for m in pair if not m.target and _bare(m.before)]
    named = {noun for noun in NOUNS if noun in _bare(one.before)}
    counted = {noun for noun in NOUNS if told and all(noun in before for before in told)}
    unlike = named and counted and not named & counted
    subject = content(_bare(one.before))
    foreign = len(subject) >= 2 and told and not any(set(subject) & set(before) for before in told)
    other = bool(told) and all(
        is_another(_bare(one.before), _bare(before)) or _ends_another(subject, content(_bare(before)))
        for before in told
    )
    if unlike or foreign or other:
        right = _("、").join(sorted(counted)) or core(told[0])
        yield Finding("change.other_noun", one.start, one.end, relation, right)


def _ends_another(subject: str, told: str) -> bool:
    """专利授权 and 专利申请: the same beginning, and behind it nothing in common."""
    rests = subject[2:], told[2:]
    return subject[:2] == told[:2] and min(map(len, rests)) >= 2 and not set(rests[0]) & set(rests[1])


def _bare(text: str) -> str:
    """What is compared, without the words of comparing."""
    match = CHANGE.search(text)
    return core(OF_COMPARISON.sub("", text[: match.start()] if match else text))


def _scope_of_rate(draft: Draft, one: Mention) -> Iterator[Finding]:
    previous = [m for m in draft.before(one) if m.unit not in RELATIVE and not m.nested]
    if one.change and previous and (pair := stated(draft, one, previous[-1].unit)):
        if all(one.number - m.number <= BACK + 1 for m in pair):
            growth = abs(pair[0].value - pair[1].value) * 100 / pair[1].value if pair[1].value else Decimal(0)
            if one.unit == PERCENT and abs(growth - one.value) < one.quantity.step:
                yield from _noun(one, pair, f"{pair[1].written}→{pair[0].written}")
            yield from _scope(draft, one, pair)


def _scope(draft: Draft, one: Mention, pair: Pair) -> Iterator[Finding]:
    scopes = [_scope_of(draft, m) for m in pair]
    if not any(scopes) and all(_bracket(m) for m in pair):
        scopes = [_bracket(m) for m in pair]
    if not any(scopes):
        scopes = _places_counted(draft, *pair)
    if scopes[0] != scopes[1] and any(scopes):
        shown = [scope or _("未注明") for scope in scopes]
        relation = _("%(now)s的范围：%(a)s；%(before)s的范围：%(b)s") % {
            "now": pair[0].written, "a": shown[0], "before": pair[1].written, "b": shown[1],
        }  # fmt: skip
        yield Finding("scope.changed", one.start, one.end, relation)


def _places_counted(draft: Draft, now: Mention, before: Mention) -> list[str]:
    """全区12个街道服务5268人，比上年9个街道的4312人增长: of how many places each of the two tells."""
    last = draft.before(before)[-1:]
    match = PLACES_OF.match(last[0].after) if last else None
    if not match:
        return ["", ""]
    same = [m for m in draft.before(now) if m.unit == last[0].unit and m.after.startswith(match["noun"])]
    return [same[0].written + match["noun"], last[0].written + match["noun"]] if same else ["", ""]


def _scope_of(draft: Draft, one: Mention) -> str:
    """What the brackets in the number's clause, or right behind it, say about what is counted."""
    text, at = one.sentence.text, one.place_in_sentence()
    start = max((text.rfind(c, 0, at) for c in CLAUSE_BREAKS), default=-1) + 1
    behind = text[at + len(one.written) :]
    match = (
        SCOPE.search(text[start:at])
        or SCOPE.match(behind)
        or SCOPE_SAID.search(text[start:at])
        or SCOPE_BEHIND.match(behind)
    )
    return match[1] if match else ""


def _bracket(one: Mention) -> str:
    """Whatever the brackets before the number, or right behind it, say: 城区, 规模以上."""
    text, at = one.sentence.text, one.place_in_sentence()
    start = max((text.rfind(c, 0, at) for c in CLAUSE_BREAKS), default=-1) + 1
    match = IN_BRACKETS.search(text[start:at]) or IN_BRACKETS.match(text[at + len(one.written) :])
    return match[1] if match else ""
