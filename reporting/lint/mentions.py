"""A number in its sentence: what it counts, of which year, and the part it plays (total, part, change, target ...)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from reporting.lint import words
from reporting.lint.labels import core
from reporting.lint.numerals import parse
from reporting.lint.quantities import Quantity, quantities
from reporting.lint.text import Sentence, Text

_ON_THAT = re.compile(r"^.*?在")  # 将在去年完成300件的基础上
_IN_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")
_IN_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_BREAK = re.compile(f"[{re.escape(words.BREAKS)}]")
_OPEN = re.compile(r"[（(][^（()）]*$")
_COLON = re.compile(r"([^，。；、！？|\t]{2,30})[：:]$")
_AND = re.compile(r"(?:(?<!总)和|(?<![普涉波惠遍触危提顾累])及|(?<!参)与)(?:约|近)?$")
_APPROXIMATES = re.compile(
    rf"(?<![{words.ABOUT_IN_VERBS}])(?:{'|'.join((*words.ABOUT[:3], *words.NEARLY, *words.MORE[2:], '达'))})+$"
)


@dataclass(frozen=True)
class Mention:
    """`before` and `after` are the words of its clause; places are in the clean text."""

    quantity: Quantity
    sentence: Sentence
    number: int  # among the mentions of the text
    start: int
    end: int
    written: str
    before: str
    after: str
    clause: str
    head: str  # the first words of its sentence
    year: int
    months: tuple[int, int] | None
    prior: bool  # of the year before, or where a change starts from
    base: bool  # what a change is measured from, of whatever time: 比年初预算3000万元增加260万元
    target: bool  # where a change arrives: 增加到
    change: int  # +1 增加, -1 减少, 0 no change
    nested: bool  # in brackets

    @property
    def value(self) -> Decimal:
        return self.quantity.value

    @property
    def unit(self) -> str:
        return self.quantity.unit

    @cached_property
    def label(self) -> str:
        return core(self.before) + core(self.after)

    @cached_property
    def rate(self) -> bool:
        priced = words.STANDARD.search(self.before) or words.PER_EACH.match(self.after)
        return bool(words.RATE.search(self.before) or (self.unit == words.YUAN and priced))

    @cached_property
    def plan(self) -> bool:
        return bool(words.PLAN.search(self.before))

    @property
    def plain(self) -> bool:
        """A number that states how many there were: no change, rate, threshold."""
        return not (self.change or self.rate or self.quantity.threshold)

    def place_in_sentence(self) -> int:
        return self.start - self.sentence.start


def mentions(text: Text, year: int) -> list[Mention]:
    found: list[Mention] = []
    year_of_section = year
    for sentence in text.sentences:
        if sentence.kind == "heading":
            years = [int(m[1]) for m in words.YEAR.finditer(sentence.text)]
            year_of_section = years[0] if len(years) == 1 and abs(years[0] - year) <= 1 else year
        elif sentence.kind == "prose":
            own = list(_Reader(sentence, year, year_of_section, len(found)).read())
            found += _respectively(_attributed(own))
    return found


def _attributed(found: list[Mention]) -> list[Mention]:
    """比2024年9个街道的4312人: what is the nine's is of their year too."""
    own = found[:1]
    for one in found[1:]:
        last = own[-1]
        of_last = last.prior and one.before == last.after and words.OF_WHOM.match(one.before)
        own.append(replace(one, prior=True, year=last.year) if of_last else one)
    return own


def _respectively(found: list[Mention]) -> list[Mention]:
    """按时率、好评率分别为99.1%和98.2%: each number gets its own name, where all names end alike."""
    named = list(found)
    for at, first in enumerate(found):
        clause = first.clause[: first.clause.find(first.written)]
        match = words.EACH_NAMED.search(clause)
        names = words.JOINT.split(match["names"]) if match else []
        run = found[at : at + len(names)]
        alike = len(names) > 1 and len({name[-1:] for name in names}) == 1 and all(len(name) > 1 for name in names)
        if not match or not alike or len(run) < len(names) or first.change or not _joined(run):
            continue
        for name, one in zip(names, run, strict=True):
            named[one.number - found[0].number] = replace(one, before=name + match["verb"])
    return named


def _joined(run: list[Mention]) -> bool:
    text, start = run[0].sentence.text, run[0].sentence.start
    between = (text[one.end - start : other.start - start] for one, other in pairwise(run))
    return all(words.JOINT.fullmatch(one) for one in between)


