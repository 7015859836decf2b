"""What pays money: each kind that does registers how its payments become due and how each is assessed."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.cases.kinds import Kind
from services.cases.models import Case
from services.policy.verdict import Verdict


class Cadence(StrEnum):
    MONTHLY = "monthly"
    YEARLY = "yearly"  # carried by the January of its year
    ONCE = "once"  # per case


@dataclass(frozen=True)
class Assessed:
    """The verdict for one month (or year, or case), the policy rows that were read, the day of the decision; and the
    organisation that is paid, where it is not the person."""

    verdict: Verdict
    terms: tuple[int, ...]
    decided_on: dt.date
    organisation: int | None = None


@dataclass(frozen=True)
class Scheme:
    """`due(month)`: cases that may have a claim, paid or not; `assess(cases, month, today)`: what each is due, leaving
    out cases that have no claim to that month at all. What is refused is held, never dropped silently."""

    kind: Kind
    cadence: Cadence
    due: Callable[[dt.date], Iterable[Case]]
    assess: Callable[[Sequence[Case], dt.date, dt.date], dict[UUID, Assessed]]

    def assess_due(self, cases: Collection[UUID], month: dt.date, today: dt.date) -> dict[UUID, Assessed]:
        """`assess` of those of the cases (keys) that may have a claim to the month."""
        return self.assess([case for case in self.due(month) if case.pk in cases], month, today)

    def claim(self, case: Case, person: UUID | None, month: dt.date) -> str:
        """The key under which nobody is paid twice."""
        if self.cadence == Cadence.ONCE:
            return f"{self.kind.code}:{case.pk}"
        subject = case.pk if person is None else person
        return f"{self.kind.code}:{subject}:{month:%Y-%m}"

    def month_of(self, day: dt.date) -> dt.date:
        """The month that carries a payment which is prepared for `day`."""
        return day.replace(month=1, day=1) if self.cadence == Cadence.YEARLY else day.replace(day=1)


_registry: dict[str, Scheme] = {}


def register(*schemes: Scheme) -> None:
    """Called from the AppConfig.ready of a kind's app."""
    for scheme in schemes:
        _registry[scheme.kind.code] = scheme


def get(kind: str) -> Scheme:
    """KeyError when that kind pays nothing."""
    return _registry[kind]


def all_schemes() -> list[Scheme]:
    return [_registry[code] for code in sorted(_registry)]


def choices() -> list[tuple[str, Any]]:
    return [(scheme.kind.code, scheme.kind.label) for scheme in all_schemes()]
