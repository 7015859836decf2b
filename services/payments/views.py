"""REST: payments and batches, to be read; they are made by four people in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import ApiView
from services.payments import serializers as shapes
from services.payments.filters import BatchQuery, PaymentQuery
from services.payments.models import Batch, Payment


class PaymentsView(ApiView):
    rights = {"list": "payment.view", "retrieve": "payment.view"}
    queries = {"list": PaymentQuery}
    sparse = {"list": shapes.PaymentSerializer, "retrieve": shapes.FullPaymentSerializer}
    serializer_class = shapes.PaymentSerializer
    queryset = Payment.objects.none()
    keyset = "-pk"

    def get_queryset(self) -> QuerySet:
        return Payment.objects.visible_to(self.request.user)

    @extend_schema(operation_id="payments_list")
    def list(self, request: Any) -> Response:
        """发放记录，新的在前。"""
        rows = self.paginate_queryset(PaymentQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.PaymentSerializer(rows, many=True).data)

    @extend_schema(operation_id="payments_retrieve", responses=shapes.FullPaymentSerializer)
    def retrieve(self, request: Any, id: int) -> Response:
        """一笔发放：金额逐项说明，所依据的政策条款，暂停的原因。"""
        payment = get_object_or_404(self.get_queryset().select_related("hold"), pk=id)
        return Response(shapes.FullPaymentSerializer(payment).data)


class BatchesView(ApiView):
    rights = {"list": "payment.district", "retrieve": "payment.district"}
    queries = {"list": BatchQuery}
    sparse = {"list": shapes.BatchSerializer, "retrieve": shapes.BatchSerializer}
    serializer_class = shapes.BatchSerializer
    queryset = Batch.objects.all()
    keyset = "-pk"

    @extend_schema(operation_id="batches_list")
    def list(self, request: Any) -> Response:
        """发放批次，新的在前。"""
        rows = self.paginate_queryset(BatchQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.BatchSerializer(rows, many=True).data)

    @extend_schema(operation_id="batches_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一个发放批次。"""
        return Response(shapes.BatchSerializer(get_object_or_404(self.get_queryset(), pk=id)).data)


codes.register("payment.state", _("发放状态"), Payment.State.choices)
codes.register("batch.state", _("批次状态"), Batch.State.choices)
