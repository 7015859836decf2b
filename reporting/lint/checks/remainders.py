"""What is left over: 共有问题326个，已整改298个，剩余28个."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.language import LEFT_OVER
from reporting.lint.checks.nouns import NOT_DONE
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention

FAR = 10  # times as much: it is left over from something else


def check(draft: Draft) -> Iterator[Finding]:
    """Nothing is said while any two numbers before it differ by it."""
    for found in draft.by_sentence.values():
        for at, rest in enumerate(found):
            not_done = NOT_DONE.search(rest.before)
            if not (LEFT_OVER.search(rest.before) or not_done) or not rest.quantity.exact:
                continue
            before = [one for one in found[:at] if one.unit == rest.unit and one.plain and one.quantity.exact]
            pairs = [(a, b) for n, a in enumerate(before) for b in before[n + 1 :]]
            if not pairs or any(a.value - b.value == rest.value for a, b in pairs):
                continue
            if _of_a_list(before) or any(_left(before[n:]) == rest.value for n in range(len(before))):
                continue
            whole, done = before[-2:]
            left = whole.value - done.value
            if len(before) > 2 and before[-3].value + left == rest.value:
                continue  # 上年结转126件，收案2,318件，办结2,296件，未结148件
            near = left <= FAR * rest.value and rest.value <= FAR * left
            if left > 0 and near and (not not_done or not_done["verb"] in done.before):
                relation = f"{whole.written}-{done.written}={like(left, rest)}"
                yield Finding("sum.differs", rest.start, rest.end, relation, like(left, rest))


def _left(found: list[Mention]) -> Decimal:
    return found[0].value - sum((one.value for one in found[1:]), Decimal(0))


def _of_a_list(before: list[Mention]) -> bool:
    """甲68起，乙57起，丙41起，其余25起: whether all of it adds up, `sums.py` asks."""
    return len(before) > 2 and _left(before) > 0
