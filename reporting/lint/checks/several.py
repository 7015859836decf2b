"""Several standards, each for its own number, and one total: 8家各罚2万元、4家各罚5万元，合计36万元."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.each import is_number, per, unit_of
from reporting.lint.checks.language import EACH_DOES, MEAN, TOGETHER
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import touches
from reporting.lint.mentions import Mention
from reporting.lint.words import YUAN

NEAR = Decimal("0.25")  # of what it should be: the total is meant to be theirs


def standards(found: list[Mention], unit: str) -> list[tuple[Mention, Mention]]:
    """修缮286户、重建174户，…，修缮户均1.5万元、重建户均3.2万元: the number that each of several standards is for."""
    rates = [m for m in found if m.rate and not m.change and m.unit == YUAN and unit_of(per(m.before)) == unit]
    pairs = []
    for rate in rates if len(rates) > 1 else ():
        numbers = [m for m in found if m.plain and m.number < rate.number and is_number(m, rate)]
        named = [m for m in numbers if touches(m.before, rate.before)]
        if len(named) != 1 or any(named[0] is number for number, _rate in pairs):
            return []
        pairs.append((named[0], rate))
    return pairs


def compare(found: list[Mention], pairs: list[tuple[Mention, Mention]]) -> Iterator[Finding]:
    totals = [m for m in found if m.unit == YUAN and m.plain and m.quantity.exact]
    expected = sum((number.value * rate.value for number, rate in pairs), Decimal(0))
    slack = sum(
        (number.value * rate.quantity.step / 2 for number, rate in pairs if MEAN.search(rate.before)), Decimal(0)
    )
    if len(totals) != 1 or not all(m.quantity.exact for pair in pairs for m in pair):
        return
    off = abs(totals[0].value - expected)
    if max(totals[0].quantity.step, slack) <= off <= expected * NEAR:
        total = totals[0]
        relation = "+".join(f"{number.written}×{rate.written}" for number, rate in pairs) + f"={like(expected, total)}"
        yield Finding("product.differs", total.start, total.end, relation, like(expected, total))


def each_of_several(draft: Draft, found: list[Mention]) -> Iterator[Finding]:
    """8家企业各罚2万元、4家企业各罚5万元，合计36万元."""
    total = found[-1]
    each = [at for at, m in enumerate(found) if at and EACH_DOES.search(m.before) and m.unit == total.unit]
    told = [*(n for at in each for n in (at - 1, at)), len(found) - 1]
    said = TOGETHER.search(total.before) and total.plain and all(m.quantity.exact for m in found)
    if not each or not said or told != list(range(told[0], len(found))):
        return
    wanted = sum((found[at - 1].value * found[at].value for at in each), Decimal(0))
    if abs(wanted - total.value) >= total.quantity.step and abs(wanted - total.value) < wanted * NEAR:
        relation = "+".join(f"{found[at - 1].written}×{found[at].written}" for at in each)
        yield Finding(
            "product.differs", total.start, total.end, f"{relation}={like(wanted, total)}", like(wanted, total)
        )
