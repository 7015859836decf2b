from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from services.circumstances.models import CircumstanceRecord, Code
from services.people.serializers import PersonChoiceSerializer


class CircumstanceSerializer(serializers.ModelSerializer):
    """A status or a benefit that is granted elsewhere."""

    version = serializers.IntegerField(read_only=True, help_text=_("1 没有截止日期，2 已有截止日期。"))

    class Meta:
        model = CircumstanceRecord
        fields = (
            "id",
            "person",
            "street",
            "code",
            "valid_from",
            "valid_to",
            "monthly",
            "source",
            "recorded_at",
            "version",
        )
        read_only_fields = fields


class RecordCircumstanceSerializer(PersonChoiceSerializer):
    code = serializers.ChoiceField(Code.choices, help_text=_("身份或待遇"))
    valid_from = serializers.DateField(help_text=_("起始日期"))
    valid_to = serializers.DateField(
        required=False, allow_null=True, help_text=_("从这一天起不再享受；仍在享受的不填。")
    )
    monthly = serializers.DecimalField(
        min_value=0,
        max_digits=10,
        decimal_places=2,
        required=False,
        allow_null=True,
        help_text=_("每月金额（元）；只有身份、没有金额的不填。"),
    )
    source = serializers.CharField(max_length=100, help_text=_("证明材料或名册，例如：民政名册2023-06。"))
