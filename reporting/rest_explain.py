"""REST: why a figure differs between two readings, in buckets that sum exactly, and the records of each."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts import audit
from accounts.api_base import ApiView, MomentField, StrictSerializer
from accounts.errors import Malformed
from reporting import catalogue
from reporting.explain import LABELS, At, Explained, explain
from reporting.explain.telling import as_dict, told
from reporting.figures import BASES, as_json
from reporting.periods import year as year_of
from reporting.serializers import PARTS
from reporting.views import refuse_year
from services.ledger.reading import settle

AREA = r"^(\d{9}|district)$"


class ExplainQuery(StrictSerializer):
    street = serializers.RegexField(
        AREA, required=False, help_text=_("九位街道代码，或 district；不填为您的全部范围。")
    )
    known_at = MomentField(required=False, help_text=_("截至这一时刻登记的数字；不填为现在。"))
    basis = serializers.ChoiceField(BASES, default="then", help_text=_("then 当时街道；now 现行街道（仅全区）。"))
    since = MomentField(required=False, help_text=_("与截至这一较早时刻的读数比较。"))
    from_year = serializers.IntegerField(required=False, help_text=_("与这一年的读数比较。"))
    from_street = serializers.RegexField(AREA, required=False, help_text=_("与这一街道（或 district）的读数比较。"))
    bucket = serializers.ChoiceField(list(map(str, LABELS)), required=False, help_text=_("列出这一原因的记录。"))
    part = serializers.ChoiceField(PARTS, required=False, help_text=_("比率列出记录时必填：分子或分母。"))
    after = serializers.CharField(required=False, max_length=40, help_text=_("从这个 key 之后的记录开始。"))
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50, help_text=_("每页条数，最多200。"))


class ReadingSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text=_("口径的版本"))
    period = serializers.CharField()
    area = serializers.CharField()
    known_at = serializers.DateTimeField()
    basis = serializers.CharField()
    value = serializers.JSONField(help_text=_("整数；元和百分数为字符串；没有分母、没有填报时为空。"))


class BucketSerializer(serializers.Serializer):
    bucket = serializers.CharField()
    label = serializers.CharField()
    change = serializers.JSONField()
    count = serializers.IntegerField()


class PartSerializer(serializers.Serializer):
    part = serializers.CharField(allow_blank=True, help_text=_("numerator、denominator；不是比率时为空。"))
    change = serializers.JSONField()
    buckets = BucketSerializer(many=True, help_text=_("各项 change 相加正好等于总的 change。"))


class CauseSerializer(serializers.Serializer):
    entry = serializers.IntegerField()
    what = serializers.CharField()
    reason = serializers.CharField(allow_blank=True)
    recorded_by = serializers.CharField()
    recorded_at = serializers.DateTimeField()


class RecordSerializer(serializers.Serializer):
    key = serializers.CharField()
    subject = serializers.CharField(help_text=_("姓名隐去"))
    before = serializers.JSONField()
    after = serializers.JSONField()
    change = serializers.JSONField()
    entries = serializers.ListField(child=serializers.IntegerField())
    happened_on = serializers.DateField(allow_null=True)
    street = serializers.CharField(allow_null=True)
    case = serializers.CharField(allow_blank=True)
    cause = CauseSerializer(allow_null=True)


class ExplainedSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    unit = serializers.CharField()
    before = ReadingSerializer()
    after = ReadingSerializer()
    text = serializers.CharField(help_text=_("一段可以写进报告的说明"))
    parts = PartSerializer(many=True)
    records = RecordSerializer(many=True, help_text=_("指明 bucket 时，这一原因的记录，按 key 排列。"))


class ExplainView(ApiView):
    rights = {"list": "figure.view"}
    queries = {"list": ExplainQuery}
    sparse = {"list": ExplainedSerializer}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(operation_id="figures_explain", responses={200: ExplainedSerializer})
    def list(self, request: Any, year: int, code: str) -> Response:
        """一个数字为什么变了：与较早的读数、另一年或另一街道之差，按记录分成若干原因。"""
        refuse_year(year)
        found = explain(*self._readings(year, code))
        audit.record(
            by=request.user,
            action="figure.explained",
            target=code,
            street=request.scope.street,
            year=year,
            area=found.after.area,
        )
        said = {**as_dict(found, records=False), "parts": self._parts(found), "records": self._records(found)}
        return Response({name: said[name] for name in ExplainedSerializer().fields})

    def _readings(self, year: int, code: str) -> tuple[At, At]:
        query, period = self.query, year_of(year)
        area = query.get("street") or self.request.scope.area
        after = At(catalogue.get(code, period), period, area, settle(query.get("known_at")), query["basis"])
        if "from_year" in query:
            refuse_year(query["from_year"])
        former = year_of(query.get("from_year", year))
        known_at = settle(query["since"]) if "since" in query else after.known_at
        before = At(catalogue.get(code, former), former, query.get("from_street") or area, known_at, after.basis)
        return before, after

    def _parts(self, found: Explained) -> Any:
        return [
            {
                "part": name,
                "change": as_json(part.change),
                "buckets": [
                    {
                        "bucket": str(bucket),
                        "label": str(part.labels[bucket]),
                        "change": as_json(part.contribution(bucket)),
                        "count": len(records),
                    }
                    for bucket, records in part.buckets.items()
                ],
            }
            for name, part in found.parts.items()
        ]

    def _records(self, found: Explained) -> Any:
        if "bucket" not in self.query:
            return []
        part = found.parts.get(self.query.get("part", ""))
        if part is None:
            detail = _("比率要用 part 指明分子（numerator）或分母（denominator）；其他指标不填。")
            raise Malformed("figure.part", detail, "part")
        rows = part.buckets.get(self.query["bucket"], [])
        after = self.query.get("after", "")
        return [one.as_dict() for one in told(part, [row for row in rows if row.key > after][: self.query["limit"]])]
