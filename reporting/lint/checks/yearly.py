"""Numbers told in a row for years told in a row: 2020年、2021年、2022年分别为18公顷、22公顷和27公顷，2022年增速23%."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from reporting.lint.checks.language import IN_TURN, LIST_JOINTS, OF_TWO_YEARS, YEARS_LISTED, YEARS_RANGED
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.words import PERCENT, YEAR


def check(draft: Draft) -> Iterator[Finding]:
    for found in draft.by_sentence.values():
        of_year = _by_year(draft, found)
        for one in found if of_year else ():
            pair = _years_of(one) if one.unit == PERCENT else None
            if pair and pair[0] in of_year and pair[1] in of_year and one.quantity.exact:
                yield from _growth(one, of_year[pair[0]], of_year[pair[1]])


def _by_year(draft: Draft, found: list[Mention]) -> dict[int, Mention]:
    text = found[0].sentence.text
    listed, ranged = YEARS_LISTED.search(text), YEARS_RANGED.search(text)
    if listed:
        years = [int(match[1]) for match in YEAR.finditer(listed[0])]
    elif ranged:
        years = list(range(int(ranged["first"]), int(ranged["last"]) + 1))
    else:
        return {}
    first = next((n for n, one in enumerate(found) if IN_TURN.search(one.before)), None)
    run = found[first : first + len(years)] if first is not None else []
    joined = all(draft.between(one, other) in LIST_JOINTS for one, other in pairwise(run))
    alike = len(run) == len(years) and len({one.unit for one in run}) == 1 and run[0].unit != PERCENT
    return dict(zip(years, run, strict=True)) if joined and alike else {}


def _years_of(one: Mention) -> tuple[int, int] | None:
    """2022年比2019年增长; 2022年增速; 高于2021年的."""
    match = OF_TWO_YEARS.search(one.before)
    if not match:
        return None
    now = int(match["now"])
    return now, int(match["before"] or now - 1)


def _growth(one: Mention, now: Mention, before: Mention) -> Iterator[Finding]:
    growth = (now.value - before.value) * 100 / before.value if before.value else Decimal(0)
    rounded = max(m.quantity.step if m.quantity.step != 1 else Decimal(0) for m in (now, before)) * 100 / before.value
    relation = f"({now.written}-{before.written})÷{before.written}"
    if abs(abs(growth) - one.value) > one.quantity.step + rounded:
        yield Finding("change.differs", one.start, one.end, relation, like(abs(growth), one))
    elif one.change and growth * one.change < 0:
        yield Finding("change.direction", one.start, one.end, relation, like(growth, one))
