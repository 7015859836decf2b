"""What an action would change beyond its own record: asked of the floors above while it can still be undone."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Consequences:
    """What an action changes elsewhere. A form keeps it only when it comes with `seen`: who sends it has read what
    `template` says with `context`. Programs read `moved`: published figures as {id, label, published, before, after},
    values as REST writes them."""

    template: str
    context: dict[str, Any]
    seen: str
    moved: list[dict[str, Any]] = field(default_factory=list)


Ask = Callable[[], Consequences | None]
# Registered by the floors above: f() is called before the action, and what it returned after it.
WATCHES: list[Callable[[], Ask]] = []
# Likewise: what happened before that day may stand in something published; None while nothing is.
FROZEN: list[Callable[[], dt.date | None]] = []


def watch() -> Callable[[], list[Consequences]]:
    """Called before an action; what it returns, after it."""
    asking = [watch() for watch in WATCHES]
    return lambda: [found for ask in asking if (found := ask())]


def watched(action: Callable[[], Any]) -> tuple[Any, list[Consequences]]:
    """The result of the action, its deferred constraints checked, and what it changed elsewhere."""
    ask = watch()
    result = action()
    connection.check_constraints()
    return result, ask()


def frozen_before() -> dt.date | None:
    return max((day for ask in FROZEN if (day := ask())), default=None)


def moved_by(found: Iterable[Consequences]) -> list[dict[str, Any]]:
    return [one for consequences in found for one in consequences.moved]


def together(earlier: list[dict[str, Any]], later: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What two actions in turn moved; what came back to where it was is left out."""
    found = {one["id"]: one for one in earlier}
    for one in later:
        found[one["id"]] = {**one, "before": found.get(one["id"], one)["before"]}
    return [one for one in found.values() if one["before"] != one["after"]]
