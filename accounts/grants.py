"""What a city system may be granted: OAuth scopes, read off the table of rights.

`people.write` stands for every right about people that is more than reading. A right about cases is granted kind by
kind: `fuel.read`, `fuel.write`. A new right, operation or kind needs nothing here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

READING = frozenset({"view", "read", "export"})
ABOUT_CASES = frozenset({"case", "register"})
PLURALS = {"person": "people", "policy": "policies", "feed": "feed", "bulk": "bulk"}


@dataclass(frozen=True)
class KindOfCase:
    """`rights`: what its steps ask for."""

    code: str
    label: Any
    rights: frozenset[str]


# Registered by the floor of the cases.
KINDS: list[Callable[[], Iterable[KindOfCase]]] = []


def kinds() -> list[KindOfCase]:
    return [kind for source in KINDS for kind in source()]


def grant_of(action: str, kind: str = "") -> str:
    """The grant that an action needs, for a case of that kind if it is about one."""
    noun, _, verb = action.partition(".")
    return f"{kind or PLURALS.get(noun, f'{noun}s')}.{'read' if verb in READING else 'write'}"


def covers(grants: frozenset[str], action: str, kind: str = "") -> bool:
    """Whether `grants` allow it. Until the kind is known any kind will do: the rows are narrowed by `readable`."""
    if kind or action.partition(".")[0] not in ABOUT_CASES:
        return grant_of(action, kind) in grants
    return any(grant_of(action, one.code) in grants for one in kinds())


def readable(grants: frozenset[str]) -> list[str]:
    """The codes of the kinds whose cases may be read."""
    return [one.code for one in kinds() if f"{one.code}.read" in grants]
