"""What a rule answers. Pure: no Django, no clock, no amount of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    BLOCK = "block"  # refused, unless an exception was granted with a reason by a second person
    WARN = "warn"  # shown and recorded; does not stop


@dataclass(frozen=True)
class Line:
    """One line of an amount: `what` and `why` are codes for which the kind has words, `values` fill them in.

    Lines of a verdict sum to its amount; a deduction (self-pay, cut at a ceiling) is negative.
    """

    what: str
    amount: Decimal
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """One reason against: `code` is a reason code (RC01 ... of DOMAIN C.12), `why` says which case of it."""

    code: str
    why: str
    values: Mapping[str, Any] = field(default_factory=dict)
    severity: Severity = Severity.BLOCK

    @property
    def key(self) -> tuple[str, str]:
        return self.code, self.why


@dataclass(frozen=True)
class Verdict:
    """Every line and every refusal, not only the first. What is refused has no lines; `otherwise` are those that it
    would have if an exception lifts the refusals."""

    lines: tuple[Line, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    otherwise: tuple[Line, ...] = ()

    @property
    def amount(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal("0.00"))

    @property
    def blocks(self) -> tuple[Refusal, ...]:
        return tuple(r for r in self.refusals if r.severity == Severity.BLOCK)

    @property
    def is_entitled(self) -> bool:
        return not self.blocks

    @classmethod
    def of(cls, lines: Iterable[Line], refusals: Iterable[Refusal]) -> "Verdict":
        """Lines count only where nothing blocks."""
        lines, refusals = tuple(lines), tuple(refusals)
        stopped = any(r.severity == Severity.BLOCK for r in refusals)
        return cls((), refusals, lines) if stopped else cls(lines, refusals)

    def with_refusals(self, more: Iterable[Refusal]) -> "Verdict":
        return Verdict.of(self.lines or self.otherwise, (*self.refusals, *more))

    def overridden(self) -> "Verdict":
        """The verdict when every block was lifted."""
        return Verdict(self.lines or self.otherwise, self.refusals)
