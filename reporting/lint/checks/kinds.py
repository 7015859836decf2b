"""Compared with a number of something else: 接待来电3,264人次，比上年来访2,720人次增长20%."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.language import COMPARED_WITH, CONTRASTS, OF_COMPARISON
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import common_end, content, core
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT

LEAST, SHORT = 4, 3  # characters of a name


def check(draft: Draft) -> Iterator[Finding]:
    """The number, what it is compared with and the change stand side by side, and each has a name of its own."""
    for change in draft.mentions:
        last = draft.before(change)[-2:]
        if len(last) < 2 or not change.change:
            continue
        now, base = last
        match = COMPARED_WITH.search(base.before)
        usable = match and now.plain and not now.prior and base.plain and PERCENT not in (now.unit, base.unit)
        if not usable or not match or now.nested or base.nested:
            continue
        name, told = core(OF_COMPARISON.sub("", match["name"])), core(now.before) + core(now.after)
        least = 2 if _grows(now, base, change) else LEAST
        foreign = len(content(name)) >= max(least, SHORT) and len(content(told)) >= least and not set(name) & set(told)
        counted = now.unit != base.unit and len(name) >= LEAST and _grows(now, base, change)
        if counted or (now.unit == base.unit and (foreign or are_contrasted(name, core(now.before)))):
            relation = _("前一个数字是“%(name)s”，两者不能比较") % {"name": told}
            yield Finding("change.other_noun", base.start, base.end, relation, told)


def _grows(now: Mention, base: Mention, change: Mention) -> bool:
    """The two give the percentage: it is meant to be theirs."""
    if change.unit != PERCENT or not base.value:
        return False
    growth = abs(now.value - base.value) * 100 / base.value
    return abs(growth - change.value) <= change.quantity.step


def are_contrasted(one: str, other: str) -> bool:
    """来电咨询 and 来访咨询: the same end, and before it two characters of one group."""
    end = common_end(one, other)
    return end > 0 and any(one[-end - 1] in group and other[-end - 1] in group for group in CONTRASTS)
