"""REST: what was decided about cases, line by line, with the policy rows that were read."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api_base import ApiView, PageQuery
from services.cases import entitlement
from services.cases.models import Decision


class LineSerializer(serializers.Serializer):
    """One line of an amount; a deduction is negative."""

    what = serializers.CharField(help_text=_("项目，用文字说明"))
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)


def lines_of(case_kind: Any, lines: Any) -> list[dict[str, Any]]:
    """Stored lines in words, as LineSerializer describes them."""
    return LineSerializer(
        [{"what": what, "amount": amount} for what, amount in entitlement.described(case_kind, lines)], many=True
    ).data


class DecisionSerializer(serializers.ModelSerializer):
    """Frozen on its day: later texts and facts do not change it. The lines sum to the amount."""

    lines = serializers.SerializerMethodField()
    terms = serializers.ListField(child=serializers.IntegerField(), help_text=_("所依据的政策条款，见 /policies/。"))

    class Meta:
        model = Decision
        fields = ("id", "case", "street", "entry", "decided_on", "amount", "lines", "terms")
        read_only_fields = fields

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, decision: Decision) -> list:
        return lines_of(decision.case.of_kind, decision.lines)


class DecisionQuery(PageQuery):
    case = serializers.UUIDField(required=False, help_text=_("这个案件的决定"))
    decided_from = serializers.DateField(required=False, help_text=_("决定日期从这一天起"))
    decided_to = serializers.DateField(required=False, help_text=_("决定日期到这一天止（含）"))

    COLUMNS = {"case": "case_id", "decided_from": "decided_on__gte", "decided_to": "decided_on__lte"}

    @classmethod
    def narrow(cls, rows: QuerySet, query: dict) -> QuerySet:
        return rows.filter(**{column: query[name] for name, column in cls.COLUMNS.items() if name in query})


class DecisionsView(ApiView):
    rights = {"list": "case.view"}
    queries = {"list": DecisionQuery}
    sparse = {"list": DecisionSerializer}
    serializer_class = DecisionSerializer
    queryset = Decision.objects.none()
    keyset = "-pk"

    @extend_schema(operation_id="decisions_list")
    def list(self, request: Any) -> Response:
        """核定的待遇：金额逐项说明，并指明所依据的政策条款。"""
        rows = Decision.objects.visible_to(request.user).select_related("case")
        page = self.paginate_queryset(DecisionQuery.narrow(rows, self.query))
        return self.get_paginated_response(DecisionSerializer(page, many=True).data)
