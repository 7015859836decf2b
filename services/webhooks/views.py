"""REST: the endpoints of the city system that asks, and what went there."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts.api_base import ApiView, PageQuery
from accounts.preconditions import etag
from services.webhooks import actions
from services.webhooks import serializers as shapes
from services.webhooks.models import Delivery, Endpoint, Off

READ, OWN = "webhook.read", "webhook.own"


class EndpointsView(ApiView):
    rights = {
        "list": READ,
        "retrieve": READ,
        "create": OWN,
        "update": OWN,
        "destroy": OWN,
        "pause": OWN,
        "resume": OWN,
        "rotate": OWN,
        "test": OWN,
        "deliveries": READ,
        "replay": OWN,
    }
    queries = {"list": PageQuery, "deliveries": shapes.DeliveriesQuery}
    matched = frozenset({"update", "destroy", "pause", "resume", "rotate"})
    once = frozenset({"secret"})
    serializer_class = shapes.EndpointSerializer
    queryset = Endpoint.objects.none()
    keyset = "id"

    def get_queryset(self) -> QuerySet:
        return Endpoint.objects.standing().filter(user=self.request.user)

    def endpoint(self, key: int) -> Endpoint:
        return get_object_or_404(self.get_queryset(), pk=key)

    def deliveries_of(self, endpoint: Endpoint) -> QuerySet:
        return Delivery.objects.visible_to(self.request.user).filter(endpoint=endpoint)

    def answer(self, key: int, status: int = 200, **more: Any) -> Response:
        endpoint = get_object_or_404(self.get_queryset().with_counts(), pk=key)
        shown = shapes.EndpointSerializer(endpoint).data
        return Response(shown | more, status=status, headers={"ETag": etag(endpoint.version)})

    def _changed(self, key: int, action: Callable[..., Any], **values: Any) -> Response:
        endpoint = self.endpoint(key)
        self.match(endpoint)
        self.act(lambda: action(by=self.request.user, endpoint=endpoint, **values))
        return self.answer(key)

    @extend_schema(operation_id="webhooks_list")
    def list(self, request: Any) -> Response:
        """自己的接收端。"""
        page = self.paginate_queryset(self.get_queryset().with_counts())
        return self.get_paginated_response(shapes.EndpointSerializer(page, many=True).data)

    @extend_schema(operation_id="webhooks_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一个接收端：状态、等待和未送达的事件数。"""
        return self.answer(id)

    @extend_schema(
        operation_id="webhooks_create",
        request=shapes.OpenEndpointSerializer,
        responses={201: shapes.EndpointWithSecretSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一个接收端，从这时起的事件推送到那里。密钥只在这次答复里；主机须由安全管理员先行准许。"""
        given = {"kinds": [], **self.body(shapes.OpenEndpointSerializer)}
        user = request.user
        endpoint, secret = self.act(lambda: actions.open_endpoint(by=user, user=user, **given))
        return self.answer(endpoint.pk, status=201, secret=secret)

    @extend_schema(
        operation_id="webhooks_update",
        request=shapes.ChangeEndpointSerializer,
        responses={200: shapes.EndpointSerializer},
    )
    def update(self, request: Any, id: int) -> Response:
        """修改名称、地址、事件种类或联系人；没有写的不变。等待中的事件也推送到新的地址。"""
        endpoint = self.endpoint(id)
        kept = {name: getattr(endpoint, name) for name in ("name", "url", "kinds", "contact")}
        return self._changed(id, actions.change_endpoint, **kept | self.body(shapes.ChangeEndpointSerializer))

    @extend_schema(operation_id="webhooks_destroy", responses={204: None})
    def destroy(self, request: Any, id: int) -> Response:
        """删除一个接收端：等待中的事件不再推送。"""
        endpoint = self.endpoint(id)
        self.match(endpoint)
        self.act(lambda: actions.close_endpoint(by=request.user, endpoint=endpoint))
        return Response(status=204)

    @extend_schema(operation_id="webhooks_pause", request=None, responses={200: shapes.EndpointSerializer})
    def pause(self, request: Any, id: int) -> Response:
        """停用：不推送任何事件，启用后从停下的地方继续。"""
        return self._changed(id, actions.switch_off, because=Off.BY_OWNER)

    @extend_schema(operation_id="webhooks_resume", request=None, responses={200: shapes.EndpointSerializer})
    def resume(self, request: Any, id: int) -> Response:
        """启用，也用于自动停用之后；由管理员停用的除外。"""
        return self._changed(id, actions.switch_on)

    @extend_schema(
        operation_id="webhooks_rotate",
        request=shapes.RotateSecretSerializer,
        responses={200: shapes.EndpointWithSecretSerializer},
    )
    def rotate(self, request: Any, id: int) -> Response:
        """更换密钥，新密钥只在这次答复里。旧密钥再用24小时，这段时间每个事件带两个签名。"""
        endpoint, end_old = self.endpoint(id), self.body(shapes.RotateSecretSerializer)["end_old"]
        self.match(endpoint)
        secret = self.act(lambda: actions.rotate_secret(by=request.user, endpoint=endpoint, end_old=end_old))
        return self.answer(id, secret=secret)

    @extend_schema(operation_id="webhooks_test", request=None, responses={201: shapes.DeliverySerializer})
    def test(self, request: Any, id: int) -> Response:
        """发送一个测试事件（webhook.test），几秒钟内到达。"""
        endpoint = self.endpoint(id)
        sent = self.act(lambda: actions.send_test(by=request.user, endpoint=endpoint))
        sent = self.deliveries_of(endpoint).get(pk=sent.pk)
        return Response(shapes.DeliverySerializer(sent).data, status=201)

    @extend_schema(operation_id="webhooks_deliveries", responses=shapes.DeliverySerializer(many=True))
    def deliveries(self, request: Any, id: int) -> Response:
        """推送记录，先排队的在前。送达的保留三个月。"""
        rows = self.deliveries_of(self.endpoint(id))
        if "state" in self.query:
            rows = rows.filter(state=self.query["state"])
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(shapes.DeliverySerializer(page, many=True).data)

    @extend_schema(
        operation_id="webhooks_replay", request=shapes.ReplaySerializer, responses={200: shapes.ReplayedSerializer}
    )
    def replay(self, request: Any, id: int) -> Response:
        """重推：一个消息、一段时间的，或全部未送达的；送达过的也再推送一次，消息编号不变。"""
        endpoint, given = self.endpoint(id), self.body(shapes.ReplaySerializer)
        about: dict[str, Any] = {"by": request.user, "endpoint": endpoint}
        if message := given.get("message"):
            if not (one := self.deliveries_of(endpoint).filter(message=message).first()):
                raise Http404
            count = self.act(lambda: actions.send_again(by=request.user, delivery=one))
        elif given.get("dead"):
            count = self.act(lambda: actions.send_dead_again(**about))
        else:
            span = {name: given[name] for name in ("since", "until")}
            count = self.act(lambda: actions.send_range_again(**about, **span))
        return Response({"count": count})
