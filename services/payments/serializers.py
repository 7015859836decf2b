from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from services.cases import kinds
from services.cases.decision_views import LineSerializer, lines_of
from services.payments.models import Batch, Payment
from services.payments.presenting import reasons


class PaymentSerializer(serializers.ModelSerializer):
    """So much for one case and one month; it counts when it is paid, by its one ledger entry."""

    number = serializers.CharField(read_only=True, help_text=_("发放编号"))

    class Meta:
        model = Payment
        fields: tuple[str, ...] = (
            "id",
            "number",
            "case",
            "person",
            "street",
            "kind",
            "for_month",
            "decided_on",
            "amount",
            "state",
            "batch",
            "line_no",
            "result_on",
            "result_reason",
            "entry",
            "repays",
        )
        read_only_fields = fields


class FullPaymentSerializer(PaymentSerializer):
    lines = serializers.SerializerMethodField(help_text=_("金额逐项说明，合计等于 amount。"))
    terms = serializers.ListField(child=serializers.IntegerField(), help_text=_("所依据的政策条款，见 /policies/。"))
    held_because = serializers.SerializerMethodField(help_text=_("暂停的全部原因；没有暂停过的为空。"))

    class Meta(PaymentSerializer.Meta):
        fields = (*PaymentSerializer.Meta.fields, "lines", "terms", "held_because")
        read_only_fields = fields

    @extend_schema_field(LineSerializer(many=True))
    def get_lines(self, payment: Payment) -> list:
        return lines_of(kinds.get(payment.kind), payment.lines)

    def get_held_because(self, payment: Payment) -> list[str]:
        hold: Any = getattr(payment, "hold", None)
        return reasons(hold) if hold else []


class BatchSerializer(serializers.ModelSerializer):
    """What is paid together. From `checked` on its content stays as it is."""

    number = serializers.CharField(read_only=True, help_text=_("批次编号"))

    class Meta:
        model = Batch
        fields = (
            "id",
            "number",
            "kind",
            "for_month",
            "state",
            "count",
            "total",
            "content_hash",
            "file_hash",
            "prepared_at",
            "checked_at",
            "approved_at",
            "released_at",
            "settled_at",
        )
        read_only_fields = fields
