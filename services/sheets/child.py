"""Reads one uploaded table in a process of its own, with little memory, little time and no network use.

Started by `reading.py`: the file on standard input, its kind as argument; writes one JSON line per row
([line number, [cells as text]]), at last a line {"refused": code} when it is not read. With the argument `closely` a
first line tells {sheet, merged, hidden, others}, and each row has a third part: what each cell is (see NATURE), upper
case for a formula.
What harms this process harms nobody else.
"""

import csv
import datetime as dt
import io
import re
import resource
import sys
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import Any

import orjson
from python_calamine import CalamineWorkbook, SheetVisibleEnum

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
SECONDS = 20
UNPACKED = 200 * MEGABYTE
TOLD = 64 * MEGABYTE  # what the process that asked has to hold: a short text can stand in very many cells
MOST_ROWS, MOST_COLUMNS = 200_000, 100
ENCODINGS, BOMS_UTF16 = ("utf-8-sig", "gb18030"), (BOM_UTF16_LE, BOM_UTF16_BE)
DELIMITERS = ",\t;"
NATURE = {str: "s", float: "n", int: "n", bool: "b", dt.date: "d", dt.datetime: "d", dt.time: "t", dt.timedelta: "t"}
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
HIDDEN, NUMBER = re.compile(rb'\bhidden="(?:1|true)"'), re.compile(rb'\br="(\d+)"')
FORMULA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f\b')
FILLED = re.compile(rb"<(?:\w+:)?(?:v|is)>")
SHEET = re.compile(rb'<(?:\w+:)?sheet\b[^>]*?\br:id="([^"]+)"')
RELATION = re.compile(rb"<Relationship\b([^>]*)>")


class Refused(Exception):
    """The code of why the file is not read."""


def limit(seconds: int = SECONDS) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def text_of_csv(content: bytes) -> str:
    for encoding in ("utf-16",) if content.startswith(BOMS_UTF16) else ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Refused("not_text")


def rows_of_csv(content: bytes) -> Iterator[list[Any]]:
    """The columns are divided by what occurs most in the first line: comma, tab or semicolon."""
    text = text_of_csv(content)
    if not text.strip():
        raise Refused("empty")
    first = text.lstrip().partition("\n")[0]
    return csv.reader(io.StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first.count))


def opened(content: bytes) -> CalamineWorkbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Refused("too_large")
            if "xl/workbook.xml" not in packed.namelist():
                raise Refused("not_a_workbook")
    except zipfile.BadZipFile:
        raise Refused("not_a_workbook") from None
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def sheet_of(book: CalamineWorkbook, index: int) -> Any:
    sheet = book.get_sheet_by_index(index)
    if sheet.end is not None and (sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS):
        raise Refused("too_large")
    return sheet


def rows_of_workbook(content: bytes) -> Iterator[list[Any]]:
    return sheet_of(opened(content), 0).iter_rows()


def is_shown(sheet: Any) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible


def first_filled(book: CalamineWorkbook) -> tuple[int, Any]:
    """The first sheet that is shown and holds something, and its place."""
    for index, about in enumerate(book.sheets_metadata):
        if is_shown(about) and (sheet := sheet_of(book, index)).end is not None:
            return index, sheet
    raise Refused("empty")


def source_of(content: bytes, index: int) -> bytes:
    """The XML of a sheet, for what the reader does not tell; nothing when it is not found."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        keys = SHEET.findall(packed.read("xl/workbook.xml"))
        for relation in RELATION.findall(packed.read("xl/_rels/workbook.xml.rels")):
            values = dict(re.findall(rb'(\w+)="([^"]*)"', relation))
            if index < len(keys) and values.get(b"Id") == keys[index]:
                target = values[b"Target"].decode()
                return packed.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
    return b""


def column_number(letters: bytes) -> int:
    """From 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def look_closely(content: bytes) -> None:
    book = opened(content)
    index, sheet = first_filled(book)
    source = source_of(content, index)
    rows = ROW.findall(source) if b"hidden" in source else []
    cells = FORMULA.findall(source) if b"<f" in source or b":f" in source else []
    hidden = [int(n[1]) for row in rows if HIDDEN.search(row) and (n := NUMBER.search(row))]
    formulas = {(int(row), column_number(letters)) for letters, row in cells}
    merged = [[*start, *end] for start, end in sheet.merged_cell_ranges or []]
    others = [
        one.name
        for at, one in enumerate(book.sheets_metadata)
        if at > index and is_shown(one) and FILLED.search(source_of(content, at))
    ]
    tell({"sheet": sheet.name, "merged": merged, "hidden": hidden, "others": others})
    tell_rows(sheet.iter_rows(), formulas)


def tell(line: Any) -> int:
    """Gives the length."""
    return sys.stdout.buffer.write(orjson.dumps(line) + b"\n")


def tell_rows(rows: Iterator[list[Any]], formulas: set[tuple[int, int]] | None) -> None:
    """The rows that hold something. `formulas` None: only as text."""
    length = 0
    line: list[Any]
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS or length > TOLD:
            raise Refused("too_large")
        if formulas is None:
            line = [number, [text_of(cell) for cell in row]]
        else:
            natures = [NATURE.get(type(cell), "s") for cell in row]
            if formulas:
                natures = [n.upper() if (number, at) in formulas else n for at, n in enumerate(natures)]
            line = [number, [cell if type(cell) is str else text_of(cell) for cell in row], "".join(natures)]
        if any(line[1]):
            length += tell(line)


def text_of(cell: Any) -> str:
    """As somebody sees it: whole numbers without a point, days as 2023-06-01."""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time(0) else cell.isoformat(" ")
    return str(cell).strip()


def main() -> None:
    limit()
    content = sys.stdin.buffer.read()
    kind, closely = sys.argv[1], "closely" in sys.argv
    try:
        if closely and kind == "xlsx":
            return look_closely(content)
        if closely:
            tell({"sheet": "", "merged": [], "hidden": [], "others": []})
            return tell_rows(rows_of_csv(content), set())
        tell_rows(rows_of_workbook(content) if kind == "xlsx" else rows_of_csv(content), None)
    except csv.Error:
        tell({"refused": "quotes"})
    except Refused as refused:
        tell({"refused": str(refused)})
    except Exception as error:
        tell({"refused": "unreadable", "error": type(error).__name__})


if __name__ == "__main__":
    main()
