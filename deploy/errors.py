"""Refusals as answers: a page for people, RFC 9457 problem details for systems. One place for both."""

import sys
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.utils.translation import get_language_from_request, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions as drf
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from accounts import audit, request_id
from accounts.errors import Conflict, DomainError, Malformed, NotAllowed, NotThere, Problem, TooLarge
from accounts.logs import without_numbers
from accounts.receiving import unfinished
from accounts.refusals import explained
from accounts.scoping import current

PROBLEM = "application/problem+json"
RETRY_AFTER = 5  # seconds; a database that was restarted answers again by then
TITLES = {
    400: gettext_lazy("请求有误"),
    401: gettext_lazy("请先登录"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不支持的方法"),
    406: gettext_lazy("不支持的格式"),
    408: gettext_lazy("等候超时"),
    409: gettext_lazy("情况已变化"),
    410: gettext_lazy("已经失效"),
    411: gettext_lazy("缺少长度"),
    412: gettext_lazy("内容已变化"),
    413: gettext_lazy("内容太大"),
    415: gettext_lazy("不支持的内容类型"),
    422: gettext_lazy("不符合规定"),
    428: gettext_lazy("缺少前提条件"),
    429: gettext_lazy("请求过于频繁"),
    500: gettext_lazy("系统出错"),
    503: gettext_lazy("暂时不能服务"),
}
# What REST Framework refuses by itself, said so that one knows what to do.
SENTENCES = {
    "authentication_failed": gettext_lazy("令牌无效或已过期。请重新登录，把新的令牌写在请求头 Authorization 里。"),
    "method_not_allowed": gettext_lazy("这个网址不支持这种方法。支持的方法见响应头 Allow。"),
    "not_acceptable": gettext_lazy("不能按请求头 Accept 要求的格式答复。请写 application/json。"),
    "not_authenticated": gettext_lazy("请先登录，把令牌写在请求头 Authorization 里。"),
    "parse_error": gettext_lazy("请求正文读不懂。请检查格式和编码（UTF-8）。"),
    "throttled": gettext_lazy("请求过于频繁。请等待响应头 Retry-After 所写的秒数后再试。"),
    "unsupported_media_type": gettext_lazy("不接受这种内容类型。请对照接口说明填写请求头 Content-Type。"),
}


def as_domain_error(error: BaseException) -> DomainError | None:
    """Whatever refused, as a DomainError; None for a fault of ours (which stays a 500)."""
    match error:
        case DomainError():
            return error
        case DatabaseError():
            return explained(error)
        case PermissionDenied() | drf.PermissionDenied():
            return NotAllowed("role.not_allowed", _("您的角色不能进行这项操作。"))
        case Http404() | ObjectDoesNotExist():
            return NotThere("record.not_there", _("没有这条记录，或者它不属于您的街道。"))
        case RequestDataTooBig():
            return TooLarge("request.too_large", _("请求的内容太大。请分成几次提交。"))
        case UnreadablePostError():
            return unfinished(error)
        case drf.ValidationError():
            return Malformed("request.invalid", _("有内容需要修改，请逐项核对。"), problems=_flatten(error.detail))
    return None


def _flatten(detail: Any, pointer: str = "") -> list[Problem]:
    if isinstance(detail, dict):
        own = api_settings.NON_FIELD_ERRORS_KEY
        return [
            p for key, value in detail.items() for p in _flatten(value, pointer if key == own else f"{pointer}/{key}")
        ]
    if isinstance(detail, list):
        found = []
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            found += _flatten(value, f"{pointer}/{index}" if nested else pointer)
        return found
    return [Problem(pointer, f"field.{getattr(detail, 'code', 'invalid')}", str(detail))]


def body_of(status: int, code: str, detail: Any, problems: Sequence[Problem] = (), members: Any = None) -> dict:
    """RFC 9457. `errors` holds every reason; one that only repeats the whole is left out."""
    return {
        "type": f"/api/v1/problems/{code}",
        "title": str(TITLES.get(status, TITLES[400])),
        "status": status,
        "code": code,
        "detail": str(detail),
        "errors": [
            {"pointer": _pointer(p), "code": p.code, "detail": str(p.detail)}
            for p in problems
            if p.pointer or p.code != code
        ],
        "request_id": request_id.current(),
        **(members or {}),
    }


def _pointer(problem: Problem) -> str:
    return problem.pointer if problem.pointer.startswith("/") or not problem.pointer else f"/{problem.pointer}"


def answer_to(error: BaseException) -> tuple[dict, int, dict] | None:
    """Body, status and headers of the answer to a refusal; None for a fault of ours."""
    if (refusal := as_domain_error(error)) is not None:
        body = body_of(refusal.status, refusal.code, refusal.detail, refusal.problems, refusal.members)
        return body, refusal.status, {}
    if isinstance(error, drf.APIException):
        code = getattr(error.detail, "code", error.default_code)
        body = body_of(error.status_code, code if "." in code else f"request.{code}", SENTENCES.get(code, error.detail))
        headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))
        return body, error.status_code, headers
    return None


