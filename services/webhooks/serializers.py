"""Endpoints and deliveries in REST."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import MomentField, PageQuery, StrictSerializer
from services.webhooks import words
from services.webhooks.models import Delivery, Endpoint, State


class EndpointSerializer(serializers.ModelSerializer):
    off_because = serializers.CharField(
        read_only=True,
        help_text=_("停用原因：by_owner、by_hand（管理员）、failing、gone；空表示没有停用。"),
    )
    waiting = serializers.IntegerField(read_only=True, help_text=_("等待推送的事件数，限您所在的范围。"))
    dead = serializers.IntegerField(read_only=True, help_text=_("未送达、不再重试的事件数，限您所在的范围。"))

    class Meta:
        model = Endpoint
        fields = (
            "id",
            "name",
            "url",
            "kinds",
            "contact",
            "off_at",
            "off_because",
            "failing_since",
            "waiting",
            "dead",
            "created_at",
        )
        read_only_fields = fields


class EndpointWithSecretSerializer(EndpointSerializer):
    secret = serializers.CharField(
        allow_null=True,
        read_only=True,
        help_text=_("签名密钥（whsec_），只在这一次答复里；重发同一个请求时为空，丢失的请更换密钥。"),
    )

    class Meta(EndpointSerializer.Meta):
        fields = (*EndpointSerializer.Meta.fields, "secret")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class ChangeEndpointSerializer(StrictSerializer):
    """What is not given stays as it is."""

    name = serializers.CharField(max_length=60, required=False)
    url = serializers.CharField(
        max_length=300, required=False, help_text=_("https:// 开头；主机须由安全管理员先行准许。")
    )
    kinds = serializers.ListField(
        child=serializers.ChoiceField([(code, code) for code in words.kinds()]),
        required=False,
        help_text=_("只要这些种类的事件；空表示所有种类。"),
    )
    contact = serializers.EmailField(
        max_length=254, required=False, allow_blank=True, help_text=_("技术联系人邮箱：接收端自动停用时通知。")
    )


class OpenEndpointSerializer(ChangeEndpointSerializer):
    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["name"].required = fields["url"].required = True
        return fields


class RotateSecretSerializer(StrictSerializer):
    end_old = serializers.BooleanField(
        default=False, required=False, help_text=_("true：旧密钥立即停用；否则再与新密钥同用24小时。")
    )


class DeliverySerializer(serializers.ModelSerializer):
    class Meta:
        model = Delivery
        fields = ("message", "type", "street", "at", "state", "due_at", "attempts", "status", "error", "ended_at")
        read_only_fields = fields
        extra_kwargs = {
            "message": {"help_text": _("消息编号，即请求头 webhook-id。")},
            "status": {"help_text": _("接收端最近一次的 HTTP 答复。")},
            "error": {"help_text": _("最近一次没有送达的原因代码；送达后为空。")},
        }


class DeliveriesQuery(PageQuery):
    state = serializers.ChoiceField(State.choices, required=False, help_text=_("只要这种状态的。"))


class ReplaySerializer(StrictSerializer):
    """Exactly one of the three."""

    message = serializers.CharField(max_length=60, required=False, help_text=_("只重推这一个消息。"))
    since = MomentField(required=False, help_text=_("重推登记时间从这时起的，与 until 同用。"))
    until = MomentField(required=False, help_text=_("到这时为止（不含）。"))
    dead = serializers.BooleanField(required=False, help_text=_("true：重推全部未送达的。"))

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        given = {"message": "message" in values, "range": "since" in values, "dead": values.get("dead", False)}
        if ("since" in values) != ("until" in values) or sum(given.values()) != 1:
            detail = _("请填写 message，或 since 和 until，或 dead，三者选一。")
            raise serializers.ValidationError(detail, code="one_of")
        return values


class ReplayedSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text=_("重新推送的事件数。"))
