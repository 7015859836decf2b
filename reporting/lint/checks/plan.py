"""What was planned and what was done of it: 计划36个，实际38个，完成率105.6%，超额完成5.6%."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reporting.lint.checks.language import ACTUAL, BEYOND, BUDGET, LIST_JOINTS, SPENT
from reporting.lint.checks.percents import Pair, percent
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import core, likeness
from reporting.lint.mentions import Mention

NEAR = 5  # numbers
NAMED_ALIKE = 0.5


def completed(draft: Draft, one: Mention, named: str) -> Pair | None:
    """What was done and the plan that is named: the nearest numbers before `one` that say so."""
    known = [m for m in draft.before(one)[-NEAR:] if m.quantity.exact and m.value > 0 and m.plain and not m.prior]
    known = [m for m in known if not BEYOND.search(m.before)]
    if not named and (pair := _beside(known)):
        return pair
    done = next((m for m in reversed(known) if ACTUAL.search(m.before) and not _is_plan(m)), None)
    if done is None:
        return _beside(known) if known and known[-1].number == one.number - 1 else None
    plans = [m for m in known if m.unit == done.unit and _is_plan(m) and m.number < done.number]
    wanted = core(named)
    alike = [m for m in plans if wanted and likeness(wanted, core(m.before)) >= NAMED_ALIKE]
    best = max(alike, key=lambda m: (likeness(wanted, core(m.before)), m.number), default=None)
    if best is None and len(plans) == 1:
        best = plans[0]
    return (done, best) if best else None


def _beside(known: list[Mention]) -> Pair | None:
    """开展指导96场，目标80场: whatever was done, where the plan stands right beside it."""
    last = known[-2:]
    if len(last) < 2 or last[0].unit != last[1].unit or _is_plan(last[0]) == _is_plan(last[1]):
        return None
    return (last[0], last[1]) if _is_plan(last[1]) else (last[1], last[0])


def _is_plan(one: Mention) -> bool:
    return one.plan or is_budget(one)


def is_budget(one: Mention) -> bool:
    """支出年初预算, 支出预算数; not 预算支出, 预算执行."""
    budget = max((m.end() for m in BUDGET.finditer(one.before)), default=-1)
    return budget > max((m.end() for m in SPENT.finditer(one.before)), default=-1)


def stated_behind(draft: Draft, one: Mention) -> list[Pair]:
    """任务完成率103%（目标400人）: what of the numbers before may be the part of the plan in the brackets."""
    behind = [m for m in draft.by_sentence[one.sentence.number] if m.number == one.number + 1]
    before = draft.before(one)[-1:]
    if before and before[0].unit == one.unit and draft.between(before[0], one) in LIST_JOINTS:
        return []  # 107.6%、105.4%和109.3%（目标依次为…）: respective.py
    if not behind or not (behind[0].plan and behind[0].nested and behind[0].value):
        return []
    return [(m, behind[0]) for m in draft.before(one) if m.unit == behind[0].unit and m.plain and m.quantity.exact]


def exceeding(one: Mention, pair: Pair) -> Iterator[Finding]:
    """超额完成15%: what was done beyond the plan, or the whole of what was done."""
    done, plan = pair
    beyond = percent(pair) - 100
    step = min(one.quantity.step, Decimal(1))
    if not any(value.quantize(step, ROUND_HALF_UP) == one.value for value in (beyond, percent(pair))):
        relation = f"({done.written}-{plan.written})÷{plan.written}"
        yield Finding("ratio.differs", one.start, one.end, relation, like(beyond, one))
