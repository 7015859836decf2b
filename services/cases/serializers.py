"""Cases as REST shows them, of every kind."""

from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.cases.fields import (
    asked_columns,
    row_models,
)
from services.cases.kinds import Kind, Subject
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person


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
        fields: tuple[str, ...] = (
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
def columns_serializer(model: type[models.Model]) -> type[serializers.ModelSerializer]:
    fields = [field.name for field in asked_columns(model)]
    meta = type("Meta", (), {"model": model, "fields": fields, "read_only_fields": fields})
    return type(f"{model.__name__}Columns", (serializers.ModelSerializer,), {"Meta": meta})


def shown(row: Any) -> dict[str, Any]:
    """The columns of a kind's own row."""
    return dict(columns_serializer(type(row))(row).data)  # type: ignore[arg-type]


class TakenStepSerializer(serializers.Serializer):
    entry = EntrySerializer()
    case = FullCaseSerializer()
