"""REST: the register of statuses and benefits, by which claims are checked."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import ApiView
from accounts.preconditions import etag
from services.circumstances import actions
from services.circumstances import serializers as shapes
from services.circumstances.filters import CircumstanceQuery
from services.circumstances.models import CircumstanceRecord, Code
from services.people.lookup import chosen_person
from services.people.serializers import DaySerializer


class CircumstancesView(ApiView):
    rights = {
        "list": "case.view",
        "retrieve": "case.view",
        "create": "circumstance.enter",
        "end": "circumstance.enter",
    }
    queries = {"list": CircumstanceQuery}
    sparse = {"list": shapes.CircumstanceSerializer, "retrieve": shapes.CircumstanceSerializer}
    matched = frozenset({"end"})
    tried = frozenset({"create", "end"})
    serializer_class = shapes.CircumstanceSerializer
    queryset = CircumstanceRecord.objects.none()

    def get_queryset(self) -> QuerySet:
        return CircumstanceRecord.objects.visible_to(self.request.user)

    def _answer(self, key: int, status: int = 200) -> Response:
        one = get_object_or_404(self.get_queryset(), pk=key)
        shown = shapes.CircumstanceSerializer(one).data
        return Response(shown, status=status, headers={"ETag": etag(one.version)})

    @extend_schema(operation_id="circumstances_list")
    def list(self, request: Any) -> Response:
        """身份与其他待遇的登记；可按人员、待遇和日期筛选。"""
        rows = self.paginate_queryset(CircumstanceQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.CircumstanceSerializer(rows, many=True).data)

    @extend_schema(operation_id="circumstances_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一项登记。"""
        return self._answer(id)

    @extend_schema(
        operation_id="circumstances_create",
        request=shapes.RecordCircumstanceSerializer,
        responses={201: shapes.CircumstanceSerializer},
    )
    def create(self, request: Any) -> Response:
        """登记一项身份或待遇；以后的申请和发放按它核对。"""
        given = self.body(shapes.RecordCircumstanceSerializer)
        person = chosen_person(request.user, given)
        values = {name: value for name, value in given.items() if name not in ("person", "id_number")}
        one = self.act(lambda: actions.record(by=request.user, person=person, **values))
        return self._answer(one.pk, status=201)

    @extend_schema(
        operation_id="circumstances_end", request=DaySerializer, responses={200: shapes.CircumstanceSerializer}
    )
    def end(self, request: Any, id: int) -> Response:
        """登记一项身份或待遇结束。"""
        one = get_object_or_404(self.get_queryset(), pk=id)
        on = self.body(DaySerializer)["on"]
        self.match(one)
        self.act(lambda: actions.end(by=request.user, one=one, on=on))
        return self._answer(one.pk)


codes.register("circumstance.code", _("身份与其他待遇"), Code.choices)
