"""What was planned and what was done of it: 计划36个，实际38个，完成率105.6%，超额完成5.6%."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from reporting.lint.checks.language import ACTUAL, BUDGET, SPENT
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import core, likeness
from reporting.lint.mentions import Mention

Pair = tuple[Mention, Mention]  # part, whole
NEAR = 5  # numbers
NAMED_ALIKE = 0.5


def percent(pair: Pair) -> Decimal:
    return pair[0].value * 100 / pair[1].value


def completed(draft: Draft, one: Mention, named: str) -> Pair | None:
    """What was done and the plan that is named: the nearest numbers before `one` that say so."""
    known = [m for m in draft.before(one)[-NEAR:] if m.quantity.exact and m.value > 0 and m.plain and not m.prior]
    done = next((m for m in reversed(known) if ACTUAL.search(m.before) and not _is_plan(m)), None)
    if done is None:
        return None
    plans = [m for m in known if m.unit == done.unit and _is_plan(m) and m.number < done.number]
    wanted = core(named)
    alike = [m for m in plans if wanted and likeness(wanted, core(m.before)) >= NAMED_ALIKE]
    best = max(alike, key=lambda m: (likeness(wanted, core(m.before)), m.number), default=None)
    if best is None and len(plans) == 1:
        best = plans[0]
    return (done, best) if best else None


def _is_plan(one: Mention) -> bool:
    return one.plan or bool(BUDGET.search(one.before) and not SPENT.search(one.before))


def exceeding(one: Mention, pair: Pair) -> Iterator[Finding]:
    """超额完成15%: what was done beyond the plan, or the whole of what was done."""
    done, plan = pair
    beyond = percent(pair) - 100
    step = min(one.quantity.step, Decimal(1))
    if not any(value.quantize(step, ROUND_HALF_UP) == one.value for value in (beyond, percent(pair))):
        relation = f"({done.written}-{plan.written})÷{plan.written}"
        yield Finding("ratio.differs", one.start, one.end, relation, like(beyond, one))
