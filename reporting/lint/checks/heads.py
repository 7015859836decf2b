"""More persons than pieces: each has at least one application, visit or thing, so that there are no fewer of these."""

import itertools
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting.lint.checks.language import OF
from reporting.lint.checks.nouns import (
    APPLICATION,
    APPLIES_FOR,
    AT_ONCE,
    DOERS,
    EACH_GETS,
    FILED,
    FOR_SEVERAL,
    GIVEN,
    GOODS,
    INVOLVES,
    JOINTLY,
    LINKS_PIECES,
    OF_TIMES,
    ONE_EACH,
    OWN_GOODS,
    PIECES,
    REACHES_PERSONS,
    SENDERS,
    SENT,
    SHEETS,
    TAKES,
)
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding
from reporting.lint.labels import core, touches
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, HOUSEHOLD, PERCENT, PERSON, PERSON_TIMES, YUAN

FEW = 10
LONGEST = 12  # characters between visits and visitors
NOT_THINGS = (PERSON, PERSON_TIMES, HOUSEHOLD, PERCENT, YUAN, "")


def check(draft: Draft) -> Iterator[Finding]:
    joint = bool(JOINTLY.search(draft.text.clean))
    for found in draft.by_sentence.values():
        for one, other in itertools.pairwise(found):
            if not all(m.plain and m.quantity.exact for m in (one, other)):
                continue
            heads = [m for m in (one, other) if m.unit in (PERSON, HOUSEHOLD)]
            persons = heads[0] if heads else one
            pieces = other if persons is one else one
            if heads and persons.value > pieces.value and _each_has_one(draft, one, other, persons, joint):
                relation = _("每人至少一%(unit)s，%(pieces)s少于%(persons)s") % {
                    "unit": pieces.unit, "pieces": pieces.written, "persons": persons.written,
                }  # fmt: skip
                yield Finding("persons.exceed_pieces", persons.start, persons.end, relation, "≤" + pieces.written)


def _each_has_one(draft: Draft, one: Mention, other: Mention, persons: Mention, joint: bool) -> bool:
    between = draft.between(one, other)
    if _one_each(draft, one, other):
        return True
    if persons is one:
        if other.unit == PERSON_TIMES:
            return bool(AT_ONCE.match(between))
        return not joint and other.unit in PIECES and _filed(one, other, between)
    if one.unit == PERSON_TIMES:
        named = touches(one.before + one.after, other.before) and CLAUSE_BREAKS[-1] not in between
        return bool(OF_TIMES.match(between)) or (named and len(between) <= LONGEST)
    if joint or persons.unit != PERSON:
        return False
    if (one.unit in (*PIECES, *SHEETS) and SENDERS.match(between)) or (
        GOODS.search(one.before) and REACHES_PERSONS.match(between)
    ):
        return True
    if one.unit in (*NOT_THINGS, *FOR_SEVERAL):
        return False
    verb = core(other.before)[:2]
    if INVOLVES.search(other.before):  # a case may be that of several
        return False
    if DOERS.search(other.before) and verb in one.before and CLAUSE_BREAKS[-1] not in between:
        return True  # 借阅图书986册，借阅者1,020人
    if GIVEN.search(one.before) and TAKES.match(other.after):  # 发放轮椅298辆，312人领取
        return len(between) <= FEW and CLAUSE_BREAKS[-1] not in between
    goods, gets = OWN_GOODS.search(one.before), EACH_GETS.match(other.after)
    return bool(goods and gets and goods[0] in other.after and REACHES_PERSONS.match(between))


def _filed(persons: Mention, pieces: Mention, between: str) -> bool:
    """426名群众递交材料398份."""
    if len(between) > 16 or not LINKS_PIECES.search(between):
        return False
    if OF[0] in between or APPLICATION.search(pieces.after) or FILED.match(between):
        return True
    return pieces.value >= FEW and bool(SENT.search(between) or APPLIES_FOR.match(between))


def _one_each(draft: Draft, one: Mention, other: Mention) -> bool:
    """960户家庭安装报警器940个，每户1个."""
    behind = other.sentence.text[other.place_in_sentence() + len(other.written) :]
    things = [m for m in (one, other) if m.unit not in NOT_THINGS]
    return len(things) == 1 and bool(ONE_EACH.match(behind)) and CLAUSE_BREAKS[-1] not in draft.between(one, other)
