"""Parts and wholes: do the parts add up, is a part larger than its whole, what is left over."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from reporting.lint import words
from reporting.lint.checks.beside import are_exclusive, has_subtotal
from reporting.lint.checks.language import (
    ALMOST_ALL,
    ANOTHER_TOPIC,
    AS_TOTAL,
    AS_TOTAL_FAR,
    FULL_SCORE,
    INTRODUCES_PARTS,
    MAINLY,
    OF_A_STOCK,
    OF_THEM,
    PARTLY,
    PARTS_OF_YEAR,
    PLUS,
    SAYS_TOTAL,
    SETTLED,
    STARTS_WITH_PARTS,
    WHOLE_YEAR,
)
from reporting.lint.checks.meant import (
    are_its_kinds,
    are_the_year,
    complementary,
    dimensions,
    homogeneous,
    says_how_many,
    so_many,
    tolerance,
)
from reporting.lint.checks.nouns import UNFINISHED
from reporting.lint.draft import Draft, equal, is_a_slip, like, looks_like_a_slip
from reporting.lint.findings import Finding
from reporting.lint.mentions import Mention
from reporting.lint.relations import AT_FIRST

MOST_PARTS = 40
ALMOST = Decimal("0.12")  # of the whole: a list of three or more that differs by no more was meant to be all of it


def check(draft: Draft) -> Iterator[Finding]:
    for number, found in draft.by_sentence.items():
        sums = _Sentence(draft, found, _whole_before(draft, number))
        yield from sums.numbered()
        yield from sums.after_their_whole()
        yield from sums.before_their_whole()


def _whole_before(draft: Draft, number: int) -> list[Mention]:
    """What a sentence that begins with 其中 or 按……分 speaks of: the numbers of the sentences before it."""
    sentence = draft.text.sentences[number]
    if not STARTS_WITH_PARTS.match(sentence.text):
        return []
    for back in range(1, 4):
        earlier = draft.by_sentence.get(number - back, [])
        if earlier and not STARTS_WITH_PARTS.match(earlier[0].sentence.text):
            return [one for one in earlier if one.plain and not one.nested]
    return []


class _Sentence:
    def __init__(self, draft: Draft, found: list[Mention], earlier: list[Mention]) -> None:
        self.draft, self.found, self.earlier = draft, found, earlier
        self.text = found[0].sentence.text
        self.start = found[0].sentence.start
        self.settled: set[int] = set()

    def numbered(self) -> Iterator[Finding]:
        """（1）…（2）…, ①…②…: the first number of each item, against the last number before the list."""
        for pattern in words.MARKERS.values():
            marks = [match.end() for match in pattern.finditer(self.text)]
            if len(marks) < 2:
                continue
            ends = [*marks[1:], len(self.text)]
            items = [self._first(start, end) for start, end in zip(marks, ends, strict=True)]
            wholes = [one for one in self.found if one.place_in_sentence() < marks[0]] or self.earlier[-1:]
            parts = [one for one in items if one is not None]
            if len(parts) < 2 or len(parts) != len(items) or not wholes:
                continue
            whole = wholes[-1]
            if all(one.unit == whole.unit for one in parts):
                yield from self._compare(whole, parts, complete=False)

    def _first(self, start: int, end: int) -> Mention | None:
        return next((one for one in self.found if start <= one.place_in_sentence() < end), None)

    def after_their_whole(self) -> Iterator[Finding]:
        for at, first in enumerate(self.found):
            before = self.found[at - 1] if at else None
            lead = self.text[before.end - self.start if before else 0 : first.place_in_sentence()]
            cue = INTRODUCES_PARTS.search(lead) or (first.nested and any(bracket in lead for bracket in words.BRACKETS))
            if not cue or first.change or first.rate or AT_FIRST.search(first.before):
                continue  # 68个（上年末61个，新建9个，撤并2个）: flows.py
            yield from self._list(lead, first, self.found[:at], self.found[at + 1 :])
            second = self.found[at + 1] if at + 1 < len(self.found) else first
            if (
                second.unit != first.unit and second.plain and words.CLAUSE_BREAKS[0] not in second.before
            ):  # 康复类12个、1560万元；…
                rest = [one for one in self.found[at + 2 :] if one.value]
                if second.value:
                    yield from self._list(lead, second, self.found[:at], rest)

    def _list(self, lead: str, first: Mention, before: list[Mention], rest: list[Mention]) -> Iterator[Finding]:
        whole = self._whole(first, before, anew=lead[:1] == words.CLAUSE_BREAKS[-1])
        if whole is None or whole.quantity.threshold or whole.number in self.settled or whole.unit == words.PERCENT:
            return
        parts = self._parts(first, rest)
        if OF_THEM.search(lead):
            yield from self._not_larger(whole, parts, itemised=words.COLON in lead)
            if whole.number in self.settled:
                return
        near = _until_full(whole, self._before_stop(parts))
        if len(parts) >= 2 and not self._adds_up(whole, parts):
            listed = near if len(near) >= 2 or not self._by_stops(parts) else parts
            yield from self._compare(whole, listed, complete=bool(ALMOST_ALL.search(lead)))

    def _whole(self, first: Mention, before: list[Mention], *, anew: bool) -> Mention | None:
        of_unit = [one for one in (before or self.earlier) if self._alike(one, first) and one.plain]
        of_unit = [one for one in of_unit if one.nested <= first.nested and not one.prior]
        if not of_unit:
            return None
        if anew:  # 公办45所、民办38所；其中普惠71所 is of the nearest that can hold it
            of_unit = [one for one in of_unit if one.value >= first.value] or of_unit
        return of_unit[-1] if before else max(of_unit, key=lambda one: one.value)

    def _alike(self, one: Mention, other: Mention) -> bool:
        return one.unit == other.unit or (other.unit == "" and one.unit in (words.SCORE, words.YUAN))

    def _parts(self, first: Mention, rest: list[Mention]) -> list[Mention]:
        parts = [first]
        for one in rest:
            lead = self.draft.between(parts[-1], one)
            if ANOTHER_TOPIC.search(lead) or AS_TOTAL.search(one.before) or len(parts) >= MOST_PARTS:
                break
            if one.nested and not first.nested:
                continue
            if first.nested and not one.nested:
                break
            if self._alike(first, one) or self._alike(one, first):
                by_year = words.YEAR.search(one.before) and words.YEAR.search(first.before)
                if one.plain and (by_year or not one.prior):
                    parts.append(one)
        return parts

    def _before_stop(self, parts: list[Mention]) -> list[Mention]:
        """The parts up to the first semicolon: 在职13人，其中行政6人，事业7人；退休9人."""
        for number, (one, other) in enumerate(pairwise(parts), start=1):
            if words.CLAUSE_BREAKS[-1] in self.draft.between(one, other):
                return parts[:number]
        return parts

    def _by_stops(self, parts: list[Mention]) -> bool:
        """康复类12个；就业类9个；…: a semicolon between any two."""
        return all(words.CLAUSE_BREAKS[-1] in self.draft.between(one, other) for one, other in pairwise(parts))

    def _adds_up(self, whole: Mention, parts: list[Mention]) -> bool:
        """Whether the parts, or the first few of them, are the whole."""
        total = Decimal(0)
        for number, one in enumerate(parts, start=1):
            total += one.value
            if number > 1 and equal(total, whole.value, tolerance(whole, parts[:number])):
                self.settled.add(whole.number)
                return True
        return False

    def _not_larger(self, whole: Mention, parts: list[Mention], *, itemised: bool) -> Iterator[Finding]:
        total, stops = Decimal(0), words.LIST_STOPS if itemised else words.LIST_STOPS[0]
        for number, part in enumerate(parts):
            joined = number == 0 or self.draft.between(parts[number - 1], part)[:1] in stops
            if joined and total == whole.value:  # the list is complete: what follows is of something else
                return
            total += part.value
            if not (joined and part.quantity.exact and whole.quantity.exact):
                continue
            if part.value > whole.value and part.year == whole.year:
                self.settled.add(whole.number)
                relation = _("“其中”的一项%(part)s大于整体%(whole)s") % {"part": part.written, "whole": whole.written}
                yield Finding("part.exceeds_whole", part.start, part.end, relation, "≤" + whole.written)

    def before_their_whole(self) -> Iterator[Finding]:
        for at, whole in enumerate(self.found):
            told = any(m.number in self.settled and (m.value, m.unit) == (whole.value, whole.unit) for m in self.found)
            if not self._is_total(whole) or told or not whole.plain:
                continue
            if at and self.found[at - 1].rate:
                continue  # 每人500元，共6万元 is a product
            parts: list[Mention] = []
            for one in reversed(self.found[:at]):
                lead = self.draft.between(one, parts[0] if parts else whole)
                if ANOTHER_TOPIC.search(lead) or (SAYS_TOTAL.search(one.before) and parts):
                    break
                if one.unit == whole.unit and one.plain and not one.nested:
                    parts.insert(0, one)
                    if AS_TOTAL.search(one.before):  # 共获金牌12枚、银牌9枚: the list begins here
                        break
            parts = so_many(whole, parts)
            if len(parts) >= (3 if AS_TOTAL_FAR.search(whole.before) else 2):
                yield from self._compare(whole, parts, complete=False, backwards=True)

    def _is_total(self, one: Mention) -> bool:
        by_time = WHOLE_YEAR.search(one.before) and PARTS_OF_YEAR.search(self.text[: one.place_in_sentence()])
        if OF_A_STOCK.search(one.before) or (one.nested and FULL_SCORE.search(one.before)):
            return False  # 得47分（满分50分）
        return bool(AS_TOTAL.search(one.before) or AS_TOTAL_FAR.search(one.before) or by_time)

    def _compare(
        self, whole: Mention, parts: list[Mention], *, complete: bool, backwards: bool = False
    ) -> Iterator[Finding]:
        """Nothing is said while some reading of the list adds up."""
        if (
            len(parts) < 2
            or not all(one.quantity.exact for one in (whole, *parts))
            or not whole.value
            or has_subtotal(parts)
        ):
            return
        if self._adds_up(whole, parts[::-1] if backwards else parts) or self._shares_agree(whole, parts):
            return
        total = sum((one.value for one in parts), Decimal(0))
        if any(one.value == total and one is not whole and AS_TOTAL.search(one.before) for one in self.found):
            return  # ..., 三项合计…: the list says itself what it comes to
        apart = whole.plan or words.CLAUSE_BREAKS[-1] in self.draft.between(whole, parts[0])
        others = (*self.earlier, *(one for one in self.found if apart and one.number < parts[0].number))
        if not backwards and any(one.value == total and one.unit == whole.unit for one in others):
            return  # the list is of another number than the nearest
        if self._meant(whole, parts, total, complete, backwards):
            self.settled.add(whole.number)
            terms = "+".join(one.written for one in parts)
            relation = f"{terms}={like(total, whole)}"
            yield Finding("sum.differs", whole.start, whole.end, relation, like(total, whole))

    def _shares_agree(self, whole: Mention, parts: list[Mention]) -> bool:
        """713万张（占78.4%）、165万张（占18.1%）: by the shares the whole is right and the list leaves some out."""
        if sum(one.value for one in parts) > whole.value:
            return False
        shares = [self.draft.mentions[one.number + 1] for one in parts if one.number + 1 < len(self.draft.mentions)]
        return len(shares) == len(parts) and all(
            share.unit == words.PERCENT and abs(one.value * 100 / whole.value - share.value) <= share.quantity.step
            for one, share in zip(parts, shares, strict=True)
        )

    def _meant(self, whole: Mention, parts: list[Mention], total: Decimal, complete: bool, backwards: bool) -> bool:
        """Whether the list is meant to be all of the whole: lists of examples are common and are left alone."""
        if len({dimension for one in parts for dimension in dimensions(one)}) > 1:
            return False
        before_it = backwards and self.found.index(whole) == len(parts)
        told = SAYS_TOTAL.search(whole.before) or PLUS.search(self.text) or says_how_many(whole, parts)
        all_before = before_it and told
        if any(one.value > whole.value for one in parts) and backwards and not all_before:
            return False
        if total < whole.value and (self._ends_open(parts) or self._some_are_open(parts)):
            return is_a_slip(whole.value, total) and not self._ends_open(parts)
        if MAINLY.search(self.draft.between(whole, parts[0])):
            more = whole.value < total <= whole.value * (1 + ALMOST)
            return more or is_a_slip(whole.value, total)
        if looks_like_a_slip(whole.value, total):
            return not backwards or homogeneous(whole, parts) or before_it
        if are_the_year(parts):
            return True
        gap = abs(whole.value - total)
        if complete or all_before or are_its_kinds(whole, parts) or (backwards and not whole.label.strip()):
            return gap * 4 <= whole.value or gap <= 2
        if total > whole.value and len(parts) == 2 and (are_exclusive(*parts) or _end_alike(parts)):
            return gap * 4 <= whole.value or are_exclusive(*parts)
        if len(parts) >= 3:
            return gap <= whole.value * ALMOST or (gap <= 2 and whole.value >= 10)
        return (gap == 1 and whole.value >= 10) or (complementary(parts) and gap * 4 <= whole.value)

    def _some_are_open(self, parts: list[Mention]) -> bool:
        """受理420件，其中不予受理12件，办结396件: the rest is still on its way."""
        return bool(SETTLED.search(parts[-1].before)) and not any(UNFINISHED.search(one.before) for one in parts)

    def _ends_open(self, parts: list[Mention]) -> bool:
        return bool(PARTLY.match(self.text[parts[-1].end - self.start :][:12]))


def _end_alike(parts: list[Mention]) -> bool:
    """现场招聘24场、线上招聘14场."""
    names = {one.label[-2:] for one in parts}
    return len(names) == 1 and all(len(one.label) > 2 for one in parts)


def _until_full(whole: Mention, parts: list[Mention]) -> list[Mention]:
    """Up to where the whole is about reached, and the next number would be far too much: 甲120份、乙60份，合格176份."""
    total = Decimal(0)
    for number, one in enumerate(parts):
        reached = abs(total - whole.value) <= whole.value * ALMOST
        if number >= 2 and reached and total + one.value > whole.value * (1 + ALMOST):
            return parts[:number]
        total += one.value
    return parts
