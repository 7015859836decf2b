"""Writes findings into somebody's own workbook, in a process of its own with the limits of `child.py`.

Standard input: one JSON line {kind, sheet, head, width, result, explained, legend, rows: [[line, tone, text]],
cells: [[line, column, tone, text]]}, then the file. Standard output: the workbook. Everything that is written is text:
never a formula, whatever it begins with. Marks of an earlier round are taken off first.
"""

import io
import sys
from typing import Any

import orjson
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.exceptions import IllegalCharacterError
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import save_workbook

from services.sheets.child import limit, rows_of_csv

AUTHOR = "Taizhang"
MARKING_SECONDS = 100  # writing 50,000 rows again takes half of it
COLOURS = {"good": "E3F1E6", "info": "E1ECF7", "neutral": "F0F1F3", "warn": "FFF0CC", "stop": "FBDDD9"}
FILLS = {tone: PatternFill("solid", fgColor=colour) for tone, colour in COLOURS.items()}
NO_FILL = PatternFill()


def write_text(sheet: Worksheet, line: int, column: int, text: str) -> Any:
    cell = shown(sheet, line, column)
    try:
        cell.value = text
    except IllegalCharacterError:
        cell.value = "".join(c for c in text if c.isprintable())
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


def from_csv(content: bytes) -> Workbook:
    book = Workbook()
    for line, row in enumerate(rows_of_csv(content), start=1):
        for column, value in enumerate(row, start=1):
            if value:
                write_text(book.active, line, column, value)
    return book


def shown(sheet: Worksheet, line: int, column: int) -> Any:
    """The cell that is seen there: of a merged range its first."""
    cell = sheet.cell(line, column)
    if isinstance(cell, MergedCell):
        for merged in sheet.merged_cells.ranges:
            if cell.coordinate in merged:
                return sheet.cell(merged.min_row, merged.min_col)
    return cell


def clean(sheet: Worksheet, result: int) -> None:
    """Takes off what an earlier round has put on."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment and cell.comment.author == AUTHOR:
                cell.comment, cell.fill = None, NO_FILL
    for line in range(1, sheet.max_row + 1):
        cell = shown(sheet, line, result)
        cell.value, cell.fill = None, NO_FILL


def mark(book: Workbook, about: dict[str, Any]) -> None:
    sheet = book[about["sheet"]] if about["sheet"] else book.active
    head, title = about["head"], about["result"]
    old = [cell.column for cell in sheet[head] if cell.value == title]
    result = old[0] if old else max(sheet.max_column, about["width"]) + 1
    clean(sheet, result)
    write_text(sheet, head, result, title).font = Font(bold=True)
    sheet.column_dimensions[sheet.cell(head, result).column_letter].width = 48
    for line, tone, text in about["rows"]:
        cell = write_text(sheet, line, result, text)
        cell.fill, cell.alignment = FILLS[tone], Alignment(wrap_text=True, vertical="top")
        tall = 15 * sum(1 + len(part) // 24 for part in text.split("\n"))  # points; 24 characters in a line
        sheet.row_dimensions[line].height = max(sheet.row_dimensions[line].height or 0, tall)
    for line, column, tone, text in about["cells"]:
        cell = shown(sheet, line, column)
        cell.fill = FILLS[tone]
        if not isinstance(cell.comment, Comment):
            cell.comment = Comment(text, AUTHOR, width=320, height=90)
        else:
            cell.comment = Comment(f"{cell.comment.text}\n{text}", AUTHOR, width=320, height=140)
    if sheet.freeze_panes is None:
        sheet.freeze_panes = f"A{head + 1}"
    explain(book, about["explained"], about["legend"])


def explain(book: Workbook, title: str, legend: list[list[str]]) -> None:
    """A sheet that says what the colours and words mean: [tone, word, explanation]."""
    if title in book.sheetnames:
        del book[title]
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 90
    for line, (tone, word, text) in enumerate(legend, start=1):
        first = write_text(sheet, line, 1, word)
        write_text(sheet, line, 2, text).alignment = Alignment(wrap_text=True, vertical="top")
        if tone:
            first.fill = FILLS[tone]


def main() -> None:
    limit(MARKING_SECONDS)
    about = orjson.loads(sys.stdin.buffer.readline())
    content = sys.stdin.buffer.read()
    if about["kind"] == "xlsx":
        book = load_workbook(io.BytesIO(content), keep_links=False)
    else:
        book = from_csv(content)
    mark(book, about)
    memory = io.BytesIO()
    save_workbook(book, memory)
    sys.stdout.buffer.write(memory.getvalue())


if __name__ == "__main__":
    main()
