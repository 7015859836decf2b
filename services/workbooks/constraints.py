"""The check constraints of a kind's table, asked of values before they are written (no query)."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _


def broken(model: type[models.Model], values: Mapping[str, Any]) -> Iterator[str]:
    """The sentences of what these values would break. A condition that is not read here is left to the database."""
    for constraint in _checks(model):  # type: ignore[arg-type]
        if holds(constraint.condition, values) is False:
            custom = constraint.violation_error_message != constraint.default_violation_error_message
            yield str(constraint.violation_error_message if custom else _("内容违反了一条登记规则，请核对这一行。"))


@cache
def _checks(model: Any) -> list[models.CheckConstraint]:
    return [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]


def holds(condition: Any, values: Mapping[str, Any]) -> bool | None:
    """As SQL has it: None is unknown, and a check that is unknown stands."""
    if not isinstance(condition, Q):
        return None
    parts = [
        holds(child, values) if isinstance(child, Q) else _compares(child[0], child[1], values)
        for child in condition.children
    ]
    if condition.connector == Q.AND:
        found = False if False in parts else None if None in parts else True
    elif condition.connector == Q.OR:
        found = True if True in parts else None if None in parts else False
    else:
        return None
    return found if found is None or not condition.negated else not found


def _compares(lookup: str, wanted: Any, values: Mapping[str, Any]) -> bool | None:
    name, _sep, op = lookup.partition("__")
    if name not in values:
        return None
    value = values[name]
    if isinstance(wanted, F):
        if wanted.name not in values:
            return None
        wanted = values[wanted.name]
    elif wanted is None and op in ("", "exact"):
        return value is None
    if op == "isnull":
        return (value is None) == wanted
    if value is None or wanted is None:
        return None
    match op:
        case "" | "exact":
            return bool(value == wanted)
        case "gt":
            return bool(value > wanted)
        case "gte":
            return bool(value >= wanted)
        case "lt":
            return bool(value < wanted)
        case "lte":
            return bool(value <= wanted)
        case "in":
            return value in wanted
        case "range":
            return bool(wanted[0] <= value <= wanted[1])
    return None
