"""From lines of JSON to units: each line is the body of POST /cases/<kind>/, read by the same fields.

Equal values of a column are read once: what makes the fields of REST slow is that every row is a form of its own.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.fields import empty

from accounts.api_base import SAFE_NAME
from services.cases.bodies import open_serializer
from services.cases.fields import asked_columns, opening_fields, row_models
from services.cases.kinds import Kind
from services.workbooks.models import Outcome
from services.workbooks.tables import Read
from services.workbooks.units import Unit, keyed

SIMPLE = (str, int, float, bool, type(None))
UNIQUE = {"external_id", "id_number", "person"}  # of these no two lines hold the same
NAMES = {"case.on": "opened_on", "who.organisation": "organisation"}  # what REST calls a column otherwise
EXTERNAL = ("external_system", "external_id")
OWN = ("origin", "external_system", "external_id")  # columns of the case that a line brings along
Numbered = tuple[int, bytes]  # the number of a line, from 1, and the line


def numbered(content: bytes) -> list[Numbered]:
    """The lines that hold something."""
    return [(number, line) for number, line in enumerate(content.split(b"\n"), start=1) if line.strip()]


def pointer(column: str) -> str:
    """The JSON Pointer of a column, "" for the whole line."""
    return f"/{NAMES.get(column, column.partition('.')[2])}" if column else ""


class LineReader:
    """Reads lines of one kind; made once for many."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.form = open_serializer(kind)()
        self.fields = dict(self.form.fields)
        self.required = {name for name, field in self.fields.items() if field.required} | {*EXTERNAL}
        optional = {name: field for name, field in self.fields.items() if field.default is not empty}
        self.defaults = {name: field.get_default() for name, field in optional.items()}
        self.opening = {spec.name for spec in opening_fields(kind)}
        self.details = {field.name for field in asked_columns(kind.detail_model)}
        self.rows = list(row_models(kind))
        self.known: dict[tuple, Any] = {}
        self.first: dict[str, int] = {}  # external number -> the line that holds it first

    def units(self, lines: Sequence[Numbered]) -> list[Unit]:
        """One per line, with its key and digest and, in `plan`, the object; a repeated external number is stopped."""
        units = []
        for number, line in lines:
            try:
                given = orjson.loads(line)
            except orjson.JSONDecodeError:
                given = None
            unit = Unit([Read(number, {})], digest=keyed(line.decode(errors="replace")))
            units.append(unit)
            if not isinstance(given, dict):
                unit.stop(Outcome.WRONG, "", "line.unreadable", _("这一行不是一个 JSON 对象。"))
                continue
            mark = repr((self.kind.code, *(given.get(name) for name in EXTERNAL)))
            unit.key, unit.plan = keyed(mark), given
            if self.first.setdefault(mark, number) != number and given.get("external_id"):
                detail = _("与第%(line)s行是同一个外部编号。请只留一行。") % {"line": self.first[mark]}
                unit.stop(Outcome.REPEATED, "case.external_id", "line.repeated", detail)
        return units

    def read(self, unit: Unit) -> None:
        """Puts the values of the object where a workbook's would be; stops the unit when one is wrong."""
        row = unit.first
        values = self._values(unit.plan, row)
        if row.is_bad:
            unit.outcome = Outcome.WRONG
            return
        unit.own = {name: values[name] for name in OWN if name in values}
        if "street" in values:
            unit.own["street_id"] = values["street"].pk
        unit.rows += self._placed(values, row)

    def _values(self, given: dict[str, Any], row: Read) -> dict[str, Any]:
        """Every field, read; what is wrong is told."""
        values = dict(self.defaults)
        for name, value in given.items():
            try:
                values[name] = self._read(name, value)
            except ValidationError as error:
                for detail in _flat(error.detail):
                    row.refuse(f".{name}", f"field.{detail.code}", _without(value, detail))
            except KeyError:
                place = f".{name}" if SAFE_NAME.fullmatch(name) else ""
                row.refuse(place, "field.unknown", _("没有这一项。请对照接口说明检查名称。"))
        for name in self.required - given.keys():
            row.refuse(f".{name}", "field.required", _("这一项是必填的。成批提交时，外部系统和外部编号也必填。"))
        if "id_number" in self.fields and ("person" in given) == ("id_number" in given):
            row.refuse(".person", "field.one_of", _("请用 person 或 id_number 指明一个人，二者填一项。"))
        return values

    def _read(self, name: str, value: Any) -> Any:
        """The validated value. KeyError for a name that the kind does not have."""
        if name in UNIQUE or not isinstance(value, SIMPLE):
            return self._validated(name, value)
        key = (name, type(value), value)
        if (found := self.known.get(key, empty)) is empty:
            try:
                found = self._validated(name, value)
            except ValidationError as error:
                found = error
            self.known[key] = found
        if isinstance(found, ValidationError):
            raise found
        return found

    def _validated(self, name: str, value: Any) -> Any:
        """As the form does it: the field, then what the form checks besides."""
        value = self.fields[name].run_validation(value)
        check = getattr(self.form, f"validate_{name}", None)
        return check(value) if check else value

    def _placed(self, values: dict[str, Any], row: Read) -> list[Read]:
        """Puts the values where a workbook's would be; returns the rows of further items."""
        places = row.values
        places["case.on"] = values["opened_on"]
        for name in ("person", "id_number", "organisation", "joint"):
            if name in values and name not in self.opening:
                places[f"who.{name}"] = values[name]
        for name in self.opening:
            if values.get(name) not in (None, ""):
                places[f"opening.{name}"] = values[name]
        for name in self.details & values.keys():
            places[f"detail.{name}"] = values[name]
        items = [item for name in self.rows for item in values[name]]
        further = [Read(row.line, {}) for _item in items[1:]]
        for place, item in zip([row, *further], items, strict=False):
            place.values |= {f"row.{name}": value for name, value in item.items()}
        return further


def _without(given: Any, detail: ErrorDetail) -> str:
    """The sentence, unless it repeats what was given: that may be anything, and the sentence is kept."""
    return _("内容不对。请对照接口说明填写。") if str(given) in detail else str(detail)


def _flat(detail: Any) -> Iterator[ErrorDetail]:
    if isinstance(detail, dict):
        for value in detail.values():
            yield from _flat(value)
    elif isinstance(detail, list):
        for value in detail:
            yield from _flat(value)
    else:
        yield detail
