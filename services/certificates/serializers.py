from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import StrictSerializer
from services.people.models import Certificate
from services.people.serializers import ComponentSerializer, PersonChoiceSerializer


class RegisterCertificateSerializer(PersonChoiceSerializer):
    """A certificate as issued; category and grade come from its number."""

    number = serializers.CharField(max_length=40, write_only=True, help_text=_("20位；补办的后面还有B1、B2等。"))
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(
        required=False, allow_null=True, help_text=_("从这一天起不再有效；长期有效的不填。")
    )
    lower_limb = serializers.BooleanField(required=False, default=False)
    components = ComponentSerializer(many=True, required=False, help_text=_("只有多重残疾填写。"))


class EndCertificateSerializer(StrictSerializer):
    on = serializers.DateField(help_text=_("从这一天起不再有效"))
    reason = serializers.ChoiceField(Certificate.EndReason.choices, help_text=_("失效原因"))
