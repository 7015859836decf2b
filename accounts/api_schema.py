"""How an operation describes itself in OpenAPI: its headers, parameters and problems."""

from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers

from accounts.idempotency import HEADER
from accounts.roles import PUBLIC, SIGNED_IN

STREET_HEADER = OpenApiParameter(
    "X-Street",
    {"type": "string", "pattern": "^([0-9]{9}|district)$"},
    OpenApiParameter.HEADER,
    description=_("九位街道代码：有几个街道权限的用户在每个请求里指明其一；全区用户可用它只看一个街道。"),
)


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
    scope = serializers.CharField(required=False, help_text=_("code 为 client.scope_missing 时：缺少的权限。"))
    person = serializers.UUIDField(
        required=False, help_text=_("code 为 person.already_registered 或 person.external_exists 时：已登记的人。")
    )


class MovedFigureSerializer(serializers.Serializer):
    id = serializers.CharField(help_text=_("已发布数字的永久编号，见 /passports/。"))
    label = serializers.CharField()
    published = serializers.JSONField(help_text=_("发布的数值，不会改变。整数；元和百分数为字符串。"))
    before = serializers.JSONField(help_text=_("这次登记之前，按现在的记录计算的数值。"))
    after = serializers.JSONField(help_text=_("这次登记之后的数值。"))


class MovingSerializer(serializers.Serializer):
    moved_figures = MovedFigureSerializer(
        many=True,
        required=False,
        help_text=_("只在这次登记改变了已经发布的数字时才有。发布的数字不变，差异由区残联说明；请核对日期和内容。"),
    )


class TriedSerializer(serializers.Serializer):
    """The answer to a trial: nothing was written."""

    moved_figures = MovedFigureSerializer(many=True, help_text=_("这次登记会改变的已发布数字；没有则为空。"))


def takes_key(view: Any, method: str) -> bool:
    """Whether an Idempotency-Key has a meaning for this operation."""
    return method == "POST" and view.rights[view.action] not in (PUBLIC, SIGNED_IN) and view.action not in view.unkept


def _key_header(*, required: bool) -> OpenApiParameter:
    text = _("每个请求一个不同的编号（1到100个字符）。重发时用同一个编号：只生效一次，答复相同。保留7天。")
    schema = {"type": "string", "pattern": "^[!-~]{1,100}$"}
    return OpenApiParameter(HEADER, schema, OpenApiParameter.HEADER, required=required, description=text)


TRIAL_PARAMETER = OpenApiParameter(
    "dry_run",
    bool,
    description=_(
        "true：试办。照样核对权限和规定，答复200和会改变的已发布数字，什么都不写；不需要也不保存 Idempotency-Key。"
    ),
)
MATCH_HEADER = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$'},
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
        "406": _("所要的格式这里没有"),
        "408": _("正文发送太慢，不再等待"),
        "409": _("状态不符，或刚刚被别人改变"),
        "411": _("没有写 Content-Length"),
        "412": _("内容刚刚被别人改动"),
        "413": _("请求的内容太大"),
        "415": _("只接受 application/json"),
        "422": _("不符合规定（列出所有理由）"),
        "428": _("没有写 If-Match"),
        "429": _("请求过于频繁"),
        "503": _("数据库暂时不能使用；按 Retry-After 等待后重发"),
    }

    def get_override_parameters(self) -> list:
        query = self.view.queries.get(self.view.action)
        asks_scope = self.view.rights[self.view.action] not in (PUBLIC, SIGNED_IN)
        key = _key_header(required=self.view.action in self.view.keyed)
        return [
            *[STREET_HEADER] * asks_scope,
            *[key] * takes_key(self.view, self.method),
            *[MATCH_HEADER] * (self.view.action in self.view.matched),
            *([_fields_parameter(self.view.sparse[self.view.action])] if self.view.action in self.view.sparse else []),
            *[TRIAL_PARAMETER] * (self.view.action in self.view.tried),
            *([query] if query else []),
        ]

    def get_summary(self) -> str | None:
        """The first line of the documentation, so that a list of operations can be read."""
        return super().get_summary() or (self.get_description() or "").partition("\n")[0] or None

    def _is_list_view(self, serializer: Any = None) -> bool:
        return self.view.pagination_class is not None and super()._is_list_view(serializer)

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict:
        bodies = super()._get_response_bodies(direction)
        statuses = ["400", "401", "406", "429", "503"]
        if self.view.rights[self.view.action] not in (PUBLIC, SIGNED_IN):
            statuses.append("403")
        if "{" in self.path:
            statuses.append("404")
        if self.method in ("POST", "PATCH"):
            statuses += ["408", "409", "411", "413", "415", "422"]
        if self.view.action in self.view.matched:
            statuses += ["412", "428"]
        if takes_key(self.view, self.method) or self.method == "PATCH":
            self._tell_moved(bodies)
        if self.view.action in self.view.tried:
            self._tell_trial(bodies)
        for status in statuses:
            answer = self._get_response_for_code(ProblemSerializer, status, ["application/problem+json"])
            bodies[status] = {**answer, "description": str(self.TEXTS[status])}
        return bodies

    def _tell_trial(self, bodies: dict) -> None:
        trial = self._get_response_for_code(TriedSerializer, "200", ["application/json"])
        if "200" not in bodies:
            bodies["200"] = {**trial, "description": str(_("试办的答复"))}
            return
        content, own = (body["content"]["application/json"] for body in (bodies["200"], trial))
        content["schema"] = {"anyOf": [content["schema"], own["schema"]]}

    def _tell_moved(self, bodies: dict) -> None:
        """A write may move published figures: its answer names them."""
        moving = self.resolve_serializer(MovingSerializer, "response").ref
        for body in bodies.values():
            if "application/json" in body.get("content", {}):
                content = body["content"]["application/json"]
                content["schema"] = {"allOf": [content["schema"], moving]}
