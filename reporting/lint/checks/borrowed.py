"""The whole bears the name of its part: 收入100元，其中财政拨款95元 … 财政拨款100元."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.lint.checks.language import OF_THEM, WITH_CARRY_OVER
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import core
from reporting.lint.mentions import Mention
from reporting.lint.words import YUAN


def check(draft: Draft) -> Iterator[Finding]:
    money = [m for m in draft.mentions if m.unit == YUAN and m.quantity.exact and m.plain]
    by_value: dict[Decimal, list[Mention]] = defaultdict(list)
    for one in money:
        by_value[one.value].append(one)
    for whole, part in pairwise(money):
        name = core(part.before)
        if not 0 < part.value < whole.value or len(name) < 4 or not OF_THEM.search(draft.between(whole, part)):
            continue
        for other in by_value[whole.value]:
            if (
                other is whole
                or WITH_CARRY_OVER.search(other.before)
                or other.year != part.year
                or not core(other.before).endswith(name)
            ):
                continue
            gap = whole.value - part.value
            relation = _("前文“%(name)s”为%(value)s，相差%(gap)s元") % {
                "name": name,
                "value": part.written,
                "gap": f"{gap.normalize():f}",
            }
            for also in by_value[gap][:1]:
                relation += _("，等于“%(name)s”%(value)s") % {"name": core(also.before), "value": also.written}
            yield Finding("label.two_values", other.start, other.end, relation, part.written)
