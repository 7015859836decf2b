"""The receipt of an import as a workbook: which file, when, by whom, what became of each row; no personal data."""

import io

import xlsxwriter
from django.utils.translation import gettext as _

from services.cases.models import Case
from services.workbooks import presenting
from services.workbooks.models import ImportedRow, Outcome, Workbook

TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}


def write(workbook: Workbook) -> bytes:
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, TEXT) as book:
        bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1})
        sheet = book.add_worksheet(_("回执"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 72)
        sheet.write_string(0, 0, _("表格导入回执"), bold)
        facts = [(_("文件"), workbook.filename), (_("回执编号"), workbook.pk), *presenting.receipt_facts(workbook)]
        facts += [(Outcome(code).label, count) for code, count in sorted(workbook.written.items())]
        for line, (label, value) in enumerate(facts, start=2):
            sheet.write_string(line, 0, str(label))
            sheet.write_string(line, 1, str(value))
        _rows(book.add_worksheet(_("各行")), workbook, head)
    return memory.getvalue()


def _rows(sheet: xlsxwriter.worksheet.Worksheet, workbook: Workbook, head: xlsxwriter.format.Format) -> None:
    sheet.set_column(0, 3, 20)
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
