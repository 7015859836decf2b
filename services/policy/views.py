"""REST: the terms of the policies by day, what excludes each other, and the codes of reasons."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import SIGNED_IN, ApiView, PageQuery
from accounts.keyset import AllOnOnePage
from services.policy import serializers as shapes
from services.policy.models import Exclusion, Policy, ReasonCode


class DatedQuery(PageQuery):
    on = serializers.DateField(required=False, help_text=_("只要这一天有效的；不填为历来的全部。"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        return rows.valid_on(query["on"]) if "on" in query else rows


class PolicyQuery(DatedQuery):
    code = serializers.CharField(required=False, max_length=60, help_text=_("条款代码，例如 home_help.monthly"))

    @staticmethod
    def narrow(rows: QuerySet, query: dict) -> QuerySet:
        rows = DatedQuery.narrow(rows, query)
        return rows.filter(code=query["code"]) if "code" in query else rows


class PoliciesView(ApiView):
    rights = {"list": "policy.view", "retrieve": "policy.view"}
    queries = {"list": PolicyQuery}
    sparse = {"list": shapes.PolicySerializer, "retrieve": shapes.PolicySerializer}
    serializer_class = shapes.PolicySerializer
    queryset = Policy.objects.all()

    @extend_schema(operation_id="policies_list")
    def list(self, request: Any) -> Response:
        """政策条款：数值、单位、有效期和依据；可指明日期。"""
        rows = self.paginate_queryset(PolicyQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.PolicySerializer(rows, many=True).data)

    @extend_schema(operation_id="policies_retrieve")
    def retrieve(self, request: Any, id: int) -> Response:
        """一条政策条款。"""
        return Response(shapes.PolicySerializer(get_object_or_404(self.get_queryset(), pk=id)).data)


class ExclusionsView(ApiView):
    rights = {"list": "policy.view"}
    queries = {"list": DatedQuery}
    sparse = {"list": shapes.ExclusionSerializer}
    serializer_class = shapes.ExclusionSerializer
    queryset = Exclusion.objects.all()

    @extend_schema(operation_id="exclusions_list")
    def list(self, request: Any) -> Response:
        """不得同时享受的项目。"""
        rows = self.paginate_queryset(DatedQuery.narrow(self.get_queryset(), self.query))
        return self.get_paginated_response(shapes.ExclusionSerializer(rows, many=True).data)


class ReasonsView(ApiView):
    rights = {"list": SIGNED_IN}
    sparse = {"list": shapes.ReasonCodeSerializer}
    serializer_class = shapes.ReasonCodeSerializer
    queryset = ReasonCode.objects.all()
    pagination_class = AllOnOnePage

    @extend_schema(operation_id="reasons_list")
    def list(self, request: Any) -> Response:
        """原因代码：为什么不符合，下一步怎样办。"""
        rows = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(shapes.ReasonCodeSerializer(rows, many=True).data)


codes.register("exclusion.severity", _("重复享受的处理"), Exclusion.SEVERITIES)
