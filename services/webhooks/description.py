"""Events in the OpenAPI description: what a receiver gets, as the specification of OpenAPI 3.1 writes it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, OpenApiWebhook, extend_schema
from rest_framework import serializers

from services.feed.serializers import ChangeSerializer


class WebhookEventSerializer(serializers.Serializer):
    """Standard Webhooks; thin, so that nothing is told that the receiver has no right to read."""

    type = serializers.CharField(help_text=_("台账记录的事项代码，如 fuel.paid；其余为类别和操作，如 person.updated。"))
    timestamp = serializers.DateTimeField(help_text=_("登记时间。"))
    data = ChangeSerializer(help_text=_("同 /changes/ 的一条变更，不带 record。测试事件（webhook.test）只有 key。"))


EVENT = OpenApiWebhook(
    name="event",
    decorator=extend_schema(
        summary=_("事件推送"),
        description=_(
            "按 Standard Webhooks 规范推送到登记的接收地址。请求头 webhook-id 是消息编号，重推时不变，请据此识别重复；"
            "webhook-timestamp 是发送时刻（秒）；webhook-signature 是一个或几个用空格隔开的 v1 签名"
            "（更换密钥期间有两个），对“webhook-id.webhook-timestamp.正文”用密钥计算 HMAC-SHA256，"
            "任何一个相符即可。请在15秒内答复2xx；"
            "其他答复按规范的间隔重试，答复410则停用接收端，可以用 Retry-After 要求暂停。同一个案件的事件按先后送达。"
        ),
        request={"application/json": WebhookEventSerializer},
        responses={"2XX": OpenApiResponse(description=_("已收到"))},
    ),
)


def list_event(result: dict[str, Any], generator: Any, **_kwargs: Any) -> dict[str, Any]:
    """The library lists the shapes before it reads the webhooks, and would leave theirs out."""
    return {**result, "components": generator.registry.build({})}
