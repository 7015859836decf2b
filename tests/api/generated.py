"""Hooks of the generated requests (tests/api/test_generated.py): keys of records that are there, now and then in place
of those that were made up, so that requests come past "not there"; a token of its own for each sign-out."""

import json
import os
import random
from typing import Any

import schemathesis

KNOWN: dict[str, list[Any]] = json.loads(os.environ.get("GENERATED_KNOWN", "{}"))
# Name of a parameter or a field -> what it is the key of.
NAMES = {"person": "people", "organisation": "organisations", "street": "streets", "payment": "payments"}
_chance = random.Random(os.environ.get("GENERATED_SEED", ""))
_spare = iter(KNOWN.get("tokens", []))


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """A case and an entry of that case; a step that some kind has."""
    if not path_parameters or _chance.random() < 0.2:
        return path_parameters
    path = context.operation.path
    found = dict(path_parameters)
    if "/cases/" in path:
        case = _chance.choice(KNOWN["cases"])
        known = {"id": case["id"], "entry": _chance.choice(case["entries"]), "slug": _chance.choice(case["slugs"])}
    else:
        known = {"id": _chance.choice(KNOWN["people"]), "year": 2023, "code": _chance.choice(KNOWN["indicators"])}
        if "/passports/" in path:
            known["id"] = _chance.choice(KNOWN["passports"])
    return {name: known.get(name, value) for name, value in found.items()}


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
        name: _chance.choice(KNOWN[NAMES[name]]) if KNOWN.get(NAMES.get(name, "")) and _chance.random() < 0.7 else value
        for name, value in given.items()
    }


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
    """Who signs out does not sign out all requests that follow."""
    if case.method == "DELETE" and case.path.endswith("/sign-in/"):
        case.headers = {**(case.headers or {}), "Authorization": f"Token {next(_spare, 'none')}"}
