"""The receipt of an import: which file, when, by whom, what became of each row; no personal data. As a workbook with
every row, and on paper with their numbers, to be signed and filed."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from services.cases.models import Case
from services.documents.pdf import compile_pdf
from services.documents.printing import TEMPLATES
from services.workbooks import presenting
from services.workbooks.models import ImportedRow, Outcome, Workbook

TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def one_page_wide(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def write(workbook: Workbook) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, TEXT) as book:
        bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("回执"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 72)
        sheet.write_string(0, 0, _("表格导入回执"), bold)
        counts = [(Outcome(code).label, count) for code, count in sorted(workbook.written.items())]
        for line, (label, value) in enumerate([*_facts(workbook), *counts], start=2):
            sheet.write_string(line, 0, str(label))
            sheet.write_string(line, 1, str(value))
        _rows(book.add_worksheet(_("各行")), workbook, head)
        if workbook.moved:
            _moved(book.add_worksheet(_("已发布的数字")), workbook, head)
        for each in book.worksheets():
            one_page_wide(each)
    return memory.getvalue()


def printed(workbook: Workbook, by: User, now: dt.datetime) -> bytes:
    """PDF. Its numbers and hashes are those of the workbook, so that the two are one receipt."""
    undone = ImportedRow.objects.filter(workbook=workbook, undone="done").count()
    became = [
        _("%(outcome)s：%(count)s行") % {"outcome": Outcome(code).label, "count": f"{count:,}"}
        for code, count in sorted(workbook.written.items())
    ]
    became += [_("已撤销：%(count)s行") % {"count": f"{undone:,}"}] * bool(undone)
    words = _("%(who)s 打印于 %(when)s") % {"who": by, "when": f"{timezone.localtime(now):%Y-%m-%d %H:%M}"}
    data = {
        "agency": settings.AGENCY_NAME or _("区残疾人联合会"),
        "title": _("表格导入回执"),
        "number": str(workbook.pk),
        "printed": words,
        "facts": [[str(label), str(value)] for label, value in _facts(workbook)],
        "documents_title": _("各行的结果"),
        "documents": became,
        "notes": [
            _("同一个文件的校验值总是相同；文件改动一个字，校验值就不同。"),
            _("每一行的结果、案件编号和台账记录号在表格回执里，两份回执的校验值相同。"),
        ],
        "signatures": [_("经办人（签字）"), _("审核人（签字）")],
    }
    return compile_pdf(TEMPLATES / "receipt.typ", data, made_at=now)


def _facts(workbook: Workbook) -> list[tuple[Any, Any]]:
    return [(_("文件"), workbook.filename), (_("回执编号"), workbook.pk), *presenting.receipt_facts(workbook)]


def _rows(sheet: xlsxwriter.worksheet.Worksheet, workbook: Workbook, head: xlsxwriter.format.Format) -> None:
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 4, 20)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    for column, text in enumerate([_("行"), _("结果"), _("案件编号"), _("台账记录号"), _("撤销情况")]):
        sheet.write_string(0, column, text, head)
    rows = list(ImportedRow.objects.filter(workbook=workbook).order_by("line"))
    cases = Case.objects.in_bulk([row.case_id for row in rows if row.case_id])
    for line, row in enumerate(rows, start=1):
        number = cases[row.case_id].number if row.case_id in cases else ""
        undone = {"": "", "done": _("已撤销")}.get(row.undone, row.undone)
        sheet.write_number(line, 0, row.line)
        for column, text in enumerate([Outcome(row.outcome).label, number, row.entry_id or "", undone], start=1):
            sheet.write_string(line, column, str(text))


def _moved(sheet: xlsxwriter.worksheet.Worksheet, workbook: Workbook, head: xlsxwriter.format.Format) -> None:
    """The published figures that the import changed, as the page tells them."""
    table = presenting.moved_table(workbook)
    sheet.set_column(0, 1, 44)
    for column, header in enumerate(table["headers"]):
        sheet.write_string(0, column, header["text"] if isinstance(header, dict) else header, head)
    for line, row in enumerate(table["rows"], start=1):
        for column, cell in enumerate(row):
            sheet.write_string(line, column, cell["text"] if isinstance(cell, dict) else cell)
