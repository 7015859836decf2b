"""What is said of the items before: 以上20处公园共新增绿地27公顷, where each item told its own."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.language import ABOVE, IN_ALL, SO_MANY
from reporting.lint.draft import Draft, equal, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import SEMICOLON

SAME_END = 4  # characters
MOST_ITEMS, ALMOST = 8, Decimal("0.12")


def check(draft: Draft) -> Iterator[Finding]:
    """Nothing is said while some of the items right before it add up."""
    for number, found in enumerate(draft.pieces):
        text = found[0].sentence.text[: found[-1].place_in_sentence()].split(SEMICOLON)[-1]
        above, in_all = ABOVE.search(text), IN_ALL.search(text)
        for whole in found if above else found[:2] if in_all else ():
            parts = _items(draft.pieces[max(number - MOST_ITEMS, 0) : number], whole, alike=not above)
            sums = [sum((one.value for one in parts[n:]), Decimal(0)) for n in range(len(parts) - 1)]
            if len(parts) < 2 or any(equal(total, whole.value, whole.quantity.step / 2) for total in sums):
                continue
            if abs(sums[0] - whole.value) <= whole.value * ALMOST or is_a_slip(sums[0], whole.value):
                relation = "+".join(one.written for one in parts) + f"={like(sums[0], whole)}"
                yield Finding("sum.differs", whole.start, whole.end, relation, like(sums[0], whole))


def _items(pieces: list[list[Mention]], whole: Mention, *, alike: bool) -> list[Mention]:
    """The first number of its unit in each of the pieces right before it; `alike`: of the very same."""
    parts: list[Mention] = []
    counted = alike and SO_MANY.search(whole.before)
    stated = whole.plain and whole.quantity.exact and whole.unit and not whole.prior
    for piece in reversed(pieces if stated else []):
        same = [m for m in piece if m.unit == whole.unit]
        if counted:  # 刑事…审结986件；民商事…审结6,526件。两类案件共审结7,512件
            same = [m for m in same if m.before[-2:] == whole.before[-2:]]
        if not same or not same[0].plain or not same[0].quantity.exact or same[0].value >= whole.value:
            break
        if alike and not counted and same[0].before[-SAME_END:] != whole.before[-SAME_END:]:
            break
        parts.insert(0, same[0])
    return parts
