"""What is left over: 共有问题326个，已整改298个，剩余28个."""

from collections.abc import Iterator

from reporting.lint.checks.language import LEFT_OVER
from reporting.lint.checks.nouns import NOT_DONE
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding


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
            whole, done = before[-2:]
            if whole.value > done.value and (not not_done or not_done["verb"] in done.before):
                left = like(whole.value - done.value, rest)
                relation = f"{whole.written}-{done.written}={left}"
                yield Finding("sum.differs", rest.start, rest.end, relation, left)
