"""REST: the code list of kinds: their statuses, steps and fields."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from accounts import codes
from accounts.api_base import ApiView
from accounts.roles import SIGNED_IN
from services.cases import fields
from services.cases import serializers as shapes
from services.cases.kinds import Kind, Origin, Status, all_kinds


class KindsView(ApiView):
    """The code list of kinds."""

    rights = {"list": SIGNED_IN}
    sparse = {"list": shapes.KindSerializer}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(operation_id="kinds_list", responses={200: shapes.KindsSerializer})
    def list(self, request: Any) -> Response:
        """各类案件的状态、步骤和栏目：机器可读的代码表。"""
        return Response({"results": [_described(kind) for kind in all_kinds()]})


def _described(kind: Kind) -> dict[str, Any]:
    steps = (kind.opening, *kind.steps)
    statuses = {status for step in steps for status in (*step.from_, step.to) if status} | {Status.ANNULLED}
    return {
        "code": kind.code,
        "label": str(kind.label),
        "prefix": kind.prefix,
        "subject": kind.subject,
        "joint": kind.joint,
        "statuses": [{"code": code, "label": str(text)} for code, text in Status.choices if code in statuses],
        "details": [fields.described_column(column) for column in fields.asked_columns(kind.detail_model)],
        "rows": [
            {
                "name": name,
                "label": str(model._meta.verbose_name),
                "fields": [fields.described_column(column) for column in fields.asked_columns(model)],
            }
            for name, model in fields.row_models(kind).items()
        ],
        "opening": fields.described_step(kind.opening),
        "steps": [fields.described_step(step) for step in kind.steps],
    }


codes.register("case.status", _("案件状态"), Status.choices)
codes.register("case.origin", _("案件来源"), Origin.choices)
