"""Rows of a table as objects by the thousand: what `Model(...)` gives, without the descriptors and defaults that it
asks for every column of every row (four fifths of its time)."""

from typing import Any

from django.db import models
from django.db.models.base import ModelState


def fetched(rows: models.QuerySet, *without: str) -> list[Any]:
    """The rows of a query; the columns `without` are fetched when they are asked for, as those that are deferred."""
    names = [field.attname for field in rows.model._meta.concrete_fields if field.name not in without]
    return [_made(rows.model, dict(zip(names, values, strict=True)), False, {}) for values in rows.values_list(*names)]


def twin_of(one: Any, columns: dict[str, Any], related: dict[str, Any]) -> Any:
    """An unsaved copy with other values in some columns (by their names in the table); `related`: the rows of keys."""
    return _made(type(one), one.__dict__ | columns, True, one._state.fields_cache | related)


def _made(model: type[models.Model], columns: dict[str, Any], adding: bool, related: dict[str, Any]) -> Any:
    state = ModelState()
    state.adding, state.fields_cache = adding, related
    one = object.__new__(model)
    one.__dict__.update(columns, _state=state)
    return one
