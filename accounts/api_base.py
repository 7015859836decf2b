"""The base of every REST view here: rights by role, strict input, one transaction with its deferred checks."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.permissions import BasePermission
from rest_framework.viewsets import GenericViewSet

from accounts import idempotency
from accounts.errors import DomainError, Malformed, NotAllowed, TooLarge
from accounts.idempotency import HEADER
from accounts.keyset import KeysetPagination
from accounts.models import Street
from accounts.roles import require

# What a view asks for where no right of the table applies.
PUBLIC, SIGNED_IN = "public", "signed_in"
SAFE_NAME = re.compile(r"[a-z_][a-z0-9_.-]{0,39}", re.IGNORECASE)  # what is repeated in an answer is never a number
STREET_HEADER = OpenApiParameter(
    "X-Street",
    str,
    OpenApiParameter.HEADER,
    description=_("九位街道代码：有几个街道权限的用户在每个请求里指明其一；全区用户可用它只看一个街道。"),
)


class StrictSerializer(serializers.Serializer):
    """Refuses what it does not know: a mistyped name is an error and never ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = [ErrorDetail(_("没有这一项。请对照接口说明检查名称。"), code="unknown")]
        errors = {
            name if SAFE_NAME.fullmatch(str(name)) else "non_field_errors": unknown
            for name in data
            if name not in known
        }
        try:
            values = super().to_internal_value(data)
        except ValidationError as error:
            raise ValidationError({**error.detail, **errors}) from None
        if errors:
            raise ValidationError(errors)
        return values


def street_field() -> serializers.Field:
    """For bodies of what belongs to a street and not to a person."""
    text = _("九位街道代码。全区用户必填（或用请求头 X-Street）；街道用户只能填自己的街道。")
    return serializers.PrimaryKeyRelatedField(queryset=Street.objects.all(), required=False, help_text=text)


class PageQuery(StrictSerializer):
    """The parameters of every list."""

    limit = serializers.IntegerField(min_value=1, max_value=200, default=50, help_text=_("每页条数，最多200。"))
    cursor = serializers.CharField(required=False, max_length=200, help_text=_("上一页的 next 里的值，不作解释。"))


class ProblemItemSerializer(serializers.Serializer):
    pointer = serializers.CharField(help_text=_("JSON Pointer；空表示整个请求。"))
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer):
    """RFC 9457, application/problem+json."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=_("noun.reason，永不改变。"))
    detail = serializers.CharField()
    errors = ProblemItemSerializer(many=True)
    request_id = serializers.CharField(help_text=_("与响应头 X-Request-Id 相同；询问系统管理员时请提供。"))
    case = serializers.UUIDField(required=False, help_text=_("code 为 case.external_exists 时：已有的案件。"))


class Rights(BasePermission):
    """Each operation names its right in `view.rights`; who may is the table's matter (accounts.roles)."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if view.action is None:
            return request.user is not None  # the method is not supported: 405 for those who are signed in
        right = view.rights[view.action]
        if right == PUBLIC:
            return True
        if request.user is None:
            return False
        if right != SIGNED_IN:
            if error := getattr(request._request, "scope_error", None):
                raise error
            require(request.scope, right)
        return True


def _key_header(*, required: bool) -> OpenApiParameter:
    text = _("每个请求一个不同的编号（1到100个字符）。重发时用同一个编号：只生效一次，答复相同。保留7天。")
    return OpenApiParameter(HEADER, str, OpenApiParameter.HEADER, required=required, description=text)


MATCH_HEADER = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=_("您看到的版本：读取时得到的 ETag。别人已经改动时答复412，没有写时答复428。"),
)


def _fields_parameter(shape: type[serializers.BaseSerializer]) -> OpenApiParameter:
    names = {"type": "array", "minItems": 1, "items": {"type": "string", "enum": list(shape().fields)}}
    text = _("只要这些栏目，用逗号隔开；不填为全部。列表里指每一条的栏目。")
    return OpenApiParameter("fields", names, style="form", explode=False, description=text)


class ApiSchema(AutoSchema):
    """Every operation documents its parameters, the street header and its problem details."""

    TEXTS = {
        "400": _("请求读不懂：未知或缺少的内容、格式"),
        "401": _("没有登录，或令牌已失效"),
        "403": _("您的角色不能进行这项操作"),
        "404": _("没有，或者不是您的"),
        "409": _("状态不符，或刚刚被别人改变"),
        "412": _("内容刚刚被别人改动"),
        "413": _("请求的内容太大"),
        "415": _("只接受 application/json"),
        "422": _("不符合规定（列出所有理由）"),
        "428": _("没有写 If-Match"),
        "429": _("请求过于频繁"),
    }

    def get_override_parameters(self) -> list:
        query = self.view.queries.get(self.view.action)
        asks_scope = self.view.rights[self.view.action] not in (PUBLIC, SIGNED_IN)
        key = _key_header(required=self.view.action in self.view.keyed)
        return [
            *[STREET_HEADER] * asks_scope,
            *[key] * (self.method == "POST" and asks_scope),
            *[MATCH_HEADER] * (self.view.action in self.view.matched),
            *([_fields_parameter(self.view.sparse[self.view.action])] if self.view.action in self.view.sparse else []),
            *([query] if query else []),
        ]

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.view.pagination_class is not None and super()._is_list_view(serializer)

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict:
        bodies = super()._get_response_bodies(direction)
        statuses = ["400", "401"]
        if self.view.rights[self.view.action] not in (PUBLIC, SIGNED_IN):
            statuses.append("403")
        if "{" in self.path:
            statuses.append("404")
        if self.method == "POST":
            statuses += ["409", "413", "415", "422"]
        if self.view.action in self.view.matched:
            statuses += ["412", "428"]
        if self.view.get_throttles():
            statuses.append("429")
        for status in statuses:
            answer = self._get_response_for_code(ProblemSerializer, status, ["application/problem+json"])
            bodies[status] = {**answer, "description": str(self.TEXTS[status])}
        return bodies


