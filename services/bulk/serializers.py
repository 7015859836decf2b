"""Bulk in REST."""

from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api_base import PageQuery, StrictSerializer
from accounts.api_schema import MovedFigureSerializer, ProblemItemSerializer
from services.bulk.models import Export, Line, Upload
from services.bulk.selecting import MODELS, OF_KIND
from services.cases.kinds import all_kinds
from services.jobs.models import State
from services.workbooks.models import Outcome


class AskedSerializer(serializers.ModelSerializer):
    state = serializers.ChoiceField(State.choices, source="job.state", read_only=True, help_text=_("任务的状态。"))
    done = serializers.IntegerField(source="job.done", read_only=True, help_text=_("已处理的行数。"))
    error = serializers.CharField(source="job.error", read_only=True, help_text=_("没有完成时的原因代码。"))
    finished_at = serializers.DateTimeField(source="job.finished_at", read_only=True, allow_null=True)


class UploadSerializer(AskedSerializer):
    counts = serializers.SerializerMethodField(help_text=_("每种结果的行数，见 lines。"))
    moved_figures = MovedFigureSerializer(
        source="job.moved",
        many=True,
        read_only=True,
        help_text=_("这次提交改变了的（试办：会改变的）已发布数字；没有则为空。"),
    )

    class Meta:
        model = Upload
        fields = (
            "id",
            "kind",
            "street",
            "sha256",
            "lines",
            "trial",
            "state",
            "done",
            "error",
            "counts",
            "moved_figures",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields
        extra_kwargs = {"trial": {"help_text": _("试办：什么都没有登记。")}}

    def get_counts(self, upload: Upload) -> dict[str, int]:
        rows = Line.objects.visible_to(self.context["user"]).filter(upload=upload)
        return dict(rows.values_list("status").annotate(count=Count("pk")).order_by("status"))


class UploadLineSerializer(serializers.ModelSerializer):
    errors = ProblemItemSerializer(source="problems", many=True, read_only=True)

    class Meta:
        model = Line
        fields = ("line", "status", "case", "errors")
        read_only_fields = fields


class BulkQuery(StrictSerializer):
    dry_run = serializers.BooleanField(
        default=False, help_text=_("true：试办。逐行核对，结果同样在 /uploads/ 里，什么都不登记。")
    )


class LinesQuery(PageQuery):
    status = serializers.ChoiceField(Outcome.choices, required=False, help_text=_("只要这种结果的行。"))


class AskExportSerializer(StrictSerializer):
    what = serializers.ChoiceField([(what, what) for what in sorted(MODELS)], help_text=_("取哪一类记录。"))
    kind = serializers.CharField(
        required=False, max_length=30, help_text=_("只要这类案件，见 /kinds/；只用于 case 和 entry。")
    )

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        if kind := values.get("kind"):
            if values["what"] not in OF_KIND or kind not in {one.code for one in all_kinds()}:
                raise serializers.ValidationError(
                    {"kind": _("没有这种类型，或这一类记录不分类型。")}, code="invalid_choice"
                )
        return values


class ExportSerializer(AskedSerializer):
    class Meta:
        model = Export
        fields = (
            "id",
            "what",
            "kind",
            "street",
            "state",
            "done",
            "error",
            "count",
            "sha256",
            "cursor",
            "created_at",
            "finished_at",
        )
        read_only_fields = fields
        extra_kwargs = {
            "count": {"help_text": _("文件的行数。")},
            "sha256": {"help_text": _("文件的 SHA-256。")},
            "cursor": {"help_text": _("取出之后的变更，从这里用 /changes/ 续读。")},
        }
