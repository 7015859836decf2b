"""REST: the closed lists of codes that answers and bodies use, each registered by the floor that owns it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api_base import ApiView
from accounts.roles import SIGNED_IN, Role

# Name of the list -> (what it is, its (code, label) pairs).
CODE_LISTS: dict[str, tuple[Any, Sequence[tuple[Any, Any]]]] = {}


def register(name: str, label: Any, choices: Sequence[tuple[Any, Any]]) -> None:
    CODE_LISTS[name] = label, choices


class CodeOfListSerializer(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()


class CodeListSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()
    codes = CodeOfListSerializer(many=True)


class CodeListsSerializer(serializers.Serializer):
    results = CodeListSerializer(many=True)


class CodesView(ApiView):
    rights = {"list": SIGNED_IN}
    sparse = {"list": CodeListSerializer}
    pagination_class = None  # type: ignore[assignment]

    @extend_schema(operation_id="codes_list", responses={200: CodeListsSerializer})
    def list(self, request: Any) -> Response:
        """各栏目的代码表；案件各步骤的选项见 /kinds/。"""
        lists = [
            {"name": name, "label": str(label), "codes": [{"code": str(c), "label": str(text)} for c, text in choices]}
            for name, (label, choices) in sorted(CODE_LISTS.items())
        ]
        return Response({"results": lists})


register("role", _("角色"), Role.choices)
