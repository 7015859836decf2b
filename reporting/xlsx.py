"""The summary as a workbook. Text is written as text (never a formula); each number carries its passport's hash."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from reporting.catalogue import PROGRAMMES
from reporting.figures import Reading, passports, summary
from reporting.findings import findings

JOB = "reporting.summary_xlsx"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROWS = 3


def write_summary(year: int, known_at: dt.datetime | None, file: BinaryIO, basis: str = "then") -> None:
    """Writes what `/summary/<year>/` shows to the scope in force."""
    reading = summary(year, known_at, basis)
    hashes = {(p["code"], p["area"]): p["member_hash"] for p in passports(year, reading.known_at, basis)}
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(file, options) as book:
        _figures(book, reading, hashes)
        _notes(book, reading)


def _figures(book: xlsxwriter.Workbook, reading: Reading, hashes: dict) -> None:
    sheet = book.add_worksheet(_("年度汇总"))
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    section = book.add_format({"bold": True, "bg_color": "#E8EEF4"})
    whole, money = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "#,##0.00"})
    sheet.write_string(0, 0, _("%(year)s年残疾人服务汇总") % {"year": reading.period.year}, bold)
    known_at = timezone.localtime(reading.known_at)
    sheet.write_string(1, 0, _("截至 %(moment)s 已登记") % {"moment": f"{known_at:%Y-%m-%d %H:%M:%S}"})
    sheet.write_comment(1, 0, known_at.isoformat(), {"author": "Taizhang"})  # to the microsecond: figures --known-at
    for column, text in enumerate([_("指标"), _("指标代码"), _("单位"), *reading.names.values()]):
        sheet.write_string(HEAD_ROWS - 1, column, str(text), head)
    row, programme = HEAD_ROWS, None
    for figure in reading.figures:
        if figure.programme != programme:
            programme = figure.programme
            sheet.write_string(row, 0, str(PROGRAMMES[programme]), section)
            row += 1
        label = _("%(label)s（填报）") % {"label": figure.label} if figure.stated else str(figure.label)
        for column, text in enumerate([label, figure.code, figure.symbol]):
            sheet.write_string(row, column, text)
        for column, area in enumerate(reading.areas, 3):
            if not figure.covers(area):
                sheet.write_string(row, column, "—")
                continue
            value = reading.cell(figure, area).value
            if value is None:
                sheet.write_string(row, column, "—")
            else:
                sheet.write_number(row, column, value, money if isinstance(value, Decimal) else whole)
            note = f"{figure.code} v{figure.version} {reading.period} {area}\n{hashes[figure.code, area]}"
            sheet.write_comment(row, column, note, {"x_scale": 2.5, "author": "Taizhang"})
        row += 1
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 40)
    sheet.set_column(3, 3 + len(reading.areas), 16)
    sheet.freeze_panes(HEAD_ROWS, 3)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, HEAD_ROWS - 1)


def _notes(book: xlsxwriter.Workbook, reading: Reading) -> None:
    sheet = book.add_worksheet(_("说明"))
    lines = [
        _("人、户、家为去重数，各街道之和可能不等于全区。不同单位的数字不能相加。"),
        _("流量指标按事项发生日期计入当年；存量指标为期末当日。"),
        _("每个数字的批注是它的护照：指标代码、口径版本、年度、区域和名单核对码。"),
    ]
    lines += [_("请核对：%(area)s：%(text)s") % {"area": reading.names[f.area], "text": f} for f in findings(reading)]
    lines += [
        _("%(label)s（%(unit)s）：%(text)s") % {"label": f.label, "unit": f.symbol, "text": f.definition}
        for f in reading.figures
    ]
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, text)
    sheet.set_column(0, 0, 110)


def run_job(job: Any) -> tuple[str, str, bytes]:
    """The job: args year, known_at (ISO), basis; in the requester's scope."""
    job.advance(0, 1)
    known_at, file = parse_datetime(job.args["known_at"]), io.BytesIO()
    write_summary(job.args["year"], known_at, file, job.args["basis"])
    job.advance(1, 1)
    return f"summary-{job.args['year']}.xlsx", CONTENT_TYPE, file.getvalue()
