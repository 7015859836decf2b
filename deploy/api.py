"""The REST interface: every path of /api/v1/, its description and its documentation page.

The description is pinned by tests/golden/openapi.json; after a wanted change:
    .venv/bin/python manage.py spectacular --format openapi-json --validate --fail-on-warn \
        --file tests/golden/openapi.json
"""

from typing import Any

from django.conf import settings
from django.urls import include, path, re_path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework import serializers

from accounts.api_base import ApiView, StrictSerializer
from accounts.clients.offers import offered
from accounts.clients.views import token
from accounts.codes import CodesView
from accounts.grants import ABOUT_CASES, grant_of
from accounts.roles import PUBLIC, SIGNED_IN
from accounts.views import SignInView, StreetsView
from deploy.errors import no_such_path
from reporting.passport_rest import PublishedView
from reporting.rest import FiguresView
from reporting.rest_explain import ExplainView
from services.bulk.views import BulkView, ExportsView, UploadsView
from services.cases.decision_views import DecisionsView
from services.cases.kinds import all_kinds
from services.cases.kinds_view import KindsView
from services.cases.views import case_view, open_view
from services.certificates.views import CertificatesView
from services.circumstances.views import CircumstancesView
from services.documents.views import CaseDocumentsView, DocumentsView
from services.feed.views import ChangesView
from services.payments.views import BatchesView, PaymentsView
from services.people.household_views import HouseholdsView
from services.people.views import OrganisationsView, PeopleView, ResidencesView
from services.policy.views import ExclusionsView, PoliciesView, ReasonsView
from services.webhooks.views import EndpointsView


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.TokenOfRequest"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        description = "Authorization: Token <token>"
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": description}


class BearerScheme(OpenApiAuthenticationExtension):
    """The grant of client credentials; every operation names the scope that it needs."""

    target_class = "accounts.authentication.BearerOfRequest"
    name = "oauth2"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        flow = {"tokenUrl": "/api/v1/oauth/token/", "scopes": offered()}
        return {"type": "oauth2", "flows": {"clientCredentials": flow}}

    def get_security_requirement(self, auto_schema: Any) -> Any:
        view = auto_schema.view
        right = view.rights[view.action] if isinstance(view, ApiView) else SIGNED_IN
        kind = getattr(getattr(view, "kind", None), "code", "")
        if right in (PUBLIC, SIGNED_IN) or (not kind and right.partition(".")[0] in ABOUT_CASES):
            return {self.name: []}  # of cases: the scope of their kind
        scope = grant_of(right, kind)
        return {self.name: [scope]} if scope in offered() else []


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.authentication.SessionOfRequest"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def inline_choices(result: Any, **_kwargs: Any) -> Any:
    """Choices stand where they are used: names made up for them would change whenever a kind is added."""
    if isinstance(result, dict):
        return {key: inline_choices(value) for key, value in result.items() if key != "x-spec-enum-id"}
    if isinstance(result, list):
        return [inline_choices(value) for value in result]
    return result


INTRODUCTION = _(
    "残疾人服务的人员、案件、发放和指标。\n\n"
    "- 重发安全：每个 POST 都可以带 Idempotency-Key，新登记必须带；断网后用同一个编号重发，只生效一次，答复相同。\n"
    "- 不覆盖别人：修改时把读取得到的 ETag 写在 If-Match 里；没有写答复428，别人已改动答复412。\n"
    "- 不猜测：未知的参数、栏目和筛选一律答复400；错误说明是哪一项、怎样办，并带 request_id。\n"
    "- 不超量：答复头 RateLimit 说明这一分钟还能请求几次；答复429或503时，等待 Retry-After 所写的秒数后重发。\n"
    "- 翻页用 next 里的网址；用 fields 只要需要的栏目；用 Accept-Language 选择中文或英文。\n"
    "- 证件号只写在正文里，从不写在网址里。"
)