class _Reader:
    """Reads one sentence from left to right."""

    def __init__(self, sentence: Sentence, year: int, default_year: int, first: int) -> None:
        self.sentence, self.text, self.first = sentence, sentence.text, first
        self.document_year = year
        self.default_year = default_year
        numbering = words.NUMBERED.match(self.text)
        skip = numbering.end() if numbering else 0
        found = [one for one in quantities(self.text) if one.start >= skip and not self._is_marker(one)]
        self.found = found

    def _is_marker(self, one: Quantity) -> bool:
        around = self.text[max(one.start - 1, 0) : one.end + 1]
        listed = bool(re.match(r"[；。](?:\d{1,2})[、.)）]", around))
        return one.unit == "" and (bool(re.fullmatch(r"[（(]\d{1,2}[)）]", around)) or listed)

    def read(self) -> Iterator[Mention]:
        end_before = 0
        for number, one in enumerate(self.found):
            after_end = self.found[number + 1].start if number + 1 < len(self.found) else len(self.text)
            yield self._mention(one, end_before, after_end, self.first + number)
            end_before = end_before if self._is_in_name(one) else one.end

    def _is_in_name(self, one: Quantity) -> bool:
        """发放两项补贴2316人次: a single Chinese numeral amid words belongs to the name of the next number."""
        return self.text[one.start] in words.HAN_DIGITS and one.value < 10 and bool(_IN_WORDS.match(self.text, one.end))

    def _mention(self, one: Quantity, end_before: int, next_start: int, number: int) -> Mention:
        left = self.text[end_before : one.start]
        nested = bool(_OPEN.search(self.text[: one.start]))
        if nested:
            outside, _bracket, inside = left.rpartition("（") if "（" in left else left.rpartition("(")
            left = inside if core(inside) or words.YEAR.search(inside) or not _bracket else outside
        left = _IN_BRACKETS.sub("", left).lstrip("）)")
        before = _APPROXIMATES.sub("", self._before(left))
        after = _BREAK.split(_cut(_IN_BRACKETS.sub("", self.text[one.end : next_start])))[0].removesuffix("中")
        if words.ALREADY_SO.match(after):
            before, after = _ON_THAT.sub("", before), ""
        year, prior = self._year(one, left)
        target = bool(words.TARGET.search(before))
        arrives = target and words.FROM_NUMBER.search(self.text[: one.start])  # 由3.2%下降为1.9%
        change = 0 if arrives else _change(before, one)
        if not prior and words.FROM.search(before) and self._leads_to_target(one, next_start):
            prior = True
        if nested and prior and self._alone_in_brackets(one):  # 较上年末（3.6%）下降
            nested = False
        base = bool(words.BASE.search(left) and words.GOES_ON.match(self.text[one.end : next_start]))
        origin = self.sentence.start
        return Mention(
            one, self.sentence, number, origin + one.start, origin + one.end, self.text[one.start : one.end],
            before, after, self._clause(one), _BREAK.split(self.text)[0][:30], year,
            self._months(one.start, one.end), prior, base, target, change, nested,
        )  # fmt: skip

    def _before(self, left: str) -> str:
        if _AND.search(left):  # 4276户家庭和166名学生
            return ""
        pieces = _BREAK.split(left)
        if core(pieces[-1]) or len(pieces) == 1:
            return pieces[-1]
        if match := _COLON.search(left.rstrip()):
            return match[1] + pieces[-1]
        return pieces[-1]

    def _clause(self, one: Quantity) -> str:
        start = max((self.text.rfind(c, 0, one.start) for c in "，。；;："), default=-1) + 1
        ends = [at for c in "，。；;：" if (at := self.text.find(c, one.end)) >= 0]
        return self.text[start : min(ends, default=len(self.text))]

    def _year(self, one: Quantity, left: str) -> tuple[int, bool]:
        """Year, and whether it is that of a comparison (上年的1420人)."""
        head = self.text[: one.start]
        compared = {m.start("year") for m in words.COMPARED_YEAR.finditer(head)}
        said = [m for m in words.YEAR.finditer(head) if m.start() not in compared]
        current = int(said[-1][1]) if said else self.default_year
        first = self.found[0].start
        own = int(said[0][1]) if said and said[0].start() < first else self.default_year
        clause = re.split(r"[，。；：]", left)[-1]
        tail = clause[-16:]
        if words.LAST_YEAR.search(words.CARRIED.sub("", tail)) and not words.CHANGE.search(tail):
            return own - 1, True
        for match in words.COMPARED_YEAR.finditer(tail):
            if not words.CHANGE.search(tail[match.end() :]):
                return int(match["year"]), True
        others = {m.start("year") for m in words.COMPARED_YEAR.finditer(clause)}
        in_clause = any(m.start() not in others for m in words.YEAR.finditer(clause))
        latest = max(int(m[1]) for m in words.YEAR.finditer(self.text)) if said else own
        prior = in_clause and current < max(latest, own)
        return current, prior

    def _alone_in_brackets(self, one: Quantity) -> bool:
        around = self.text[max(one.start - 1, 0) : one.end + 1]
        return (
            around[:1] in words.BRACKETS
            and around[-1:] in "）)"
            and words.ENDS_AS_BASE.search(self.text[: one.start - 1]) is not None
        )

    def _leads_to_target(self, one: Quantity, next_start: int) -> bool:
        between = self.text[one.end : next_start]
        return bool(words.TARGET.search(between)) and len(between) <= 24

    def _months(self, place: int, end: int) -> tuple[int, int] | None:
        since = max((match.start() for match in words.YEAR_ALONE.finditer(self.text, 0, place)), default=0)
        text = self.text[since:place]
        if behind := words.MONTHS_BEHIND.match(self.text, end):
            return int(behind["first"]), int(behind["last"])
        found = {m.end(): (int(m["first"]), int(m["last"])) for m in words.MONTHS.finditer(text)}
        found |= {m.end(): (1, int(m["last"])) for m in words.AS_OF_MONTH.finditer(text)}
        found |= {m.end(): (1, int(parse(m["last"]) or 12)) for m in words.HAN_MONTHS.finditer(text)}
        found |= {m.end(): (1, 6) for m in words.HALF_YEAR.finditer(text)}
        found |= {m.end(): (1, 9) for m in words.THREE_QUARTERS.finditer(text)}
        return found[max(found)] if found else None


def _cut(right: str) -> str:
    return re.split(r"[（(）)]", right)[0]


def _change(before: str, one: Quantity) -> int:
    match = words.MORE_DONE.search(before) or words.CHANGE.search(before)
    if not match or words.NO_CHANGE.search(before):
        return 0
    return 1 if match["word"] in words.UP else -1
