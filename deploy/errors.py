"""Refusals as answers: a page for people, RFC 9457 problem details for systems. One place for both."""

import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import Error as DatabaseError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import defaults
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from accounts import audit
from accounts.errors import Conflict, DomainError, Malformed, NotAllowed, NotThere, Problem
from accounts.refusals import explained
from accounts.scoping import current

logger = logging.getLogger(__name__)
PROBLEM = "application/problem+json"
TITLES = {
    400: gettext_lazy("请求有误"),
    401: gettext_lazy("请先登录"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("不支持的方法"),
    409: gettext_lazy("情况已变化"),
    410: gettext_lazy("已经失效"),
    412: gettext_lazy("内容已变化"),
    413: gettext_lazy("内容太大"),
    415: gettext_lazy("不支持的内容类型"),
    422: gettext_lazy("不符合规定"),
    428: gettext_lazy("缺少前提条件"),
    429: gettext_lazy("请求过于频繁"),
    500: gettext_lazy("系统出错"),
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
        **(members or {}),
    }


def _pointer(problem: Problem) -> str:
    return problem.pointer if problem.pointer.startswith("/") or not problem.pointer else f"/{problem.pointer}"


def problem_response(refusal: DomainError) -> JsonResponse:
    """Problem details outside DRF."""
    body = body_of(refusal.status, refusal.code, refusal.detail, refusal.problems, refusal.members)
    return JsonResponse(body, status=refusal.status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})


def not_found(request: Any) -> JsonResponse:
    return problem_response(NotThere("path.not_there", _("没有这个接口。请对照接口说明检查网址（以斜线结尾）。")))


def bad_request(request: Any, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return problem_response(Malformed("request.invalid", _("请求有误。")))
    return defaults.bad_request(request, exception)


def server_error(request: Any) -> HttpResponse:
    if request.path.startswith("/api/"):
        detail = _("系统出错，没有保存。请稍后再试；仍不行时请把时间告诉系统管理员。")
        return JsonResponse(body_of(500, "server.fault", detail), status=500, content_type=PROBLEM)
    return defaults.server_error(request)


def problem_details(error: BaseException, context: dict) -> Response | None:
    """DRF's EXCEPTION_HANDLER."""
    set_rollback()
    if (refusal := as_domain_error(error)) is not None:
        _note(refusal, context["request"])
        body = body_of(refusal.status, refusal.code, refusal.detail, refusal.problems, refusal.members)
        return Response(body, status=refusal.status, content_type=PROBLEM)
    if isinstance(error, drf.APIException):
        code = getattr(error.detail, "code", error.default_code)
        body = body_of(error.status_code, code if "." in code else f"request.{code}", error.detail)
        headers = {"WWW-Authenticate": error.auth_header} if getattr(error, "auth_header", None) else {}
        if getattr(error, "wait", None):
            headers["Retry-After"] = str(int(error.wait))
        return Response(body, status=error.status_code, headers=headers, content_type=PROBLEM)
    return None


def _note(refusal: DomainError, request: Any) -> None:
    """Refusals of rights are audited; the entry survives the rollback."""
    scope = current()
    if isinstance(refusal, NotAllowed | Conflict) and scope:
        audit.refuse(by=scope.user, action=refusal.code, target=request.path[:100], street=scope.street)


class DomainErrorMiddleware:
    """A refusal that no form caught becomes a page (or problem details under /api/), never a 500."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        return self.get_response(request)

    def process_exception(self, request: Any, error: Exception) -> Any:
        if isinstance(error, Http404 | PermissionDenied) and not request.path.startswith("/api/"):
            return None
        if (refusal := as_domain_error(error)) is None:
            return None
        _note(refusal, request)
        if request.path.startswith("/api/"):
            return problem_response(refusal)
        context = {
            "title": TITLES.get(refusal.status, TITLES[400]),
            "detail": refusal.detail,
            "hints": [p.detail for p in refusal.problems if p.detail != refusal.detail],
            "status": refusal.status,
        }
        return render(request, "admin/error.html", context, status=refusal.status)
