"""Tables in a text: rows of cells divided by tabs or bars, as docx, md and copied sheets give them."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from reporting.lint import words
from reporting.lint.text import Sentence, Text

_NUMBER = re.compile(rf"^([+-]?{words.DIGITS})(%|[\u4e00-\u9fff]{{1,2}})?(?:[（(][^（()）]*[)）])?$")
_SIGNS = str.maketrans("－−–＋↓↑", "---+-+")
_RULE = re.compile(r"^[\s:：-]+$")
_UNIT_IN_HEAD = re.compile(r"[（(](?:单位[：:])?([^（()）]{1,4})[）)]")
_CAPTION_UNIT = re.compile(r"单位[：:]([\u4e00-\u9fff]{1,3})")
TOTALS = re.compile(r"^(?:合计|总计|小计|共计|全区|全县|全市|总(?:数|分|得分|额|量|和)|累计)")
SUBTOTAL = re.compile(r"^(?:其中|小计)|小计$")


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int
    text: str
    value: Decimal | None


@dataclass
class Table:
    head: list[str]
    rows: list[list[Cell]]
    caption: str = ""
    sentences: list[Sentence] = field(default_factory=list)

    def unit(self, column: int) -> str:
        """The unit that a column's head or the caption states; "" when neither does."""
        head = self.head[column] if column < len(self.head) else ""
        match = _UNIT_IN_HEAD.search(head) or _CAPTION_UNIT.search(self.caption)
        return match[1] if match else ""


def tables(text: Text) -> list[Table]:
    found: list[Table] = []
    rows: list[Sentence] = []
    before = ""
    for sentence in [*text.sentences, None]:
        if (
            sentence is not None
            and sentence.kind == "row"
            and (not rows or sentence.paragraph == rows[-1].paragraph + 1)
        ):
            rows.append(sentence)
            continue
        if len(rows) >= 2:
            found.append(_table(rows, before))
        rows = [sentence] if sentence is not None and sentence.kind == "row" else []
        if sentence is not None and sentence.kind != "row":
            before = sentence.text
    return found


def _table(sentences: list[Sentence], caption: str) -> Table:
    rows = [_cells(one) for one in sentences]
    rows = [row for row in rows if not all(_RULE.match(cell.text) or not cell.text for cell in row)]
    head: list[str] = []
    while rows and all(cell.value is None or _is_year(cell) for cell in rows[0][1:]):
        cells = [cell.text for cell in rows[0]]
        head = cells if not head or len(cells) >= len(head) else head
        rows = rows[1:]
    return Table(head, rows, caption, sentences)


def _is_year(cell: Cell) -> bool:
    return len(cell.text) == 4 and cell.text.startswith(("19", "20"))


def _cells(sentence: Sentence) -> list[Cell]:
    separator = "|" if "|" in sentence.text else "\t"
    found, at = [], 0
    for piece in sentence.text.split(separator):
        bare = piece.strip()
        start = sentence.start + at + (len(piece) - len(piece.lstrip()))
        found.append(Cell(start, start + len(bare), bare, _value(bare)))
        at += len(piece) + 1
    if separator == "|":
        found = found[1:] if sentence.text.startswith("|") else found
        found = found[:-1] if sentence.text.endswith("|") else found
    return found


def _value(text: str) -> Decimal | None:
    match = _NUMBER.match(text.replace(" ", "").translate(_SIGNS))
    if match and (match[2] or "").startswith(words.YEAR_SIGN):
        return None
    return Decimal(match[1].replace(",", "")) if match and len(match[1]) <= 20 else None
