"""What is planned and written together: a row of a workbook, or the rows of one application with several items."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from accounts.models import User
from services.people import crypto
from services.people.models import Person
from services.workbooks.columns import Column
from services.workbooks.models import Outcome
from services.workbooks.tables import Finding, Read

AT_ONCE = 5000  # rows of what is written set-based
WRITTEN: Any = (Outcome.NEW, Outcome.CHANGED)


@dataclass
class Asked:
    """For whom, where and when a workbook is planned. `dry`: nothing will be written, look-ups elsewhere are allowed.

    `fresh` are people who are to be registered, by blind index; `claims` what earlier rows apply for -> their line;
    `of_years` what is told of a column's days of that year; `heads` people for whom earlier rows start a household.
    """

    by: User | None
    street: str | None
    today: dt.date
    dry: bool = True
    create_people: bool = True
    fresh: dict[bytes, Person] = field(default_factory=dict)
    claims: dict[str, int] = field(default_factory=dict)
    of_years: dict[tuple[str, int], Finding] = field(default_factory=dict)
    heads: set[UUID] = field(default_factory=set)


@dataclass
class Unit:
    """`key` and `digest` as ImportedRow has them; `case` and (the key of the) `entry` what the unit became or is about;
    `changes` are (column key, old, new); `own` columns of a new case that come along; `plan` is the book's own."""

    rows: list[Read]
    outcome: Any = ""
    person: Any = None  # a Person, where the book is about people
    parties: list[Person] = field(default_factory=list)  # further applicants
    case: Any = None
    entry: int | None = None
    changes: list[tuple[str, Any, Any]] = field(default_factory=list)
    before: dict[str, Any] | None = None
    plan: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    key: bytes = b""
    digest: bytes = b""
    first: Read = field(init=False)

    def __post_init__(self) -> None:
        self.first = self.rows[0]

    @property
    def values(self) -> dict[str, Any]:
        return self.first.values

    @property
    def is_open(self) -> bool:
        """Nothing was decided about it yet."""
        return not self.outcome

    def stop(self, outcome: Any, column: str, code: str, detail: Any) -> None:
        self.first.refuse(column, code, detail)
        self.outcome = outcome

    def part(self, name: str) -> dict[str, Any]:
        """The values of one part, by argument name."""
        return part_of(self.first, name)


def part_of(row: Read, name: str) -> dict[str, Any]:
    return {own: value for key, value in row.values.items() if (own := _name_in(key, name))}


@cache
def _name_in(key: str, part: str) -> str:
    """The argument's name; "" when the column is of another part."""
    return key.removeprefix(f"{part}.") if key.startswith(f"{part}.") else ""


class Book(Protocol):
    """A kind of workbook. `right` is what its writing needs."""

    @property
    def code(self) -> str: ...

    @property
    def right(self) -> str: ...

    @property
    def label(self) -> Any: ...

    @property
    def whole(self) -> bool:
        """The district's own: such a workbook stands in no street."""
        ...

    @property
    def at_once(self) -> int:
        """So many rows are planned, or written and committed, together."""
        ...

    @property
    def looks_ahead(self) -> bool:
        """Its plan locks nothing: it may be made in the transaction before the one that writes it."""
        ...

    @property
    def columns(self) -> tuple[Column, ...]: ...

    def units(self, rows: Sequence[Read]) -> list[Unit]:
        """The rows put together; a repeated row is told and stopped."""
        ...

    def plan(self, units: Sequence[Unit], asked: Asked) -> None:
        """Decides the outcome of each unit; set-based."""
        ...

    def write(self, units: Sequence[Unit], asked: Asked) -> None:
        """Writes the units that are new or changed; set-based."""
        ...

    def undo_many(self, rows: Sequence[Any], asked: Asked, reason: str) -> set[int]:
        """Takes back together what can be; returns the keys of those rows. A DomainError: none of them."""
        ...

    def undo(self, row: Any, asked: Asked, reason: str) -> None:
        """Takes back what a row became. A DomainError says why it cannot be."""
        ...


def keyed(text: str) -> bytes:
    return crypto.blind_index(text, purpose="workbook_row")


def held_in(rows: Iterable[Read]) -> str:
    """What a digest is made of: what the rows hold; whom they are about stands in the key."""
    return repr([sorted((k, str(v)) for k, v in row.values.items() if not k.startswith("who.")) for row in rows])


def settle(units: Iterable[Unit]) -> None:
    """Whatever has a fault and no better word for it is wrong."""
    for unit in units:
        if unit.is_open and any(row.is_bad for row in unit.rows):
            unit.outcome = Outcome.WRONG
