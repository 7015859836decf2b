from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from services.policy.models import Exclusion, Policy, ReasonCode


class PolicySerializer(serializers.ModelSerializer):
    """One term for a period; the periods of a code do not overlap."""

    verified = serializers.SerializerMethodField(help_text=_("是否已与原文核对。"))

    class Meta:
        model = Policy
        fields = ("id", "code", "label", "value", "unit", "valid_from", "valid_to", "source", "verified")
        read_only_fields = fields

    def get_verified(self, policy: Policy) -> bool:
        return bool(policy.verified_by)


class ExclusionSerializer(serializers.ModelSerializer):
    """Two programmes that nobody has at the same time."""

    class Meta:
        model = Exclusion
        fields = ("id", "a", "b", "severity", "valid_from", "valid_to", "source")
        read_only_fields = fields


class ReasonCodeSerializer(serializers.ModelSerializer):
    class Meta:
        model = ReasonCode
        fields = ("code", "label", "correctable", "help")
        read_only_fields = fields
