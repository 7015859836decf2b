"""A text as the checks read it: without decoration and wrapped lines, in sentences; every place leads back."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

from reporting.lint.characters import SIMPLIFIED
from reporting.lint.words import NUMBERED, STOPS, YEAR

_WIDE = {ord("０") + n: str(n) for n in range(10)} | {
    ord("％"): "%",
    ord("﹪"): "%",
    ord("．"): ".",
    0xA0: " ",
    **SIMPLIFIED,
}
_CELL = re.compile(r"[+－↑↓-]?[\d,]+(?:\.\d+)?%?|[-—/]+")
_ENDS_CELL = re.compile(r"[，。；：！？]|^[\d.,]+%?$")
_BLANK = re.compile(r" (?=\S)")
_HALF = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|(?<!\d):|:(?!\d)|[;()!?]")  # not 1,200 and 9:30
_PUNCTUATION = dict(zip(",:;()!?", "，：；（）！？", strict=True))
_WIDE_THOUSANDS = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_THOUSANDS_BEFORE = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?: \d{3})*$")
_THOUSANDS_AFTER = re.compile(r"\d{3}(?: \d{3})*(?:\.\d+)? ?[\u4e00-\u9fff]")
_DROPPED = set("\r\u200b\u200c\u200d\ufeff\u2060")
_WRITTEN_APART = ("合计", "总计", "小计", "共计")  # 合　　计
_WRAPPED_FROM = 18  # characters: a shorter line without punctuation at its end is a line of its own
_LIST_ITEM = 60
_HEADING, _BARE_HEADING = 45, 26  # with a number in front, without
_FULL = 0.8  # of the width at which the lines of a text are broken
_UNIT_FIRST = re.compile(r"(?:万|亿)?(?:元|人|名|户|件|家|场|次|个|项|台|%|年|月|分)")
_COUNTED_UNIT = re.compile(r"\d(?:万|亿)?(?:元|人|名|户|件|家|场|次|个|项|台|%)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, a row of a table or a heading; `start` and `end` are places in the clean text."""

    number: int
    start: int
    end: int
    text: str
    paragraph: int
    kind: str = "prose"  # or "row", "heading"


