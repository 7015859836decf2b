"""Which two numbers of its sentence a change is measured between."""

from reporting.lint.draft import Draft
from reporting.lint.mentions import Mention

Pair = tuple[Mention, Mention]  # now, before
BACK = 2  # sentences, or numbers


def candidates(draft: Draft, one: Mention, unit: str) -> list[Mention]:
    return [m for m in draft.before(one, BACK) if m.unit == unit and not m.change and not m.quantity.threshold]


def stated(draft: Draft, one: Mention, unit: str) -> Pair | None:
    """The two numbers that the sentence itself compares: 上年为…, 由…增加到…, 2022年…2023年…."""
    known = [m for m in candidates(draft, one, unit) if m.sentence is one.sentence]
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
