"""Every operation of /api/v1/, read from the resolver: what is not there cannot be tested, what is there must be."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PREFIX = "api/v1/"


@dataclass(frozen=True)
class Operation:
    method: str
    path: str  # below /api/v1/, with <converter:name> where a key stands
    view: Any
    action: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def right(self) -> str:
        return self.view.rights[self.action]

    @property
    def summary(self) -> str:
        """The first sentence of its documentation."""
        return inspect.getdoc(getattr(self.view, self.action)).splitlines()[0]


def _patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, path)
        elif isinstance(one, URLPattern) and path.startswith(PREFIX):
            yield path.removeprefix(PREFIX), one.callback


def operations() -> list[Operation]:
    return [
        Operation(method.upper(), path, view.cls, action)
        for path, view in _patterns()
        if hasattr(view, "actions")
        for method, action in view.actions.items()
        if method != "head"  # added beside "get" by the first request
    ]