@dataclass
class Text:
    original: str
    clean: str = ""
    places: list[int] = field(default_factory=list)  # of each clean character in the original

    def __post_init__(self) -> None:
        self.clean, self.places = _cleaned(self.original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offset and length in the original of a stretch of the clean text."""
        if start >= end:
            return (self.places[start] if start < len(self.places) else len(self.original)), 0
        first = self.places[start]
        return first, self.places[end - 1] + 1 - first

    @cached_property
    def sentences(self) -> list[Sentence]:
        found: list[Sentence] = []
        at = 0
        for paragraph, line in enumerate(self.clean.split("\n")):
            kind = _kind(line)
            for start, end in [(0, len(line))] if kind != "prose" else _stretches(line):
                if piece := line[start:end]:
                    found.append(Sentence(len(found), at + start, at + end, piece, paragraph, kind))
            at += len(line) + 1
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.sentences]

    def sentence_at(self, place: int) -> Sentence:
        return self.sentences[max(bisect_right(self._starts, place) - 1, 0)]

    @cached_property
    def headings(self) -> list[Sentence]:
        return [one for one in self.sentences if one.kind == "heading"]


def _cleaned(original: str) -> tuple[str, list[int]]:
    """The clean text with the place of each of its characters. Lines that were only wrapped are joined."""
    lines: list[tuple[str, list[int]]] = []
    at = 0
    for raw in _with_tabs(original.split("\n")):
        lines.append(_clean_line(raw, at))
        at += len(raw) + 1
    chars: list[str] = []
    places: list[int] = []
    before, in_list = "", False
    full = _broken_at([line for line, _where in lines]) * _FULL
    for line, where in lines:
        glue, in_list = _glue(before, line, in_list, full)
        if chars and glue:
            chars.append(glue)
            places.append(min(places[-1] + 1, len(original) - 1))
        chars += line
        places += where
        if line or glue == "\n":
            before = line
    return "".join(chars), places


def _with_tabs(lines: list[str]) -> list[str]:
    """Rows of a table whose cells only blanks divide, as a pdf gives them: with tabs, and their head too."""
    found = list(lines)
    for number, line in enumerate(lines):
        cells = line.split()
        if len(cells) < 3 or not all(_CELL.fullmatch(cell) for cell in cells[1:]) or _CELL.fullmatch(cells[0]):
            continue
        found[number] = _BLANK.sub("\t", line)
        head = lines[number - 1].split() if number else []
        if len(head) == len(cells) and not any(_ENDS_CELL.search(cell) for cell in head):
            found[number - 1] = _BLANK.sub("\t", lines[number - 1])
    return found


def _clean_line(raw: str, at: int) -> tuple[str, list[int]]:
    text = _HALF.sub(lambda one: _PUNCTUATION[one[0]], _WIDE_THOUSANDS.sub(",", raw).translate(_WIDE))
    kept: list[str] = []
    places: list[int] = []
    bar = "|" in text
    number = 0
    while number < len(text):
        char = text[number]
        if char in _DROPPED or (char == "*" and text[number : number + 2] == "**"):
            number += 1 if char in _DROPPED else 2
            continue
        if char in " \u3000\t":
            run = number
            while run < len(text) and text[run] in " \u3000\t":
                run += 1
            blank = text[number:run]
            if kept and kept[-1] + text[run : run + 1] in _WRITTEN_APART:
                number = run
                continue
            if kept and run < len(text) and not bar:
                wide = "\t" in blank or len(blank) > 1
                digits = kept[-1].isdigit() and text[run].isdigit() and not _is_thousands(text, number, run)
                if wide or digits:
                    kept.append("\t" if wide else " ")
                    places.append(at + number)
            number = run
            continue
        kept.append(char)
        places.append(at + number)
        number += 1
    return "".join(kept), places


def _is_thousands(text: str, start: int, end: int) -> bool:
    """321 146件: a blank within one number."""
    return bool(_THOUSANDS_AFTER.match(text, end) and _THOUSANDS_BEFORE.search(text[max(start - 8, 0) : start]))


def is_row(line: str) -> bool:
    return line.count("|") >= 2 or line.count("\t") >= 1


def is_heading(line: str) -> bool:
    numbered = NUMBERED.match(line)
    if not line or len(line) > (_HEADING if numbered else _BARE_HEADING) or line[-1] in "。；;，,：:":
        return False
    rest = line[numbered.end() :] if numbered else line
    return "，" not in line and "。" not in line and bool(rest) and not _COUNTED_UNIT.search(rest)


def _width(line: str) -> float:
    return sum(1 if ord(char) > 0x2000 else 0.5 for char in line)


def _broken_at(lines: list[str]) -> float:
    """The width at which the lines were broken (pdf, mail); 0 for a text with whole paragraphs in its lines."""
    widths = sorted(_width(line) for line in lines if line)
    if len(widths) < 12:
        return 0
    widest = widths[int(len(widths) * 0.95)]
    near = sum(widest * 0.85 <= width <= widest * 1.05 for width in widths)
    return widest if widest <= 70 and near * 4 >= len(widths) else 0


def _kind(line: str) -> str:
    if is_row(line):
        return "row"
    return "heading" if is_heading(line) else "prose"


def _glue(before: str, line: str, in_list: bool, full: float) -> tuple[str, bool]:
    """What joins a line to the one before it: "" (it was wrapped), "；" (an item of a list) or a line break."""
    if not before or is_row(before) or is_row(line):
        return "\n", False
    numbered = NUMBERED.match(line)
    if not line:
        return ("", in_list) if in_list or before[-1] in "：:" else ("\n", False)
    if numbered and len(line) <= _LIST_ITEM and (before[-1] in "：:" or in_list):
        return "；", True
    if numbered or before[-1] in STOPS + "：:；;”":
        return "\n", False
    if (full and _width(before) >= full) or (before[-1].isdigit() and _UNIT_FIRST.match(line)):
        return "", in_list
    if is_heading(before):
        return "\n", False
    if before[-1] in "，,、" or (len(before) >= _WRAPPED_FROM and ("，" in before or len(before) > 28)):
        return "", in_list
    return "\n", False


def _stretches(line: str) -> list[tuple[int, int]]:
    """Sentences of a line. A full stop before （2） or ② does not end the list."""
    found, start = [], 0
    for number, char in enumerate(line):
        if char in STOPS and not re.match(r"[（(]\d{1,2}[）)]|[①-⑳]", line[number + 1 : number + 6]):
            found.append((start, number + 1))
            start = number + 1
    return [*found, (start, len(line))]


def years_in(text: str) -> list[int]:
    return [int(match[1]) for match in YEAR.finditer(text)]
