"""The columns of a workbook, made of what a kind already declares: its steps, its table, its detail rows."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.cases.fields import TYPES, asked_columns, opening_fields
from services.cases.kinds import ON, Kind, StepField, Subject
from services.ledger.models import Entry
from services.workbooks.spellings import ALSO, FILLED_IN


@dataclass(frozen=True)
class Column:
    """`part` says to what the value goes: who, case, opening (or step), detail, row; `name` is the argument there.

    `type`: name, id_number, certificate, phone, text, date, month, integer, money, choice, boolean, organisation,
    reference (a row of `field`'s table, by its name), number (a case number).
    """

    part: str
    name: str
    label: Any
    type: str = "text"
    required: bool = True
    choices: tuple[tuple[Any, Any], ...] = ()
    help: Any = ""
    also: tuple[str, ...] = ()  # what offices call it, besides
    most: int | None = None  # characters
    field: models.Field | None = None

    @cached_property
    def key(self) -> str:
        return f"{self.part}.{self.name}"

    @property
    def heading(self) -> str:
        return str(self.label)


ID_NUMBER = Column(
    "who",
    "id_number",
    _("身份证号"),
    "id_number",
    help=_("18位。请先把这一列的格式设为“文本”。"),
    also=ALSO["id_number"],
)
NAME = Column("who", "name", _("姓名"), "name", help=_("与登记的姓名一致。"), also=ALSO["name"])
CERTIFICATE = Column(
    "who",
    "certificate",
    _("残疾人证号"),
    "certificate",
    required=False,
    help=_("没有身份证号列的，可以只填残疾人证号。"),
    also=ALSO["certificate"],
)
EXTERNAL = Column(
    "case",
    "external_id",
    _("台账编号"),
    required=False,
    help=_("本街道台账里的编号。填写后，改了日期再导入也能认出是同一件。"),
    also=ALSO["external_id"],
    most=40,
)
CASE_NUMBER = Column(
    "case",
    "number",
    _("案件编号"),
    "number",
    required=False,
    help=_("一个人有几件同类案件时必须填写，例如 RA-2023-000123。"),
)


def of_opening(kind: Kind) -> tuple[Column, ...]:
    """What opening a case of `kind` takes: whom it is about, the day, the kind's own columns and detail rows."""
    on = next((spec for spec in kind.opening.fields if spec.name == "on"), ON)
    label = _("申请日期") if on is ON else on.label
    who: tuple[Column, ...] = ()
    if kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
        who = (NAME, replace(ID_NUMBER, required=False), CERTIFICATE)
    elif kind.subject == Subject.ORGANISATION:
        who = (Column("who", "organisation", _("单位"), "organisation", also=ALSO["organisation"]),)
    return (
        *who,
        Column("case", "on", label, "date", also=ALSO["on"]),
        *(of_spec("opening", spec) for spec in opening_fields(kind) if spec.name != "on"),
        *of_model("detail", kind.detail_model),
        *(column for model in kind.detail_rows for column in of_model("row", model)),
        EXTERNAL,
    )


def of_step(kind: Kind, slug: str) -> tuple[Column, ...]:
    """What a step takes, and whose case it is about."""
    step = kind.step(slug)
    who = (NAME, replace(ID_NUMBER, required=False), CERTIFICATE) if kind.subject != Subject.NONE else ()
    number = CASE_NUMBER if who else replace(CASE_NUMBER, required=True)
    return (*who, number, *(of_spec("step", spec) for spec in step.fields))


def of_spec(part: str, spec: StepField) -> Column:
    field = None if spec.name == "on" else Entry._meta.get_field(spec.name)
    most = getattr(field, "max_length", None)
    return Column(part, spec.name, spec.label, spec.type, spec.required, spec.choices, spec.help, most=most)


def of_model(part: str, model: type[models.Model]) -> Iterable[Column]:
    """The columns of a kind's table that somebody enters."""
    for field in asked_columns(model):
        choices = tuple(field.flatchoices or ())
        kind = "choice" if choices else TYPES.get(field.get_internal_type(), "integer")
        required = not (field.blank or field.null or field.has_default())
        yield Column(
            part,
            field.name,
            field.verbose_name,
            kind,
            required,
            choices,
            field.help_text,
            most=field.max_length,
            field=field,
        )


def plain(heading: str) -> str:
    """A heading without spaces, stars and brackets of its own: how it is remembered and compared."""
    text = unicodedata.normalize("NFKC", heading)
    text = "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))
    for word in FILLED_IN:
        text = text.removesuffix(word)
    return text.strip("*:")


def guess(headings: Iterable[str], columns: Iterable[Column], remembered: dict[str, str]) -> dict[str, str]:
    """Heading (as `plain`) -> column key, "" for one that is left out: as remembered, else by name."""
    names: dict[str, str] = {}
    for column in columns:
        for name in (*column.also, column.heading):
            names[plain(name)] = column.key
    for column in columns:  # a column's own name goes before what another one is also called
        names[plain(column.heading)] = column.key
    found: dict[str, str] = {}
    for heading in headings:
        key = remembered.get(heading, names.get(heading, ""))
        found[heading] = key if key not in found.values() else ""
    return found
