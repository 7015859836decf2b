"""Thirty kinds of fault in a workbook of home help, and how each is put right."""

import datetime as dt
from typing import Any

from services.people.actions import correct_person
from tests import make

DAY = dt.date(2023, 3, 1)
HEAD = ["姓名", "身份证号", "残疾人证号", "申请日期", "已提交未就业声明", "台账编号"]


def faults(people: list[Any], elsewhere: Any, dead: Any, jobless: Any, applied: Any) -> list[tuple[str, list[Any]]]:
    """(code, the row as it stands in the first round). `people` are as many as rows, each without a case."""
    it = iter(people)

    def row(**changes: Any) -> list[Any]:
        one = changes.pop("about", None) or next(it)
        values = {"name": one.name, "id": one.id_number, "certificate": None, "on": DAY, "declared": "是", "own": None}
        values |= {key: value(one) if callable(value) else value for key, value in changes.items()}
        return [values[key] for key in ("name", "id", "certificate", "on", "declared", "own")]

    first = row()
    return [
        ("", first),
        ("id_number.spreadsheet", row(id=lambda p: int(p.id_number[:15]) * 1000)),
        ("id_number.old_fifteen", row(id=lambda p: p.id_number[:6] + p.id_number[8:17])),
        ("id_number.length", row(id=lambda p: p.id_number[:-1])),
        ("id_number.check_digit", row(id=lambda p: p.id_number[:-1] + ("0" if p.id_number[-1] != "0" else "1"))),
        ("id_number.characters", row(id=lambda p: "A" + p.id_number[1:])),
        ("id_number.letter", row(id=lambda p: p.id_number[:1] + "l" + p.id_number[2:])),
        ("id_number.masked", row(id=lambda p: p.id_number[:6] + "********" + p.id_number[14:])),
        ("id_number.missing", row(id=None)),
        ("certificate_number.length", row(id=None, certificate=lambda p: p.id_number + "4")),
        ("certificate_number.category", row(id=None, certificate=lambda p: p.id_number + "92")),
        ("certificate_number.grade", row(id=None, certificate=lambda p: p.id_number + "49")),
        ("certificate.other_person", row(certificate=lambda p: first[1] + "42")),
        ("cell.missing", row(name=None)),
        ("name.is_a_number", row(name="12345")),
        ("person.other_name", row(name="赵不是")),
        ("text.too_long", row(own="长" * 41)),
        ("date.unreadable", row(on="去年三月")),
        ("date.not_in_calendar", row(on="2023-02-30")),
        ("date.of_1900", row(on=dt.date(1900, 1, 5))),
        ("date.serial", row(on=45000)),
        ("date.in_future", row(on=dt.date(2199, 1, 1))),
        ("date.before_birth", row(on=dt.date(1950, 1, 1))),
        ("boolean.unreadable", row(declared="也许")),
        ("constraint.broken", row(declared="否")),
        ("cell.formula_error", row(declared="#N/A")),
        ("person.registered_elsewhere", row(about=elsewhere)),
        ("person.died", row(about=dead)),
        ("refusal.rc02", row(about=jobless)),
        ("line.repeated", list(first)),
        ("case.already_applied", row(about=applied)),
    ]


def cast() -> dict[str, Any]:
    """The people of the rows."""
    people = [make.person(f"张{chr(0x4E00 + n)}三", born=dt.date(1980, 1, 1 + n)) for n in range(28)]
    dead = make.person("钱故去")
    with make.acting("clerk_a") as by:
        correct_person(by=by, person=dead, seen_version=1, today=make.TODAY, died_on=dt.date(2022, 1, 1))
    applied = make.person("周已办")
    make.opened("home_help", applied, on=dt.date(2023, 1, 9))
    return {
        "people": people,
        "elsewhere": make.person("孙外街", street=make.STREET_B),
        "dead": dead,
        "applied": applied,
        "jobless": make.person("李无证", certificate=None),
    }
