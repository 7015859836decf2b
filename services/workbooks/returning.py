"""The workbook that goes back: what is to be told stands in its cells, at the true line numbers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from services.sheets import reading
from services.workbooks.checking import told_of
from services.workbooks.columns import plain
from services.workbooks.models import TONES, Outcome, Workbook
from services.workbooks.spellings import LEGEND, RESULT
from services.workbooks.tables import Table
from services.workbooks.units import Book, Unit

OUTCOMES: Any = Outcome


def marked(workbook: Workbook, book: Book, table: Table, units: Sequence[Unit]) -> bytes:
    """As xlsx, whatever was uploaded. Errors: Malformed (it cannot be written again)."""
    at = {}
    for place, name in table.headings.items():
        if key := workbook.mapping.get(plain(name)):
            at[key] = place + 1
    headings = {column.key: column.heading for column in book.columns}
    rows: list[list[Any]] = []
    cells: dict[tuple[int, int], list[Any]] = {}
    for unit in units:
        told = told_of(book, unit)
        for row in unit.rows:
            mine = [one for one in told if one[0] == row.line]
            texts = [_at(headings.get(key, ""), text) for _line, key, _code, text, _note in mine]
            word = OUTCOMES(unit.outcome).label
            rows.append([row.line, TONES[unit.outcome], "\n".join([str(word), *texts])])
            for line, key, _code, text, note in mine:
                if key in at:
                    tone = "info" if note else "stop"
                    cell = cells.setdefault((line, at[key]), [line, at[key], tone, ""])
                    cell[2] = "stop" if not note else cell[2]
                    cell[3] += ("\n" if cell[3] else "") + text
    about = {
        "sheet": table.sheet.name,
        "head": table.head,
        "width": max(table.headings) + 1,
        "result": RESULT,
        "explained": LEGEND,
        "legend": legend(),
        "rows": rows,
        "cells": list(cells.values()),
    }
    return reading.mark(workbook.filename, workbook.file, about)


def _at(heading: str, text: str) -> str:
    return _("%(heading)s：%(text)s") % {"heading": heading, "text": text} if heading else text


def legend() -> list[list[str]]:
    """[tone, word, what it means and what to do]."""
    words = {
        OUTCOMES.NEW: _("登记里没有，导入时新增。"),
        OUTCOMES.CHANGED: _("登记里有，内容不同；批注写明原来和现在的内容，导入时更正。"),
        OUTCOMES.SAME: _("登记里已有同样的内容，不会重复登记。"),
        OUTCOMES.CONFLICT: _("与登记的情况不符或不符合规定，不导入。请按批注核对。"),
        OUTCOMES.REPEATED: _("与表里另一行重复，不导入。请删去一行。"),
        OUTCOMES.ELSEWHERE: _("此人在其他街道登记，不导入。请申请移交。"),
        OUTCOMES.WRONG: _("填写有误，不导入。请按批注改正后重新上传，已经导入的行不会重复。"),
    }
    rows = [[TONES[outcome], str(outcome.label), text] for outcome, text in words.items()]
    lead = _("每一行的结果在最后一列“%(result)s”；有问题的单元格涂了颜色并有批注。") % {"result": RESULT}
    return [["", _("怎样看"), lead], *rows]