GROUPS = {
    "batches": _("发放批次"),
    "bulk": _("成批提交"),
    "cases": _("案件"),
    "certificates": _("残疾人证"),
    "changes": _("变更通报"),
    "circumstances": _("身份与其他待遇"),
    "codes": _("代码表"),
    "decisions": _("决定"),
    "documents": _("案件材料"),
    "exclusions": _("重复享受规则"),
    "exports": _("成批导出"),
    "figures": _("年度数字"),
    "households": _("家庭"),
    "kinds": _("业务种类"),
    "organisations": _("单位与机构"),
    "passports": _("已发布的数字"),
    "payments": _("发放记录"),
    "people": pgettext_lazy("列表", "人员"),
    "policies": _("政策条款"),
    "reasons": pgettext_lazy("列表", "原因代码"),
    "residences": _("户籍与居住地"),
    "sign-in": _("登录"),
    "streets": pgettext_lazy("列表", "街道"),
    "uploads": _("成批提交的进度"),
    "webhooks": _("事件推送"),
}


def introduced(result: Any, **_kwargs: Any) -> Any:
    """What the interface is, and in words what each group of paths is about."""
    result["info"]["description"] = str(INTRODUCTION)
    paths = result["paths"].values()
    found = {tag for methods in paths for operation in methods.values() for tag in operation["tags"]}
    result["tags"] = [{"name": tag, "description": str(GROUPS[tag])} for tag in sorted(found)]
    return result


def sparse_answers(result: Any, **_kwargs: Any) -> Any:
    """Where `fields` chooses, the answer is of a shape of its own, in which nothing is sure to stand."""
    shapes = result["components"]["schemas"]
    for methods in result["paths"].values():
        for operation in methods.values():
            if any(one["name"] == "fields" for one in operation.get("parameters", [])):
                answer = operation["responses"]["200"]["content"]["application/json"]["schema"]
                rows = shapes[_name_of(answer)]["properties"].get("results")
                shown = rows["items"] if rows else answer
                name = _name_of(shown).removesuffix("Fields")
                shown["$ref"] = f"#/components/schemas/{name}Fields"
                shapes[f"{name}Fields"] = {key: v for key, v in shapes[name].items() if key != "required"}
    result["components"]["schemas"] = dict(sorted(shapes.items()))
    return result


