"""What there was, what came and went, and what it came to, in any order: 新增18个、撤销7个，总数由146个增至158个."""

from collections.abc import Iterator
from decimal import Decimal

from reporting.lint.checks.language import OF_THEM
from reporting.lint.draft import Draft, like
from reporting.lint.findings import Finding
from reporting.lint.labels import content, core, touches
from reporting.lint.mentions import Mention
from reporting.lint.relations import AT_FIRST, CAME, COMES_TO, WENT
from reporting.lint.words import PERCENT

MOST_FLOWS = 5


def check(draft: Draft) -> Iterator[Finding]:
    """Nothing is said while a number of the unit has no place in it."""
    for piece in draft.pieces:
        for at, last in enumerate(piece):
            begins = [m for m in piece[at + 1 : at + 2] if m.nested and AT_FIRST.search(m.before)]  # 360人（年初386人）
            told = last.target or begins or COMES_TO.search(last.before)
            if last.unit not in (PERCENT, "") and told and not last.nested:
                yield from _comes_to(piece, last)


def _comes_to(piece: list[Mention], last: Mention) -> Iterator[Finding]:
    same = [m for m in piece if m.unit == last.unit and m is not last and not m.change]
    first = [m for m in same if AT_FIRST.search(m.before) or (last.target and m.prior and m.number == last.number - 1)]
    flows = [m for m in same if m not in first]
    if len(first) != 1 or not 1 <= len(flows) <= MOST_FLOWS or not first[0].quantity.exact:
        return
    if len(flows) == 1 and last.target and first[0].number == last.number - 1 and flows[0].number > last.number:
        return  # 由265人壮大到312人，新增37人: changes.py
    if not all(_sign(m) and m.plain and m.quantity.exact and not (m.prior or m.plan) for m in flows):
        return
    if any(OF_THEM.search(m.before) for m in same) or not _of_one_kind(first[0], last, flows):
        return
    total = first[0].value + sum((_sign(m) * m.value for m in flows), Decimal(0))
    slack = max(m.quantity.step for m in (last, *same))
    slack = slack * len(same) / 2 if slack != 1 else Decimal(0)
    near = abs(total - last.value) * 4 <= last.value
    if near and not last.quantity.low - slack <= total <= last.quantity.high + slack:
        terms = "".join(("+" if _sign(m) > 0 else "-") + m.written for m in flows)
        relation = f"{first[0].written}{terms}={like(total, last)}"
        yield Finding("sum.differs", last.start, last.end, relation, like(total, last))


def _sign(flow: Mention) -> int:
    came, went = CAME.search(flow.before), WENT.search(flow.before)
    return 1 if came and not went else -1 if went and not came else 0


def _of_one_kind(first: Mention, last: Mention, flows: list[Mention]) -> bool:
    """In 学生由1200人增加到1350人，新招教师30人 they are not."""
    stock = content(core(first.before) + core(last.before) + core(first.after) + core(last.after))
    names = [name for m in flows if len(name := _noun(m)) > 1]
    known = stock if _noun(first) or _noun(last) else "".join(names[:1])
    return all(touches(name, known) or name in known for name in names)


def _noun(one: Mention) -> str:
    return content(core(COMES_TO.sub("", AT_FIRST.sub("", CAME.sub("", WENT.sub("", one.before))))) + core(one.after))
