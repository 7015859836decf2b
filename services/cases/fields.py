"""REST fields made of declarations: what a step asks for, the columns of a kind's table, its detail rows."""

from collections.abc import Callable
from typing import Any

from django.db import models
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.cases.kinds import Kind, Step, StepField, Subject
from services.ledger.models import Entry
from services.people.models import Organisation

NOT_ASKED = ("case", "street")  # given by the case itself
TYPES = {
    "DateField": "date",
    "BooleanField": "boolean",
    "DecimalField": "money",
    "ForeignKey": "reference",
    "UUIDField": "reference",
    "CharField": "text",
    "TextField": "text",
}


@extend_schema_field({"type": "string", "pattern": r"^\d{4}-\d{2}(-01)?$", "examples": ["2023-06"]})
class MonthField(serializers.DateField):
    """A month, as `2023-06` or as its first day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m", "%Y-%m-01"], **kwargs)


BUILDERS: dict[str, Callable[..., serializers.Field]] = {
    "date": serializers.DateField,
    "month": MonthField,
    "integer": lambda **kw: serializers.IntegerField(min_value=1, max_value=100_000, **kw),
    "money": lambda **kw: serializers.DecimalField(min_value=0, max_digits=14, decimal_places=2, **kw),
    "person": serializers.UUIDField,
    "organisation": lambda **kw: serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all(), **kw),
}


def step_field(spec: StepField, **options: Any) -> serializers.Field:
    """The REST field of a declared step field."""
    options = {"label": spec.label, "required": spec.required, "help_text": spec.help or None, **options}
    if spec.type == "choice":
        return serializers.ChoiceField(choices=spec.choices, **options)
    if spec.type == "text":
        length = 200 if spec.name == "on" else Entry._meta.get_field(spec.name).max_length
        return serializers.CharField(max_length=length, allow_blank=not spec.required, **options)
    if not spec.required:
        options["allow_null"] = True
    return BUILDERS[spec.type](**options)


def asked_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of a kind's table, or of its detail rows, that somebody enters."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in NOT_ASKED
    ]


def column_fields(model: type[models.Model]) -> dict[str, serializers.Field]:
    """Their REST fields, with the checks that stand on the columns."""
    meta = type("Meta", (), {"model": model, "fields": [field.name for field in asked_columns(model)]})
    return type(f"{model.__name__}Columns", (serializers.ModelSerializer,), {"Meta": meta})().get_fields()


def with_defaults(model: type[models.Model], given: dict[str, Any]) -> dict[str, Any]:
    """Every asked column of `model`: as given, else its default."""
    return {f.name: given[f.name] if f.name in given else f.get_default() for f in asked_columns(model)}


def row_models(kind: Kind) -> dict[str, type[models.Model]]:
    """The detail rows of a kind: their name in REST -> model (`device_items` of the kind `device` are its `items`)."""
    found = {}
    for label in kind.details:
        model = kind.detail_model._meta.apps.get_model(label)
        accessor = model._meta.get_field("case").remote_field.get_accessor_name()
        found[accessor.removeprefix(f"{kind.code}_")] = model
    return found


def opening_fields(kind: Kind) -> list[StepField]:
    """What the first step asks for besides day, person and organisation of the case."""
    taken = {"on", "person"} | ({"organisation"} if kind.subject == Subject.ORGANISATION else set())
    return [spec for spec in kind.opening.fields if spec.name not in taken]


def described(spec: StepField) -> dict[str, Any]:
    """A step's field for the code list."""
    return _field(spec.name, spec.label, spec.type, spec.required, spec.choices)


def described_column(column: models.Field) -> dict[str, Any]:
    choices = tuple(column.flatchoices)
    required = not (column.blank or column.null or column.has_default())
    kind = "choice" if choices else TYPES.get(column.get_internal_type(), "integer")
    return _field(column.name, column.verbose_name, kind, required, choices)


def _field(name: str, label: Any, kind: str, required: bool, choices: Any) -> dict[str, Any]:
    listed = [{"code": code, "label": str(text)} for code, text in choices]
    return {"name": name, "label": str(label), "type": kind, "required": required, "choices": listed}


def described_step(step: Step) -> dict[str, Any]:
    return {
        "slug": step.slug,
        "code": step.code,
        "label": str(step.label),
        "right": step.right,
        "from_statuses": list(step.from_),
        "to_status": step.to,
        "fields": [described(spec) for spec in step.fields],
    }
