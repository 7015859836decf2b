"""Workbooks as offices make them, and the way of one through the product: upload, dry run, writing."""

import datetime as dt
import io
from typing import Any

import xlsxwriter
from openpyxl import load_workbook

from accounts import watching
from services.workbooks import actions, work
from services.workbooks.models import Workbook
from tests import make

HEAD = {
    "home_help": ["姓名", "身份证号", "申请日期", "已提交未就业声明"],
    "fuel": ["姓名", "身份证号", "申请日期", "车牌或车架号"],
    "job_seeker": ["姓名", "身份证号", "登记日期", "意向岗位", "文化程度"],
}


def xlsx(*rows: list[Any], name: str = "名册") -> bytes:
    """Days are written as days, everything else as it is."""
    memory = io.BytesIO()
    book = xlsxwriter.Workbook(memory, {"strings_to_formulas": False})
    sheet = book.add_worksheet(name)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for n, row in enumerate(rows):
        for m, value in enumerate(row):
            if isinstance(value, dt.date):
                sheet.write_datetime(n, m, value, day)
            elif value is not None:
                sheet.write(n, m, value)
    book.close()
    return memory.getvalue()


class Inline:
    """In place of services.jobs.registry.Running, for tests inside one transaction."""

    def __init__(self, user: Any, workbook: Workbook) -> None:
        self.user, self.args = user, {"workbook": str(workbook.pk)}
        self.kept: dict[str, Any] = {}
        self.moved: list[dict[str, Any]] = []

    def advance(self, done: int, total: int, message: str = "") -> None:
        assert 0 <= done <= total

    def batch(self) -> "Inline":
        return self

    def __enter__(self) -> dict[str, Any]:
        self.ask = watching.watch()
        return self.kept

    def __exit__(self, *_: object) -> None:
        self.moved = watching.together(self.moved, watching.moved_by(self.ask()))


def uploaded(book: str, content: bytes, *, by: str = "clerk_a", filename: str = "表.xlsx") -> Workbook:
    with make.acting(by) as one:
        street = make.ROLES[by][0] or make.STREET_A
        return actions.upload(by=one, book=book, street=street, filename=filename, content=content)


def checked(book: str, content: bytes, *, by: str = "clerk_a", filename: str = "表.xlsx") -> Workbook:
    workbook = uploaded(book, content, by=by, filename=filename)
    with make.acting(by) as one:
        actions.check(by=one, workbook=workbook)
        work.check(Inline(one, workbook))
        workbook.refresh_from_db()
    return workbook


def accepted(workbook: Workbook, *, by: str = "clerk_a", mode: str = "good", create_people: bool = False) -> Workbook:
    with make.acting(by) as one:
        actions.accept(by=one, workbook=workbook, mode=mode, create_people=create_people)
        workbook.refresh_from_db()
        work.accept(Inline(one, workbook))
        workbook.refresh_from_db()
    return workbook


def imported(book: str, content: bytes, *, by: str = "clerk_a", **options: Any) -> Workbook:
    return accepted(checked(book, content, by=by), by=by, **options)


def undone(workbook: Workbook, *, by: str = "clerk_a") -> Workbook:
    with make.acting(by) as one:
        actions.undo(by=one, workbook=workbook)
        work.undo(Inline(one, workbook))
        workbook.refresh_from_db()
    return workbook


def codes(workbook: Workbook) -> dict[int, set[str]]:
    """Line -> codes of its faults."""
    found: dict[int, set[str]] = {}
    for line, _heading, code, _text, note in workbook.findings:
        if not note:
            found.setdefault(line, set()).add(code)
    return found


def came_back(workbook: Workbook) -> Any:
    """The workbook with its marks, opened."""
    return load_workbook(io.BytesIO(workbook.marked_file))
