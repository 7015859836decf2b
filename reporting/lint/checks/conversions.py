"""The same amount in two units: 862.46万元（8,624,600元）, 12.6公里（12,600米）."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.lint.checks.language import SAME_AMOUNT
from reporting.lint.checks.nouns import FACTORS
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import BRACKETS, PERCENT

ABOUT = Decimal("0.1")


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        for one, other in pairwise(found):
            yield from _told_twice(draft, one, other)


def _digits_alike(one: Mention, other: Mention) -> bool:
    """326.8万元（3,268万元）."""
    bare = [f"{m.value.normalize():f}".replace(".", "").strip("0") for m in (one, other)]
    return bare[0] == bare[1]


def _told_twice(draft: Draft, one: Mention, other: Mention) -> Iterator[Finding]:
    """支出862.46万元（8,624,600元）; 12.6公里（12,600米）: the same amount in two units."""
    factor = FACTORS.get((one.unit, other.unit), Decimal(one.unit == other.unit))
    if (other.unit, one.unit) in FACTORS:
        factor = 1 / FACTORS[other.unit, one.unit]
    between = draft.between(one, other)
    shifted = between[:1] in BRACKETS and one.value != other.value and _digits_alike(one, other)
    if not factor or one.unit == PERCENT or (one.quantity.written_unit == other.quantity.written_unit and not shifted):
        return
    if not SAME_AMOUNT.match(between) or not between:
        return
    value = one.value * factor
    slack = max(one.quantity.step * factor, other.quantity.step)
    slack = slack if slack > 1 else Decimal("0.01")
    if abs(value - other.value) >= max(slack, value * ABOUT if other.quantity.approx else 0):
        relation = _("%(value)s换算") % {"value": one.written}
        yield Finding("amount.conversion", other.start, other.end, relation, like(value, other))
