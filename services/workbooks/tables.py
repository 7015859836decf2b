"""From a sheet as it stands in the file to rows of values: finds the headings, reads every cell, names every fault."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Malformed, Problem
from services.sheets.reading import Line, Sheet
from services.workbooks import cells
from services.workbooks.columns import Column, guess, plain
from services.workbooks.spellings import RESULT

MOST_LINES = 50_000
LOOKED_AT = 10  # lines among which the headings are looked for
Remembered = Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """One thing to tell about a row: at a column (its key, "" for the whole row); a note stops nothing."""

    column: str
    code: str
    detail: str
    note: bool = False


@dataclass
class Read:
    """A row of the workbook: line in the file, value by column key (empty cells are left out), what was found."""

    line: int
    values: dict[str, Any]
    found: list[Finding] = field(default_factory=list)
    is_bad: bool = False

    def copy(self) -> "Read":
        return Read(self.line, dict(self.values), list(self.found), self.is_bad)

    def tell(self, finding: Finding) -> None:
        self.found.append(finding)
        self.is_bad = self.is_bad or not finding.note

    def refuse(self, column: str, code: str, detail: Any) -> None:
        self.tell(Finding(column, code, str(detail)))

    def note(self, column: str, code: str, detail: Any) -> None:
        self.tell(Finding(column, code, str(detail), note=True))


@dataclass(frozen=True)
class Table:
    """The headings (as in the file) with their places from 0, and the lines under them."""

    sheet: Sheet
    head: int  # line number; of several the last
    headings: dict[int, str]
    lines: Sequence[Line]

    @property
    def names(self) -> list[str]:
        """The headings as they are remembered, in order."""
        return [plain(heading) for heading in self.headings.values()]


def table_of(sheet: Sheet, columns: Iterable[Column], remembered: Remembered) -> Table:
    """Finds the line of headings: the one of the first lines in which the most are known. Malformed without any."""
    best, most = -1, 0
    for at, line in enumerate(sheet.lines[:LOOKED_AT]):
        names = [plain(cell) for cell in line.cells if cell.strip()]
        known = sum(1 for key in guess(names, columns, dict(remembered)).values() if key)
        if known > most:
            best, most = at, known
    if best < 0:
        best = next((at for at, line in enumerate(sheet.lines[:LOOKED_AT]) if len(set(line.cells) - {""}) > 1), -1)
    if best < 0:
        raise Malformed("table.no_headings", _("找不到表头。请在第一行填写各列的名称，或使用模板。"), "file")
    first, last = _heads(sheet, sheet.lines[best].number)
    named = {at: cell.strip() for line in sheet.lines if first <= line.number <= last for at, cell in _filled(line)}
    headings = {at: name for at, name in sorted(named.items()) if plain(name) != RESULT}
    lines = [line for line in sheet.lines if line.number > last]
    twice = [name for name, count in Counter(map(plain, headings.values())).items() if count > 1]
    if twice:
        detail = _("表头里有重复的列名：%(names)s。请改名或删去多余的列，再上传。")
        raise Malformed("table.heading_twice", detail % {"names": _("、").join(twice)}, "file")
    if len(lines) > MOST_LINES:
        detail = _("表格有%(count)s行，一次最多导入%(most)s行。请分成几个文件上传。")
        raise Malformed("table.too_long", detail % {"count": len(lines), "most": MOST_LINES}, "file")
    if not lines:
        raise Malformed("table.empty", _("表头下面没有内容。请核对是否选错了文件或工作表。"), "file")
    return Table(sheet, last, headings, lines)


def _filled(line: Line) -> list[tuple[int, str]]:
    return [(at, cell) for at, cell in enumerate(line.cells) if cell.strip()]


def _heads(sheet: Sheet, line: int) -> tuple[int, int]:
    """First and last line of the headings: several where cells are merged downwards there. Below a name that several
    columns share stand their own, and those are taken."""
    deep = [(top + 1, bottom + 1) for top, _left, bottom, _right in sheet.merged if top < bottom]
    here = [(top, bottom) for top, bottom in deep if top <= line <= bottom <= top + 2]
    return min([line, *(top for top, _bottom in here)]), max([line, *(bottom for _top, bottom in here)])


def refuse_mapping(columns: Sequence[Column], mapping: Remembered) -> None:
    """Malformed with everything that is wrong: a column given twice, a required one given by none."""
    given = Counter(key for key in mapping.values() if key)
    by_key = {column.key: column for column in columns}
    twice = [by_key[key].heading for key, count in given.items() if count > 1 and key in by_key]
    missing = [column.heading for column in columns if column.required and column.key not in given]
    if "who.id_number" in by_key and not {"who.id_number", "who.certificate"} & set(given):
        missing.append(by_key["who.id_number"].heading)
    problems = [Problem("", "mapping.twice", _("“%(name)s”对应了两列，只能选一列。") % {"name": n}) for n in twice]
    problems += [
        Problem("", "mapping.missing", _("还没有指明哪一列是“%(name)s”。表里没有的，请先补上这一列。") % {"name": n})
        for n in missing
    ]
    if problems:
        raise Malformed(problems[0].code, problems[0].detail, "", problems)


def read_rows(table: Table, columns: Sequence[Column], mapping: Remembered) -> list[Read]:
    """Every row, read in full; equal texts of a column are read once."""
    by_key = {column.key: column for column in columns}
    places = [(at, by_key[key]) for at, name in table.headings.items() if (key := mapping.get(plain(name))) in by_key]
    known: dict[tuple[int, str, str], Any] = {}
    merged, required = _merged(table), [column for _at, column in places if column.required]
    rows = []
    for line in table.lines:
        row = Read(line.number, {})
        for at, column in places:
            text = line.cells[at] if at < len(line.cells) else ""
            nature = line.natures[at] if at < len(line.natures) else "s"
            if not text:
                if nature.isupper():
                    row.refuse(column.key, "cell.formula_empty", _("这一格的公式没有结果。请改成填写的内容。"))
                continue
            if (got := known.get((at, text, nature))) is None:
                got = known[at, text, nature] = _read(column, text, nature)
            value, finding = got
            if value is not None:
                row.values[column.key] = value
            if finding:
                row.tell(finding)
        _about_the_line(row, table, merged.get(line.number), places, required)
        rows.append(row)
    return rows


def _read(column: Column, text: str, nature: str) -> tuple[Any, Finding | None]:
    try:
        value, note = cells.read(column, text, nature)
    except cells.Bad as bad:
        return None, Finding(column.key, bad.code, bad.detail)
    return value, Finding(column.key, "cell.tidied", note, note=True) if note else None


def _merged(table: Table) -> dict[int, int]:
    """Line -> first column of a merged range that reaches into it from elsewhere or over several columns."""
    first, last = table.lines[0].number, table.lines[-1].number
    found: dict[int, int] = {}
    for top, left, bottom, _right in table.sheet.merged:
        for line in range(max(top + 1, first), min(bottom + 1, last) + 1):
            found.setdefault(line, left)
    return found


def _about_the_line(
    row: Read, table: Table, merged: int | None, places: list[tuple[int, Column]], required: list[Column]
) -> None:
    if merged is not None:
        key = next((column.key for at, column in places if at == merged), "")
        detail = _("这一行有合并的单元格，分不清内容属于哪一行。请取消合并，逐行填写。")
        row.refuse(key, "line.merged", detail)
    if row.line in table.sheet.hidden:
        row.note("", "line.hidden", _("这一行在表格里是隐藏的（可能被筛选掉），也会导入。不要的请删除。"))
    for column in required:
        if column.key not in row.values and not any(one.column == column.key for one in row.found):
            row.refuse(column.key, "cell.missing", _("“%(name)s”没有填写。") % {"name": column.heading})
