"""The file for the bank, rendered from the frozen payments: the same bytes whenever it is asked for.

Text stays text: in csv a cell that a spreadsheet would take for a formula is led by an apostrophe; in xlsx every
cell is written as a string or a number.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from services.payments.models import Batch, Payment

HEADINGS = ("序号", "发放编号", "收款人", "开户银行", "账号", "金额", "用途")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SENT = (Payment.State.RELEASED, Payment.State.PAID, Payment.State.RETURNED)


def rows(batch: Batch) -> Iterator[tuple[Any, ...]]:
    """(number in the file, payment number, payee, bank, account, amount, purpose)."""
    payments = Payment.objects.filter(batch=batch, state__in=SENT)
    related = ("account", "provider_account")
    for payment in payments.select_related(*related).order_by("line_no"):
        payee = payment.payee
        purpose = f"{payment.label} {payment.for_month:%Y-%m}"
        yield payment.line_no, payment.number, payee.holder, payee.bank, payee.number, payment.amount, purpose


def harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def as_csv(batch: Batch) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for row in rows(batch):
        writer.writerow(harmless(str(cell)) for cell in row)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(batch: Batch) -> bytes:
    memory = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet(batch.number)
        head, money = book.add_format({"bold": True, "bottom": 1}), book.add_format({"num_format": "#,##0.00"})
        for column, text in enumerate(HEADINGS):
            sheet.write_string(0, column, text, head)
        for line, row in enumerate(rows(batch), start=1):
            for column, cell in enumerate(row):
                if column in (0, 5):
                    sheet.write_number(line, column, cell, money if column else None)
                else:
                    sheet.write_string(line, column, str(cell))
        for column, width in enumerate((6, 16, 14, 24, 26, 12, 36)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
    return memory.getvalue()
