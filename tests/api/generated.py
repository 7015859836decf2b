"""Hooks of the generated requests (tests/api/test_generated.py): keys of what is there in place of most of those that
were made up, so that requests come past "not there"; a token of its own for each sign-out."""

import json
import os
import random
from typing import Any

import schemathesis

KNOWN: dict[str, list[Any]] = json.loads(os.environ["GENERATED_KNOWN"])
# Name of a parameter or a field -> what it is the key of.
NAMES = {"person": "people", "organisation": "organisations", "street": "streets", "X-Street": "streets"}
VERSIONS = [f'"{number}"' for number in (1, 2, 3)]
_chance = random.Random(os.environ["GENERATED_SEED"])
_spare = iter(KNOWN["tokens"])


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """A case, an entry of that case, a step of its kind; else a person, an indicator."""
    if not path_parameters or _chance.random() < 0.2:
        return path_parameters
    if "/cases/" in context.operation.path:
        case = _chance.choice(KNOWN["cases"])
        known = {"id": case["id"], "entry": _chance.choice(case["entries"]), "slug": _chance.choice(case["slugs"])}
    else:
        known = {"id": _chance.choice(KNOWN["people"]), "year": 2023, "code": _chance.choice(KNOWN["indicators"])}
    return {name: known.get(name, value) for name, value in path_parameters.items()}


@schemathesis.hook
def map_headers(context: Any, headers: dict[str, Any] | None) -> dict[str, Any] | None:
    found = _with_known(headers)
    if found and "If-Match" in found and _chance.random() < 0.8:
        found["If-Match"] = _chance.choice(VERSIONS)
    return found


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    return _with_known(query)


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    return _with_known(body)


def _with_known(given: Any) -> Any:
    if not isinstance(given, dict):
        return given
    return {
        name: _chance.choice(KNOWN[NAMES[name]]) if name in NAMES and _chance.random() < 0.8 else value
        for name, value in given.items()
    }


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Who signs out does not sign out all requests that follow."""
    if case.method == "DELETE" and case.path.endswith("/sign-in/"):
        case.headers = {**(case.headers or {}), "Authorization": f"Token {next(_spare, 'none')}"}
