"""The rows of one district before they are written. A case takes only the steps that its `kind.py` allows."""

import datetime as dt
import uuid
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from services.cases import kinds
from services.cases.kinds import Origin
from services.devices.models import CatalogueItem

ORIGINS = [str(o) for o in [Origin.WINDOW] * 7 + [Origin.PLATFORM] * 2 + [Origin.PHONE, Origin.HOME_VISIT]]


class Happening(NamedTuple):
    """A ledger entry to be. `key` numbers the entries of a book; `ends` is the key of another one.

    `mistaken` entries are voided after they were written and count nothing.
    """

    key: int
    code: str
    on: dt.date
    street: str
    community: int | None
    case: str | None
    person: str | None
    household: str | None
    organisation: int | None
    quantity: int
    amount: str | None
    detail: str
    for_month: dt.date | None
    valid_until: dt.date | None
    category: int | None
    grade: int | None
    age: int | None
    sex: str
    suspected: bool
    from_status: str
    to_status: str
    reason: str
    ends: int | None
    mistaken: bool


NOBODY = (None, None, None, None, "", False)


class Life:
    """A case on its way; it has the attributes of a Case by which a kind makes its claim."""

    __slots__ = (
        "community",
        "household_id",
        "id",
        "kind",
        "latest",
        "moved",
        "opened_on",
        "organisation_id",
        "origin",
        "person",
        "person_id",
        "status",
        "street",
        "version",
    )

    def __init__(
        self, kind: str, case_id: str, on: dt.date, person: Any, household: Any, organisation: int | None, street: Any
    ) -> None:
        self.kind, self.id, self.opened_on, self.moved, self.latest = kind, case_id, on, on, on
        subject = person or household
        self.street: str = subject.street if subject else street
        self.community = subject and subject.community
        self.person, self.person_id = person, person and person.id
        self.household_id, self.organisation_id = household and household.id, organisation
        self.version, self.status, self.origin = 1, "", ""


class Book:
    """What a generator writes down: `residents`, `households`, `organisations`, cases, detail rows and entries."""

    def __init__(self, rng: Random, years: list[int]) -> None:
        self.rng, self.years = rng, years
        self.entries: list[Happening] = []
        self.lives: list[tuple[Life, str | None]] = []
        self.details: dict[str, list[dict[str, Any]]] = {}
        self.parties: list[tuple[Life, Any]] = []
        self.items: list[tuple[Life, dict[str, Any]]] = []
        self.catalogue = {item.code: item for item in CatalogueItem.objects.filter(valid_to=None)}
        self.devices: dict[str, set[str]] = {}  # who was given what: nobody the same twice
        self.stands_for: dict[str, str] = {}
        self.voids: list[tuple[int, str]] = []
        self.corrections: list[tuple[int, dict[str, Any], str]] = []
        self.merges: list[tuple[Any, Any, dt.date]] = []
        self._kinds = {kind.code: kind for kind in kinds.all_kinds()}
        self._steps = {
            kind.code: {
                step.slug: (step.code, step.to or "", frozenset(step.from_), step.internal) for step in kind.steps
            }
            for kind in self._kinds.values()
        }

    def new_id(self) -> str:
        return str(uuid.UUID(int=self.rng.getrandbits(128), version=4))

    def open(
        self,
        kind: str,
        on: dt.date,
        details: dict[str, Any],
        *,
        person: Any = None,
        household: Any = None,
        organisation: int | None = None,
        street: str | None = None,
        **values: Any,
    ) -> Life:
        """A new case with its first entry; `values` are further columns of that entry."""
        life = Life(kind, self.new_id(), on, person, household, organisation, street)
        life.origin = self.rng.choice(ORIGINS)
        declared = self._kinds[kind]
        claim = declared.claim(life, details) if declared.claim else None
        self.lives.append((life, claim))
        self.details.setdefault(kind, []).append({"case_id": life.id, "street_id": life.street, **details})
        life.status = str(declared.opening.to)
        self._enter(life, declared.opening.code, on, "", life.status, None, **values)
        return life

    def step(self, life: Life, slug: str, on: dt.date, *, guest: Any = None, **values: Any) -> Happening:
        """One step as `workflow.move` would take it; AssertionError for one that it would refuse."""
        code, to, allowed, internal = self._steps[life.kind][slug]
        assert life.status in allowed, f"{code} from {life.status}"
        if not internal:  # a payment may be told after what came later
            assert on >= (life.latest if to else life.moved), f"{code} on {on}, before {life.latest}"
        if on > life.latest:
            life.latest = on
        life.version += 1
        if not to:
            return self._enter(life, code, on, "", "", guest, **values)
        before, life.status, life.moved = life.status, str(to), on
        return self._enter(life, code, on, before, life.status, guest, **values)

    def _enter(
        self,
        life: Life,
        code: str,
        on: dt.date,
        before: str,
        after: str,
        guest: Any,
        *,
        organisation: int | None = None,
        quantity: int = 1,
        amount: str | None = None,
        detail: str = "",
        for_month: dt.date | None = None,
        reason: str = "",
        mistaken: bool = False,
    ) -> Happening:
        person = guest or life.person
        community, category, grade, age, sex, suspected = person.at(on) if person else NOBODY
        found = Happening(
            len(self.entries), code, on, guest.street if guest else life.street, community, life.id,
            person and person.id, life.household_id, organisation or life.organisation_id, quantity, amount, detail,
            for_month, None, category, grade, age, sex, suspected, before, after, reason, None, mistaken,
        )  # fmt: skip
        self.entries.append(found)
        return found

    def beside(self, life: Life, code: str, on: dt.date, *, quantity: int = 1) -> Happening:
        """What the effect of a step records beside it."""
        return self._enter(life, code, on, "", "", None, quantity=quantity)

    def brought_about(self, life: Life, key: int) -> None:
        """The entry of that key, of the register, came of this case."""
        self.entries[key] = self.entries[key]._replace(case=life.id)

    def record(
        self,
        code: str,
        on: dt.date,
        person: Any,
        *,
        life: Life | None = None,
        quantity: int = 1,
        detail: str = "",
        valid_until: dt.date | None = None,
        ends: int | None = None,
    ) -> Happening:
        """An entry that is no step of a case (a certificate, a status), or one that stands beside a step."""
        community, category, grade, age, sex, suspected = person.at(on)
        found = Happening(
            len(self.entries), code, on, person.street, community, life.id if life else None, person.id, None, None,
            quantity, None, detail, None, valid_until, category, grade, age, sex, suspected, "", "", "", ends, False,
        )  # fmt: skip
        self.entries.append(found)
        return found

    def in_order(self) -> Iterator[Happening]:
        """By day; within a day as they were written down."""
        return iter(sorted(self.entries, key=lambda entry: entry.on))
