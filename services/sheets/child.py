"""Reads one uploaded table in a process of its own, with little memory, little time and no network use.

Started by `reading.py`: the file on standard input, its kind as argument; writes one JSON line per row
([line number, [cells as text]]), or one line {"refused": code}. What harms this process harms nobody else.
"""

import csv
import datetime as dt
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineWorkbook

MEGABYTE = 1024 * 1024
MEMORY = 1024 * MEGABYTE
SECONDS = 20
UNPACKED = 200 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 200_000, 100
ENCODINGS = ("utf-8-sig", "gb18030")


class Refused(Exception):
    """The code of why the file is not read."""


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def rows_of_csv(content: bytes) -> Iterator[list[Any]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return iter(csv.reader(io.StringIO(text, newline="")))
    raise Refused("not_text")


def rows_of_workbook(content: bytes) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Refused("too_large")
            if "xl/workbook.xml" not in packed.namelist():
                raise Refused("not_a_workbook")
    except zipfile.BadZipFile:
        raise Refused("not_a_workbook") from None
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    if sheet.end is not None and (sheet.end[0] >= MOST_ROWS or sheet.end[1] >= MOST_COLUMNS):
        raise Refused("too_large")
    return sheet.iter_rows()


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
    try:
        rows = rows_of_workbook(content) if sys.argv[1] == "xlsx" else rows_of_csv(content)
        for number, row in enumerate(rows, start=1):
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise Refused("too_large")
            cells = [text_of(cell) for cell in row]
            if any(cells):
                sys.stdout.write(json.dumps([number, cells], ensure_ascii=False) + "\n")
    except Refused as refused:
        sys.stdout.write(json.dumps({"refused": str(refused)}) + "\n")
    except Exception as error:
        sys.stdout.write(json.dumps({"refused": "unreadable", "error": type(error).__name__}) + "\n")


if __name__ == "__main__":
    main()
