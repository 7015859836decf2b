"""What the rules know of a person. Pure: the reading of it stands in `reading.py`."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

VISUAL, HEARING, SPEECH, PHYSICAL, INTELLECTUAL, MENTAL, MULTIPLE = range(1, 8)  # GB/T 26341-2010


@dataclass(frozen=True)
class Span:
    """Half-open; `after` None: still going on."""

    since: dt.date
    after: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return self.since <= day and (self.after is None or day < self.after)

    def overlaps(self, since: dt.date, after: dt.date | None) -> bool:
        return (after is None or self.since < after) and (self.after is None or since < self.after)

    def without(self, others: "Iterable[Span]") -> "list[Span]":
        """What is left of it outside the others, in order."""
        left = [self]
        for other in others:
            left = [piece for span in left for piece in span._cut(other)]
        return left

    def _cut(self, other: "Span") -> "Iterator[Span]":
        if not self.overlaps(other.since, other.after):
            yield self
            return
        if self.since < other.since:
            yield Span(self.since, other.since)
        if other.after and (self.after is None or other.after < self.after):
            yield Span(other.after, self.after)


@dataclass(frozen=True)
class CertificateFacts:
    """`impairments` are (category, grade): one, or the components of a multiple disability."""

    span: Span
    category: int
    grade: int
    impairments: tuple[tuple[int, int], ...]
    lower_limb: bool = False


@dataclass(frozen=True)
class Circumstance:
    """A dated fact that another authority decided: dibao, student, living_allowance ..."""

    code: str
    span: Span
    monthly: Decimal | None = None


@dataclass(frozen=True)
class Employment:
    """`status`: employed, seeking or not_seeking (the employment register)."""

    status: str
    span: Span
    form: str = ""  # quota, self_employed, flexible ... where known


@dataclass(frozen=True)
class PersonFacts:
    born_on: dt.date
    sex: str = "M"
    died_on: dt.date | None = None
    suspected: bool = False
    certificates: tuple[CertificateFacts, ...] = ()
    hukou: tuple[Span, ...] = ()  # in this district
    circumstances: tuple[Circumstance, ...] = ()
    employment: tuple[Employment, ...] = ()

    def age_on(self, day: dt.date) -> int:
        """Completed years. Somebody born on 29 February completes a year on 1 March of a common year."""
        return day.year - self.born_on.year - ((day.month, day.day) < (self.born_on.month, self.born_on.day))

    def certificate_on(self, day: dt.date) -> CertificateFacts | None:
        return next((c for c in self.certificates if c.span.covers(day)), None)

    def impairments_on(self, day: dt.date) -> tuple[tuple[int, int], ...]:
        certificate = self.certificate_on(day)
        return certificate.impairments if certificate else ()

    def has(self, day: dt.date, *codes: str) -> bool:
        """Whether any of these circumstances holds on that day."""
        return any(c.code in codes and c.span.covers(day) for c in self.circumstances)

    def is_registered_here(self, day: dt.date) -> bool:
        return any(span.covers(day) for span in self.hukou)

    def employment_on(self, day: dt.date) -> str:
        """The employment status of that day; empty when the register knows none."""
        return next((e.status for e in self.employment if e.span.covers(day)), "")

    def is_alive(self, day: dt.date) -> bool:
        return self.died_on is None or day < self.died_on


def is_severe(impairments: Iterable[tuple[int, int]], lightest: dict[int, int]) -> bool:
    """Whether any single impairment is of at least the grade that its category asks for (1 is the heaviest).

    `lightest`: category -> lightest grade that counts as severe; of a multiple disability each component is looked
    at by itself (Beijing), never the certificate's own grade.
    """
    return any(grade <= lightest.get(category, 0) for category, grade in impairments)
