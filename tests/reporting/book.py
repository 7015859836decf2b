"""Entries as a page of a book: one line, one entry; and readings of it."""

import datetime as dt
from typing import Any

from reporting import catalogue
from reporting.figures import as_json, passports, readings_of, summary
from reporting.members import members
from services.ledger import actions
from services.ledger.models import Entry
from tests import make


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def write(code: str, on: str, *, street: str = make.STREET_A, **values: Any) -> Entry:
    with make.acting(None):
        person = values.get("person")
        return actions.record(
            by=None, code=code, on=day(on), street_id=person.street_id if person else street, **values
        )


def page(*lines: tuple) -> list[Entry]:
    """Each line: code, day, then columns by name."""
    return [write(code, on, **(values[0] if values else {})) for code, on, *values in lines]


def void(entry: Entry) -> None:
    with make.acting(None):
        actions.void(by=None, entry=entry, reason="登记有误")


def figure(code: str, area: str = "district", year: int = 2023, known_at: dt.datetime | None = None, basis="then"):
    """The value of one figure, after every form of it was seen to agree."""
    with make.acting(None):
        reading = summary(year, known_at, basis, fresh=True)
        declared = catalogue.get(code, reading.period)
        for part in catalogue.parts_of(declared).values():
            agreed(part, reading, area)
        (passport,) = passports(year, reading.known_at, basis, area=area, code=code)
        assert passport["value"] == as_json(reading.cell(declared, area).value)
        return passport["value"]


def agreed(indicator, reading, area: str, cells: dict | None = None) -> list:
    """The member keys, after pass, cell and member list were seen to agree. `cells`: of all areas, if read already."""
    listed = members(indicator.code, reading.period.year, area, reading.known_at, reading.basis)
    column = {"quantity": "quantity", "amount": "amount"}.get(indicator.unit.counting)
    total = sum((getattr(m.entry, column) or 0) for m in listed) if column else len(listed)
    value = reading.count(indicator, area)
    cells = cells or readings_of(indicator, reading.known_at, reading.period, reading.basis)
    cell, _hash = cells[area]
    assert value == cell and (value or 0) == total, (indicator.code, area, value, cell, total)
    return [m.key for m in listed]