def problem_response(error: BaseException) -> JsonResponse | None:
    """Problem details outside DRF."""
    if (answer := answer_to(error)) is None:
        return None
    return _json(*answer)


def _json(body: dict, status: int, headers: dict) -> JsonResponse:
    options = {"ensure_ascii": False}
    return JsonResponse(body, status=status, headers=headers, content_type=PROBLEM, json_dumps_params=options)


def is_api(request: Any) -> bool:
    return request.path.startswith("/api/")


def no_such_path(request: Any) -> JsonResponse | None:
    return problem_response(NotThere("path.not_there", _("没有这个接口。请对照接口说明检查网址（以斜线结尾）。")))


def refused(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A handler of Django's for what was refused outside a view, such as in a middleware: `page` for people."""

    def handler(request: Any, exception: Exception) -> HttpResponse:
        if not is_api(request):
            return page(request, exception)
        with override(get_language_from_request(request)):
            otherwise = Malformed("request.invalid", _("请求有误。请检查网址和请求头。"))
            return problem_response(as_domain_error(exception) or otherwise)

    return handler


bad_request = refused(defaults.bad_request)
permission_denied = refused(defaults.permission_denied)
page_not_found = refused(defaults.page_not_found)


def server_error(request: Any) -> HttpResponse:
    """A fault of ours (500); or a database that is away or too busy, and soon will answer again (503)."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    with override(get_language_from_request(request)):
        if not is_api(request):
            response = defaults.server_error(request, "503.html" if away else "500.html")
        elif away:
            detail = _("数据库暂时不能使用。请等待响应头 Retry-After 所写的秒数后，用同一个编号重发，不会重复登记。")
            response = _json(body_of(503, "server.unavailable", detail), 503, {})
        else:
            detail = _("系统出错，没有保存。请稍后再试；仍不行时请把 request_id 告诉系统管理员。")
            response = _json(body_of(500, "server.fault", detail), 500, {})
    if away:
        response.status_code, response.headers["Retry-After"] = 503, str(RETRY_AFTER)
    return response


def problem_details(error: BaseException, context: dict) -> JsonResponse | None:
    """DRF's EXCEPTION_HANDLER."""
    set_rollback()
    if (answer := answer_to(error)) is None:
        return None
    _note(error, context["request"])
    return _json(*answer)


def _note(error: BaseException, request: Any) -> None:
    """Refusals of rights are audited; the entry survives the rollback."""
    refusal, scope = as_domain_error(error), current()
    if isinstance(refusal, NotAllowed | Conflict) and scope:
        audit.refuse(
            by=scope.user, action=refusal.code, target=without_numbers(request.path)[:100], street=scope.street
        )


class DomainErrorMiddleware:
    """A refusal that no form caught becomes a page (or problem details under /api/), never a 500."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        response = self.get_response(request)
        error = getattr(request, "body_error", None)  # the view had nothing to read
        return self.process_exception(request, error) if error else response

    def process_exception(self, request: Any, error: Exception) -> Any:
        if isinstance(error, Http404 | PermissionDenied) and not is_api(request):
            return None
        _note(error, request)
        if is_api(request):
            return problem_response(error)
        if (refusal := as_domain_error(error)) is None:
            return None
        context = {
            "title": TITLES.get(refusal.status, TITLES[400]),
            "detail": refusal.detail,
            "hints": [p.detail for p in refusal.problems if p.detail != refusal.detail],
            "status": refusal.status,
        }
        return render(request, "admin/error.html", context, status=refusal.status)
