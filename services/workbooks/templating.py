"""An empty workbook of a kind: headings, formats, drop-downs, and a sheet that explains every column."""

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from services.workbooks.columns import Column
from services.workbooks.receipts import TEXT, one_page_wide
from services.workbooks.references import rows_of
from services.workbooks.units import Book

LINES = 2000  # so many rows are formatted and checked by the spreadsheet itself
WIDTHS = {"id_number": 22, "certificate": 26, "organisation": 28, "text": 22, "reference": 22}
EXAMPLES: dict[str, Any] = {
    "id_number": "110199198505050010",
    "certificate": "11019919850505001042",
    "phone": "13800000000",
    "date": "2023-06-01",
    "month": "2023-06",
    "integer": "12",
    "money": "120.50",
    "number": "RA-2023-000123",
}


def template(book: Book) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, TEXT) as file:
        sheet, guide = file.add_worksheet(_("填写")), file.add_worksheet(_("说明"))
        lists = file.add_worksheet(_("选项"))
        lists.hide()
        head = file.add_format(
            {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        must = file.add_format(
            {"bold": True, "bg_color": "#D6E4F5", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
        )
        formats = {
            "date": file.add_format({"num_format": "yyyy-mm-dd"}),
            "money": file.add_format({"num_format": "0.00"}),
            "integer": file.add_format({"num_format": "0"}),
            "": file.add_format({"num_format": "@"}),  # text: a number of 18 places stays what it is
        }
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for at, column in enumerate(book.columns):
            sheet.write_string(
                0, at, column.heading + ("*" if column.required else ""), must if column.required else head
            )
            sheet.set_column(at, at, WIDTHS.get(column.type, 16), formats.get(column.type, formats[""]))
            _offer(sheet, lists, at, column)
        _explain(guide, book, head, file.add_format({"text_wrap": True, "valign": "top"}))
        for each in (sheet, guide):
            one_page_wide(each)
    return memory.getvalue()


def words_of(column: Column) -> list[str]:
    """What a drop-down offers; empty where anything may stand."""
    if column.type == "boolean":
        return [_("是"), _("否")]
    if column.type == "reference":
        return [str(row) for row in rows_of(column)]
    return [str(label) for _code, label in column.choices]


def _offer(sheet: Any, lists: Any, at: int, column: Column) -> None:
    if words := words_of(column):
        lists.write_column(0, at, words)
        name = xlsxwriter.utility.xl_col_to_name(at, col_abs=True)
        options = {
            "validate": "list",
            "source": f"='{lists.name}'!{name}$1:{name}${len(words)}",
            "error_title": _("请从列表里选"),
            "error_message": _("这一列只能从列表里选。"),
        }
        sheet.data_validation(1, at, LINES, at, options)
    elif column.type == "date":
        options = {
            "validate": "custom",
            "value": f"=ISNUMBER({xlsxwriter.utility.xl_rowcol_to_cell(1, at)})",
            "error_type": "warning",
            "error_title": _("请填日期"),
            "error_message": _("请按 2023-06-01 的样子填写。"),
        }
        sheet.data_validation(1, at, LINES, at, options)


def _explain(guide: Any, book: Book, head: Any, wrap: Any) -> None:
    guide.set_column(0, 0, 24)
    guide.set_column(1, 1, 8)
    guide.set_column(2, 2, 70, wrap)
    guide.set_column(3, 3, 24)
    guide.write_string(0, 0, _("%(book)s：怎样填写") % {"book": book.label}, head)
    notes = [
        _("一行一件；表头不要改名，不用的列可以删去。带*的必须填写。"),
        _("上传后先核对，不会马上登记；有问题的行会涂色并写明原因，改正后再上传，已经导入的不会重复。"),
    ]
    for line, text in enumerate(notes, start=1):
        guide.merge_range(line, 0, line, 3, text, wrap)
    first = len(notes) + 2
    for at, text in enumerate([_("列"), _("必填"), _("说明"), _("例子")]):
        guide.write_string(first, at, text, head)
    for line, column in enumerate(book.columns, start=first + 1):
        words = words_of(column)
        offered = _("可以选：%(words)s") % {"words": _("、").join(words[:40])} if words else ""
        text = " ".join(filter(None, [str(column.help or ""), offered]))
        guide.write_string(line, 0, column.heading, wrap)
        guide.write_string(line, 1, _("是") if column.required else "", wrap)
        guide.write_string(line, 2, text, wrap)
        guide.write_string(line, 3, words[0] if words else EXAMPLES.get(column.type, ""), wrap)