def _name_of(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


class DescriptionQuery(StrictSerializer):
    format = serializers.CharField(required=False)
    lang = serializers.ChoiceField(settings.LANGUAGES, required=False)


class DescriptionView(SpectacularAPIView):
    """As strict as what it describes."""

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        DescriptionQuery(data=request.query_params.dict()).is_valid(raise_exception=True)


class DocsView(SpectacularSwaggerSplitView):
    """Swagger without a foreign host or an inline script."""

    template_name = "taizhang/api_docs.html"


LISTED, NEW = {"get": "list"}, {"get": "list", "post": "create"}


def exchange() -> list:
    """What systems keep in step with: the feed, files of many rows, events."""
    return [
        path("changes/", ChangesView.as_view({"get": "changes"})),
        path("bulk/<slug:kind>/", BulkView.as_view({"post": "create"})),
        path("uploads/<uuid:id>/", UploadsView.as_view({"get": "retrieve"})),
        path("uploads/<uuid:id>/lines/", UploadsView.as_view({"get": "lines"})),
        path("exports/", ExportsView.as_view({"post": "create"})),
        path("exports/<uuid:id>/", ExportsView.as_view({"get": "retrieve"})),
        path("exports/<uuid:id>/file/", ExportsView.as_view({"get": "file"})),
        path("webhooks/", EndpointsView.as_view(NEW)),
        path("webhooks/<int:id>/", EndpointsView.as_view({"get": "retrieve", "patch": "update", "delete": "destroy"})),
        path("webhooks/<int:id>/deliveries/", EndpointsView.as_view({"get": "deliveries"})),
        *(
            path(f"webhooks/<int:id>/{action}/", EndpointsView.as_view({"post": action}))
            for action in ("pause", "resume", "rotate", "test", "replay")
        ),
    ]


def urls() -> list:
    cases = case_view()
    return [
        path("oauth/token/", token),
        path("sign-in/", SignInView.as_view({"post": "create", "delete": "destroy"})),
        path("streets/", StreetsView.as_view(LISTED)),
        path("kinds/", KindsView.as_view(LISTED)),
        path("codes/", CodesView.as_view(LISTED)),
        path("reasons/", ReasonsView.as_view(LISTED)),
        path("people/", PeopleView.as_view(NEW)),
        path("people/find/", PeopleView.as_view({"post": "find"})),
        path("people/<uuid:id>/", PeopleView.as_view({"get": "retrieve", "patch": "update"})),
        path("people/<uuid:id>/reveal/", PeopleView.as_view({"post": "reveal"})),
        path("households/", HouseholdsView.as_view(NEW)),
        path("households/<uuid:id>/", HouseholdsView.as_view({"get": "retrieve"})),
        path("households/<uuid:id>/members/", HouseholdsView.as_view({"post": "join"})),
        path("households/<uuid:id>/members/<int:member>/leave/", HouseholdsView.as_view({"post": "leave"})),
        path("certificates/", CertificatesView.as_view(NEW)),
        path("certificates/<uuid:id>/", CertificatesView.as_view({"get": "retrieve"})),
        path("certificates/<uuid:id>/end/", CertificatesView.as_view({"post": "end"})),
        *exchange(),
        path("circumstances/", CircumstancesView.as_view(NEW)),
        path("circumstances/<int:id>/", CircumstancesView.as_view({"get": "retrieve"})),
        path("circumstances/<int:id>/end/", CircumstancesView.as_view({"post": "end"})),
        path("residences/<int:id>/", ResidencesView.as_view({"get": "retrieve"})),
        path("organisations/", OrganisationsView.as_view(NEW)),
        path("organisations/<int:id>/", OrganisationsView.as_view({"get": "retrieve"})),
        path("cases/", cases.as_view(LISTED)),
        *(path(f"cases/{kind.code}/", open_view(kind).as_view({"post": "create"})) for kind in all_kinds()),
        path("cases/<uuid:id>/", cases.as_view({"get": "retrieve"})),
        path("cases/<uuid:id>/steps/<slug:slug>/", cases.as_view({"post": "step"})),
        path("cases/<uuid:id>/entries/<int:entry>/correct/", cases.as_view({"post": "correct"})),
        path("cases/<uuid:id>/entries/<int:entry>/take-back/", cases.as_view({"post": "take_back"})),
        path("cases/<uuid:id>/annul/", cases.as_view({"post": "annul"})),
        path("cases/<uuid:id>/documents/", CaseDocumentsView.as_view(NEW)),
        path("documents/<uuid:id>/", DocumentsView.as_view({"get": "retrieve"})),
        path("documents/<uuid:id>/content/", DocumentsView.as_view({"get": "content"})),
        path("documents/<uuid:id>/withdraw/", DocumentsView.as_view({"post": "withdraw"})),
        path("decisions/", DecisionsView.as_view(LISTED)),
        path("payments/", PaymentsView.as_view(LISTED)),
        path("payments/<int:id>/", PaymentsView.as_view({"get": "retrieve"})),
        path("batches/", BatchesView.as_view(LISTED)),
        path("batches/<int:id>/", BatchesView.as_view({"get": "retrieve"})),
        path("policies/", PoliciesView.as_view(LISTED)),
        path("policies/<int:id>/", PoliciesView.as_view({"get": "retrieve"})),
        path("exclusions/", ExclusionsView.as_view(LISTED)),
        path("figures/<int:year>/", FiguresView.as_view(LISTED)),
        path("figures/<int:year>/<str:code>/members/", FiguresView.as_view({"get": "members"})),
        path("figures/<int:year>/<str:code>/explain/", ExplainView.as_view(LISTED)),
        path("passports/<str:id>/", PublishedView.as_view({"get": "retrieve"})),
        path("passports/<str:id>/members/", PublishedView.as_view({"get": "members"})),
        path("schema/", DescriptionView.as_view(), name="api-schema"),
        path("docs/", DocsView.as_view(url_name="api-schema"), name="api-docs"),
    ]


urlpatterns = [path("v1/", include(urls())), re_path("", csrf_exempt(no_such_path))]
