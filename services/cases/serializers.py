"""Cases in REST: what is shown of every kind, and what each kind and step takes (made of its declarations)."""

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from accounts.api_base import StrictSerializer, street_field
from services.cases.fields import (
    SEEN,
    asked_columns,
    column_fields,
    opening_fields,
    row_models,
    step_field,
)
from services.cases.kinds import Kind, Origin, Step, StepField, Subject, all_kinds
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Organisation, Person
from services.people.serializers import PersonChoiceSerializer


class CasePersonSerializer(serializers.ModelSerializer):
    masked_id = serializers.CharField(read_only=True)

    class Meta:
        model = Person
        fields = ("id", "name", "masked_id")
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer):
    number = serializers.CharField(read_only=True, help_text=_("案件编号"))
    person = CasePersonSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Case
        fields = (
            "id",
            "number",
            "kind",
            "status",
            "street",
            "community",
            "person",
            "household",
            "organisation",
            "opened_on",
            "origin",
            "external_system",
            "external_id",
            "version",
        )
        read_only_fields = fields


class EntrySerializer(serializers.ModelSerializer):
    """One standing entry of the ledger; a corrected one names what it replaces."""

    label = serializers.SerializerMethodField()

    class Meta:
        model = Entry
        fields = (
            "id",
            "code",
            "label",
            "happened_on",
            "recorded_at",
            "street",
            "person",
            "household",
            "organisation",
            "quantity",
            "amount",
            "detail",
            "for_month",
            "valid_until",
            "from_status",
            "to_status",
            "replaces",
            "reason",
        )
        read_only_fields = fields

    def get_label(self, entry: Entry) -> str:
        return str(self.context["labels"].get(entry.code, entry.code))


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class FieldSerializer(serializers.Serializer):
    """`type`: date, month, integer, money, choice, text, boolean, person (uuid), organisation (id), reference."""

    name = serializers.CharField()
    label = serializers.CharField()
    type = serializers.CharField()
    required = serializers.BooleanField()
    choices = CodeSerializer(many=True)


class StepSerializer(serializers.Serializer):
    slug = serializers.CharField()
    code = serializers.CharField()
    label = serializers.CharField()
    right = serializers.CharField(help_text=_("需要的权限"))
    from_statuses = serializers.ListField(child=serializers.CharField())
    to_status = serializers.CharField(allow_null=True, help_text=_("空：状态不变，可以多次办理。"))
    fields = FieldSerializer(many=True)  # type: ignore[assignment]


class RowsSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    fields = FieldSerializer(many=True)  # type: ignore[assignment]


class KindSerializer(serializers.Serializer):
    """A kind of case: everything that a body of it may hold."""

    code = serializers.CharField()
    label = serializers.CharField()
    prefix = serializers.CharField()
    subject = serializers.ChoiceField(Subject.choices)
    joint = serializers.BooleanField(help_text=_("可以有共同申请人"))
    statuses = CodeSerializer(many=True)
    details = FieldSerializer(many=True)
    rows = RowsSerializer(many=True)
    opening = StepSerializer()
    steps = StepSerializer(many=True)


class KindsSerializer(serializers.Serializer):
    results = KindSerializer(many=True)


class FullCaseSerializer(CaseSerializer):
    joint = serializers.SerializerMethodField()
    details = serializers.SerializerMethodField(help_text=_("这类案件自己的栏目，见 /kinds/。"))
    entries = serializers.SerializerMethodField()
    next_steps = serializers.SerializerMethodField(help_text=_("您现在可以办理的步骤。"))

    class Meta(CaseSerializer.Meta):
        fields = (*CaseSerializer.Meta.fields, "joint", "details", "entries", "next_steps")
        read_only_fields = fields

    @extend_schema_field(CasePersonSerializer(many=True))
    def get_joint(self, case: Case) -> list:
        people = [party.person for party in case.parties.select_related("person").order_by("pk")]
        return CasePersonSerializer(people, many=True).data

    @extend_schema_field({"type": "object", "additionalProperties": True})
    def get_details(self, case: Case) -> dict:
        kind = case.of_kind
        row = kind.detail_model.objects.visible_to(self.context["user"]).get(pk=case.pk)
        return {**shown(row), **self._rows(case, kind)}

    def _rows(self, case: Case, kind: Kind) -> dict[str, list]:
        user = self.context["user"]
        return {
            name: [shown(row) for row in model.objects.visible_to(user).filter(case=case).order_by("pk")]
            for name, model in row_models(kind).items()
        }

    @extend_schema_field(EntrySerializer(many=True))
    def get_entries(self, case: Case) -> list:
        rows = Entry.objects.visible_to(self.context["user"]).filter(case=case).standing().order_by("happened_on", "id")
        return EntrySerializer(rows, many=True, context={"labels": case.of_kind.labels}).data

    @extend_schema_field(StepSerializer(many=True))
    def get_next_steps(self, case: Case) -> list:
        return self.context["next_steps"](case)


@cache
def columns_serializer(model: type) -> type[serializers.ModelSerializer]:
    fields = [field.name for field in asked_columns(model)]
    meta = type("Meta", (), {"model": model, "fields": fields, "read_only_fields": fields})
    return type(f"{model.__name__}Columns", (serializers.ModelSerializer,), {"Meta": meta})


def shown(row: Any) -> dict[str, Any]:
    """The columns of a kind's own row."""
    return dict(columns_serializer(type(row))(row).data)


class OpenCaseSerializer(StrictSerializer):
    """What every new case takes; each kind adds its own."""

    opened_on = serializers.DateField(help_text=_("申请日期"))
    origin = serializers.ChoiceField(Origin.choices, required=False, default=Origin.PLATFORM)
    external_system = serializers.CharField(required=False, max_length=30)
    external_id = serializers.CharField(
        required=False, max_length=64, help_text=_("在外部系统里的编号；同一编号只登记一次。")
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if ("external_system" in values) != ("external_id" in values):
            missing = "external_id" if "external_system" in values else "external_system"
            detail = ErrorDetail(_("外部系统和外部编号要一起填写。"), code="required")
            raise serializers.ValidationError({missing: [detail]})
        return super().validate(values)


@cache
def open_serializer(kind: Kind) -> type[OpenCaseSerializer]:
    """The body of a new case of this kind."""
    fields: dict[str, Any] = {}
    bases: tuple[type, ...] = (OpenCaseSerializer,)
    if kind.subject in (Subject.PERSON, Subject.HOUSEHOLD):
        bases = (OpenCaseSerializer, PersonChoiceSerializer)
    else:
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


@cache
def row_serializer(model: type) -> type[StrictSerializer]:
    doc = {"__doc__": str(model._meta.verbose_name)}
    return type(f"{model.__name__}Serializer", (StrictSerializer,), {**column_fields(model), **doc})


def step_serializer(step: Step) -> type[StrictSerializer]:
    """The body of a step: what it asks for, and the version of the case that its user saw."""
    fields = {spec.name: step_field(spec) for spec in step.fields}
    seen = serializers.IntegerField(min_value=1, help_text=SEEN)
    return type(f"{_camel(step.code)}Serializer", (StrictSerializer,), {**fields, "seen_version": seen})


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


class TakenStepSerializer(serializers.Serializer):
    entry = EntrySerializer()
    case = FullCaseSerializer()


def any_step_serializer() -> type[StrictSerializer]:
    """For the description: every field that some step takes; which ones, say next_steps and /kinds/."""
    return _union("TakeStepSerializer", lambda step: step.fields, {"seen_version": serializers.IntegerField(min_value=1)})


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
