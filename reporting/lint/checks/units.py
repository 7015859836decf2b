"""A number with a unit that its noun does not take: 300户残疾学生, 300人困难家庭, 服务企业320名, 12件残疾儿童."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.counted import (
    EVENT,
    FOR_PERSONS,
    HELD_AT,
    HOUSEHOLDS_OF,
    NOUNS_BEFORE,
    PERSONS,
    PERSONS_AFTER,
    PERSONS_ALONE,
    PERSONS_AMONG,
    PERSONS_COUNTED,
    PERSONS_DO,
    PERSONS_OF,
    SAID_OF_CASES,
    THINGS,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import HOUSEHOLD, PERSON


def check(draft: Draft, told: set[int]) -> Iterator[Finding]:
    """`told`: numbers of which something else was said."""
    for one in draft.mentions:
        wrong = _noun_of_another_unit(one)
        if wrong and one.number not in told:
            relation = _("“%(noun)s”不用“%(unit)s”计数") % {"noun": wrong["noun"], "unit": one.unit}
            yield Finding("unit.of_noun", one.start, one.end, relation)


def _noun_of_another_unit(one: Mention) -> re.Match[str] | None:
    behind = {HOUSEHOLD: HOUSEHOLDS_OF, PERSON: PERSONS_OF, **dict.fromkeys(THINGS, PERSONS_AFTER)}.get(one.unit)
    if behind and (wrong := behind.match(one.after)):
        return wrong
    if one.unit == HOUSEHOLD and (wrong := PERSONS_ALONE.search(one.before) or PERSONS_DO.search(one.before)):
        return wrong
    if one.unit in THINGS and not one.after and (wrong := _persons(one)):
        return wrong
    before = NOUNS_BEFORE.get(one.unit)
    wrong = before.search(one.before) if before else None
    if wrong and one.unit == EVENT and HELD_AT.search(one.before[: -len(wrong["noun"])]):
        return None  # 进企业40场
    among = one.unit not in THINGS and wrong and PERSONS_AMONG.search(one.clause.replace(wrong["noun"], ""))
    return wrong if not among else None


def _persons(one: Mention) -> re.Match[str] | None:
    """救助儿童420件; not 面向青少年86场."""
    if wrong := PERSONS_COUNTED.search(one.before):
        return wrong
    wrong = PERSONS.search(one.before) or PERSONS_DO.search(one.before)
    about = one.unit in SAID_OF_CASES and wrong and FOR_PERSONS.search(one.clause.replace(wrong["noun"], ""))
    return None if about else wrong