class ApiView(GenericViewSet):
    """`rights`: action -> code of accounts.roles; `queries`: action -> serializer of its query parameters; `keyed`:
    actions that demand an Idempotency-Key; `matched`: those that demand If-Match; `sparse`: action -> serializer of
    what it shows (of a list: of each row), out of whose fields the parameter `fields` chooses."""

    rights: dict[str, str] = {}
    sparse: dict[str, type[serializers.BaseSerializer]] = {}
    query: dict[str, Any] = {}
    queries: dict[str, type[StrictSerializer]] = {}
    keyed: frozenset[str] = frozenset({"create"})
    matched: frozenset[str] = frozenset()
    permission_classes = [Rights]
    pagination_class = KeysetPagination
    metadata_class = None
    schema = ApiSchema()
    keyset = "pk"
    most_bytes: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer_row: int | None = None

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.most_bytes:
            raise TooLarge("request.too_large", _("请求的内容太大。请分成几次提交。"))
        super().initial(request, *args, **kwargs)
        if self.action is not None:
            self.query = self._read_query(request)
            if request.method == "POST" and self.rights[self.action] not in (PUBLIC, SIGNED_IN):
                self.answer_row = idempotency.begin(request, request.user, required=self.action in self.keyed)

    def handle_exception(self, exc: Exception) -> Any:
        return exc.response if isinstance(exc, idempotency.Replayed) else super().handle_exception(exc)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if "fields" in self.query and response.status_code == 200:
            response.data = only(self.query["fields"], response.data)
        if self.answer_row is not None and response.status_code < 400:
            row = self.answer_row
            response.add_post_render_callback(lambda rendered: idempotency.keep(row, rendered))
        return response

    def _read_query(self, request: Any) -> dict[str, Any]:
        if any(len(values) > 1 for _name, values in request.query_params.lists()):
            raise Malformed("parameter.repeated", _("同一个参数出现了多次。"))
        given = request.query_params.dict()
        shape = self.sparse.get(self.action)
        fields = given.pop("fields", None) if shape else None
        serializer = self.queries.get(self.action, StrictSerializer)(data=given)
        serializer.is_valid(raise_exception=True)
        query = serializer.validated_data
        return query if shape is None or fields is None else {**query, "fields": _chosen(fields, shape)}

    def street(self, named: Street | None) -> Street:
        """The street of what is entered: of the scope, or (district) as named in the body."""
        own = self.request.scope.street
        if named and own and named.pk != own:
            raise NotAllowed("street.not_yours", _("您没有这个街道的权限。"), "street")
        if named is None and own is None:
            raise Malformed("street.missing", _("请选择街道。"), "street")
        return named or Street.objects.get(pk=own)

    def body(self, serializer_class: type[serializers.BaseSerializer]) -> dict[str, Any]:
        """What was sent, validated; its errors are a 400 with pointers."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return serializer.validated_data

    def act(self, action: Callable[[], Any], **names: str) -> Any:
        """The result of a domain action; `names` are fields that this body calls otherwise than the action.

        Deferred constraints are checked here, while a refusal can still be an answer.
        """
        with renamed(names), transaction.atomic():
            result = action()
            connection.check_constraints()
        return result


def _chosen(names: str, shape: type[serializers.BaseSerializer]) -> frozenset[str]:
    chosen, known = frozenset(names.split(",")), list(shape().fields)
    if not chosen <= set(known):
        detail = _("有的栏目这里没有。可以选择的栏目：%(names)s。")
        raise Malformed("fields.unknown", detail % {"names": ", ".join(known)}, "fields")
    return chosen


def only(fields: frozenset[str], data: dict[str, Any]) -> dict[str, Any]:
    """Of what is answered only these fields; of a list only these of each row."""
    if "results" in data:
        return {**data, "results": [only(fields, row) for row in data["results"]]}
    return {name: value for name, value in data.items() if name in fields}


@contextmanager
def renamed(names: dict[str, str]) -> Iterator[None]:
    try:
        yield
    except DomainError as error:
        error.problems = [replace(p, pointer=names.get(p.pointer, p.pointer)) for p in error.problems]
        raise
