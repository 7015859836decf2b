from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import StrictSerializer
from accounts.models import Community, Street


class SignInSerializer(StrictSerializer):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False, write_only=True)


class TokenSerializer(serializers.Serializer):
    token = serializers.CharField(help_text=_("请求头 Authorization: Token <token>；只显示这一次。"))
    expires_at = serializers.DateTimeField()


class CommunitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Community
        fields = ("id", "name", "code")
        read_only_fields = fields


class StreetSerializer(serializers.ModelSerializer):
    communities = CommunitySerializer(source="community_set", many=True, read_only=True)

    class Meta:
        model = Street
        fields = ("code", "name", "romanised", "communities")
        read_only_fields = fields
