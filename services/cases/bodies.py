"""What REST takes: a new case of each kind, each step, corrections; made of the kinds' declarations."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import StrictSerializer, street_field
from services.cases.fields import column_fields, opening_fields, row_models, step_field
from services.cases.kinds import Kind, Origin, Step, StepField, Subject, all_kinds
from services.people.models import Organisation
from services.people.serializers import ExternalSerializer, PersonChoiceSerializer


class OpenCaseSerializer(ExternalSerializer):
    """What every new case takes; each kind adds its own."""

    opened_on = serializers.DateField(help_text=_("申请日期"))
    origin = serializers.ChoiceField(Origin.choices, required=False, default=Origin.PLATFORM)


@cache
def open_serializer(kind: Kind) -> type[OpenCaseSerializer]:
    """The body of a new case of this kind."""
    fields: dict[str, Any] = {}
    bases: tuple[type, ...] = (OpenCaseSerializer,)
    if kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
        bases = (OpenCaseSerializer, PersonChoiceSerializer)
    elif not kind.whole:
        fields["street"] = street_field()
    if kind.subject == Subject.ORGANISATION:
        fields["organisation"] = serializers.PrimaryKeyRelatedField(queryset=Organisation.objects.all())
    if kind.joint:
        fields["joint"] = serializers.ListField(
            child=serializers.UUIDField(), required=False, max_length=20, help_text=_("共同申请人")
        )
    parts = [
        {spec.name: step_field(spec) for spec in opening_fields(kind)},
        column_fields(kind.detail_model),
        {name: row_serializer(model)(many=True, allow_empty=False) for name, model in row_models(kind).items()},
    ]
    for part in parts:
        if twice := part.keys() & (fields.keys() | OpenCaseSerializer._declared_fields.keys()):
            raise TypeError(f"{kind.code} asks twice for {sorted(twice)}")
        fields |= part
    return type(f"Open{_camel(kind.code)}Serializer", bases, {**fields, "__doc__": str(kind.label)})


def row_serializer(model: type[models.Model]) -> type[StrictSerializer]:
    doc = {"__doc__": str(model._meta.verbose_name)}
    return type(f"{model.__name__}Serializer", (StrictSerializer,), {**column_fields(model), **doc})


def step_serializer(step: Step) -> type[StrictSerializer]:
    """The body of a step: what it asks for."""
    fields = {spec.name: step_field(spec) for spec in step.fields}
    return type(f"{_camel(step.code)}Serializer", (StrictSerializer,), fields)


def correct_serializer(step: Step) -> type[StrictSerializer]:
    """The body of a correction: what changes, and why."""
    fields = {spec.name: step_field(spec, required=False) for spec in correctable(step)}
    return type(f"Correct{_camel(step.code)}Serializer", (CorrectionSerializer,), fields)


def correctable(step: Step) -> list[StepField]:
    return [spec for spec in step.fields if spec.name not in ("on", "reason", "person")]


class CorrectionSerializer(StrictSerializer):
    happened_on = serializers.DateField(required=False)
    reason = serializers.CharField(max_length=200, help_text=_("更正理由"))


class ReasonSerializer(StrictSerializer):
    reason = serializers.CharField(max_length=200, help_text=_("理由"))


def any_step_serializer() -> type[StrictSerializer]:
    """For the description: every field that some step takes; which ones, say next_steps and /kinds/."""
    return _union("TakeStepSerializer", lambda step: step.fields, {})


def any_correction_serializer() -> type[StrictSerializer]:
    return _union("CorrectEntrySerializer", correctable, CorrectionSerializer._declared_fields)


def _union(name: str, specs: Any, always: dict[str, Any]) -> type[StrictSerializer]:
    fields: dict[str, serializers.Field] = {}
    for kind in all_kinds():
        for step in (kind.opening, *kind.steps):
            for spec in specs(step):
                plain = StepField(spec.name, None, "text" if spec.type == "choice" else spec.type)
                fields.setdefault(spec.name, step_field(plain, required=spec.name == "on"))
    doc = "Which of these a step takes, say `next_steps` of the case and /kinds/."
    return type(name, (StrictSerializer,), {**{key: fields[key] for key in sorted(fields)}, **always, "__doc__": doc})


def _camel(code: str) -> str:
    return "".join(part.capitalize() for part in code.replace(".", "_").split("_"))
