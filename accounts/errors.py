"""What the domain says when it refuses. Views, admin and REST translate these; they never invent their own."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong: `pointer` is the field's name ("" for the whole form), `code` is `noun.reason`."""

    pointer: str
    code: str
    detail: Any  # a sentence for people, possibly lazy


@dataclass
class DomainError(Exception):
    """A refusal with a code, a sentence that says what to do next, and the fields it is about."""

    code: str
    detail: Any
    pointer: str = ""
    problems: list[Problem] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)  # what a program needs besides, such as a row's key
    status = 422

    def __post_init__(self) -> None:
        super().__init__(self.code)
        if not self.problems:
            self.problems = [Problem(self.pointer, self.code, self.detail)]

    def __str__(self) -> str:
        return str(self.detail)


class Malformed(DomainError):
    """The request cannot be read (400)."""

    status = 400


class NotAllowed(DomainError):
    """Your role may not do this (403)."""

    status = 403


class NotThere(DomainError):
    """There is no such thing, or it is not yours (404)."""

    status = 404


class Overdue(DomainError):
    """What the caller sends did not come in time (408)."""

    status = 408


class Conflict(DomainError):
    """Wrong state, or changed by somebody meanwhile (409)."""

    status = 409


class Gone(DomainError):
    """It was there and will not come back: start over (410)."""

    status = 410


class LengthMissing(DomainError):
    """The caller did not say how much he sends (411)."""

    status = 411


class Stale(DomainError):
    """Not what the caller has seen (412)."""

    status = 412


class Unconditional(DomainError):
    """The caller did not say what he has seen (428)."""

    status = 428


class TooLarge(DomainError):
    """More than is taken at once (413)."""

    status = 413


class NotReadable(DomainError):
    """Sent in a form that is not taken here (415)."""

    status = 415


class RuleBroken(DomainError):
    """The rule says no (422); carries every reason, not only the first."""

    status = 422
