"""Lists without a word that opens them: 补贴286万元，耕地182万元、农机64万元、种粮50万元.

A slip of the pen is told, or a total that is nearly met.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, takewhile

from reporting.lint.checks.beside import are_exclusive
from reporting.lint.checks.language import (
    AS_TOTAL,
    BESIDES,
    HALVES,
    INTRODUCES_PARTS,
    INVESTED,
    LEFT_OVER,
    OF_ANOTHER_RELATION,
    QUARTERS,
    SETTLED,
    WHOLE_YEAR,
)
from reporting.lint.checks.meant import are_the_year, complementary, counts_them
from reporting.lint.checks.nouns import NOT_DONE, OPEN_STILL, REFUSED
from reporting.lint.draft import Draft, digits, is_a_slip, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import CLAUSE_BREAKS, LIST_STOPS, PERCENT, SCORE, STOPS, YEAR

NEARLY, ALMOST = 16, Decimal("0.12")  # parts of the whole that a list may be off
CLOSE = 20  # parts of the whole
LONGEST = 9  # characters of a name in a list
ENDS = CLAUSE_BREAKS[-1] + STOPS


def check(draft: Draft) -> Iterator[Finding]:
    for earlier, found in pairwise(draft.pieces):
        yield from _of_the_piece_before(earlier, found)
    for found in draft.by_sentence.values():
        yield from _halves_of_the_year(found)
        yield from _by_years(found)
        for at, whole in enumerate(found):
            parts = _run(draft, whole, found[at + 1 :])
            if len(parts) == 2 and NOT_DONE.search(parts[-1].before):
                continue  # what is left over: remainders.py
            begins = not at or found[at - 1].unit != whole.unit or not _joined(draft, found[at - 1], whole)
            lead = draft.between(found[at - 1], whole) if at else whole.before
            if len(parts) < 2 or not begins or INTRODUCES_PARTS.search(lead + draft.between(whole, parts[0])):
                continue
            total = sum((one.value for one in parts), Decimal(0))
            gap = abs(total - whole.value)
            listed = len(parts) > 2 and _ends(parts[-1])
            nearly = listed and AS_TOTAL.search(whole.before) and gap * NEARLY <= whole.value
            named = listed and _are_items(draft, parts) and gap <= whole.value * ALMOST
            meant = _is_slip(whole.value, total) or nearly or named
            over = total > whole.value and len(parts) == 2 and are_exclusive(*parts)
            over = over and not are_exclusive(whole, parts[0])  # 第一批46人，第二批38人，第三批42人
            over = over or (_all_outcomes(parts) and gap * 4 <= whole.value)
            behind = next((m.value for m in found if m.number == parts[-1].number + 1 and m.unit == whole.unit), None)
            if total + (behind or 0) == whole.value:
                continue  # …撤诉98件，另有10件结转下年
            if not _sums_to(whole, parts) and (meant or over):
                relation = "+".join(one.written for one in parts) + f"={like(total, whole)}"
                yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))


def _halves_of_the_year(found: list[Mention]) -> Iterator[Finding]:
    """全年客运量3,330万人次；上半年1,580万人次，下半年1,750万人次."""
    wholes = [m for m in found if WHOLE_YEAR.search(m.before) and m.plain and not m.plan]
    for whole in wholes[:1]:
        of_unit = [m for m in found if m.unit == whole.unit and m.plain and not m.prior and m.quantity.exact]
        for named in (HALVES, QUARTERS):
            parts = [m for m in of_unit if named.search(m.before)]
            total = sum((one.value for one in parts), Decimal(0))
            off = abs(total - whole.value) > max(m.quantity.step for m in (whole, *parts))
            if are_the_year(parts) and parts[0].number > whole.number and off and whole.quantity.exact:
                relation = "+".join(one.written for one in parts) + f"={like(total, whole)}"
                yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))


def _of_the_piece_before(earlier: list[Mention], found: list[Mention]) -> Iterator[Finding]:
    """共86项任务。截至12月底，完成71项，基本完成9项，正在推进4项."""
    parts = [m for m in found if m.unit not in (PERCENT, SCORE)]
    same = [m for m in earlier if parts and m.unit == parts[0].unit and not m.change]
    adds_up = same and same[0].value == sum(m.value for m in same[1:])
    if not same or not (len(same) == 1 or adds_up) or same[0].prior:
        return
    if parts[0].sentence.number - same[0].sentence.number > 1:
        return
    whole, total = same[0], sum((one.value for one in parts), Decimal(0))
    usable = all(one.unit == whole.unit and one.plain and one.quantity.exact for one in (whole, *parts))
    usable = usable and not any(one.nested or one.prior for one in parts)
    halves = complementary(parts) and set(whole.label) & set(parts[0].label) & set(parts[1].label)
    gap = abs(total - whole.value)
    listed = len(parts) > 2 and _are_kinds(parts) and gap * CLOSE <= whole.value
    if (
        usable
        and (_all_outcomes(parts) or halves or listed or counts_them(whole, parts))
        and 0 < gap * 4 <= whole.value
    ):
        relation = "+".join(one.written for one in parts) + f"={like(total, whole)}"
        yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))


def _are_kinds(parts: list[Mention]) -> bool:
    """新增专利1,286件。发明186件，实用新型842件，外观设计268件: a sentence of nothing but names and numbers."""
    names = sum(len(one.before) + len(one.written) for one in parts)
    named = all(1 < len(one.before) < LONGEST and not one.after for one in parts)
    return named and len(parts[0].sentence.text) - names <= len(parts)


def _by_years(found: list[Mention]) -> Iterator[Finding]:
    """累计建成48个，2021年建成12个，2022年建成15个，2023年建成23个."""
    for at, whole in enumerate(found):
        unit = whole.unit
        parts = list(takewhile(lambda m: m.unit == unit and YEAR.search(m.before), found[at + 1 :]))  # noqa: B023
        years = [m.year for m in parts]
        usable = all(m.quantity.exact and not m.change and not m.rate for m in (whole, *parts))
        in_turn = len(parts) > 2 and years == list(range(years[0], years[0] + len(parts)))
        if not (usable and in_turn and AS_TOTAL.search(whole.before)) or unit == PERCENT:
            continue
        total = sum((one.value for one in parts), Decimal(0))
        slack = sum((one.quantity.step for one in parts if one.quantity.step != 1), Decimal(0))
        gap = total - whole.value
        if abs(gap) > slack and -gap * CLOSE <= whole.value and gap * 4 <= whole.value:
            relation = "+".join(one.written for one in parts) + f"={like(total, whole)}"
            yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))


def _run(draft: Draft, whole: Mention, behind: list[Mention]) -> list[Mention]:
    """The smaller numbers of its unit that follow it without a stop, another unit or another year between."""
    parts: list[Mention] = []
    if not _usable(whole, part=False):
        return parts
    for one in behind:
        if BESIDES.search(draft.between((parts or [whole])[-1], one)):
            break
        same = one.unit == whole.unit and one.year == whole.year and one.value < whole.value
        same = same and not AS_TOTAL.search(one.before)
        if not same or not _usable(one) or not _joined(draft, (parts or [whole])[-1], one):
            break
        parts.append(one)
    return parts


def _all_outcomes(parts: list[Mention]) -> bool:
    """采纳96件，部分采纳28件，未采纳26件: what was done to some was not done to the rest."""
    not_done, open_still = NOT_DONE.search(parts[-1].before), OPEN_STILL.search(parts[-1].before + parts[-1].after)
    if len(parts) > 2 and not_done and any(not_done["verb"] in one.before for one in parts[:-1]):
        return True
    refused = next((found for one in parts[1:] if (found := REFUSED.search(one.before))), None)
    if len(parts) > 2 and refused and any(one.before.endswith(refused["verb"]) for one in parts):
        return True
    return len(parts) > 1 and bool(open_still) and any(SETTLED.search(one.before) for one in parts[:-1])


def _are_items(draft: Draft, parts: list[Mention]) -> bool:
    """小学31所、初中14所、高中6所: names and numbers in turn."""
    leads = [draft.between(one, other) for one, other in pairwise(parts)]
    return all(
        lead[:1] in LIST_STOPS + CLAUSE_BREAKS[0] and 1 < len(lead) <= LONGEST and not lead[1:].isascii()
        for lead in leads
    )


def _ends(one: Mention) -> bool:
    """The sentence ends with it."""
    return one.place_in_sentence() + len(one.written) >= len(one.sentence.text.rstrip(STOPS))


def _joined(draft: Draft, one: Mention, other: Mention) -> bool:
    return not any(stop in draft.between(one, other) for stop in ENDS)


def _usable(one: Mention, *, part: bool = True) -> bool:
    other = OF_ANOTHER_RELATION.search(one.before) and not (NOT_DONE if part else INVESTED).search(one.before)
    alone = one.plan or one.prior or one.nested or other or LEFT_OVER.search(one.before)
    return one.plain and one.quantity.exact and one.unit not in (PERCENT, SCORE, "") and not alone


def _is_slip(written: Decimal, computed: Decimal) -> bool:
    return min(digits(written), digits(computed)) >= 3 and is_a_slip(written, computed)


def _sums_to(whole: Mention, parts: list[Mention]) -> bool:
    """Whether the first few of them, or all, are the whole."""
    total = Decimal(0)
    for one in parts:
        total += one.value
        if total == whole.value:
            return True
    return False
