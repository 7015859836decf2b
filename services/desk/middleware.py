"""Nothing typed is lost: forms are kept on the server while they are filled in, and come back.

A form page (accounts.pages.form_page) sends `_page`, the key of this opening of it, and `_title`. With `_draft` it
is kept and no view acts: "auto" from the script, "save" and "discard" from plain buttons. Without it the view acts;
what it accepts (it leads elsewhere) is dropped from the desk, what it refuses is kept. `?_restore=KEY` shows a form
as it was kept: the view meets a GET, so it fills the form and does nothing.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.errors import Malformed
from services.desk import actions
from services.desk.models import RESTORE, Draft

OURS = ("csrfmiddlewaretoken", "_page", "_title", "_draft", "_next")


class DraftMiddleware:
    """Inside the scope, and after the check of the CSRF token (which is a process_view as well)."""

    def __init__(self, get_response: Callable) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (page := getattr(request, "sent_page", None)) and response.status_code in (201, 302, 303):
            actions.drop_draft(by=request.user, page=page)
        elif page and response.status_code == 200:
            with suppress(Malformed):  # too much to be kept; the page still shows it
                _keep(request, page)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if not getattr(request, "scope", None) or not request.path.startswith("/admin/"):
            return None
        if request.method == "POST":
            try:
                return self._posted(request)
            except Malformed as refusal:
                context = {"title": _("草稿没有保存"), "detail": refusal.detail, "status": refusal.status}
                return render(request, "admin/error.html", context, status=refusal.status)
        request.drafts = SimpleLazyObject(lambda: list(_drafts(request).of_form(_form(request))))
        if key := _uuid(request.GET.get(RESTORE)):
            if request.method == "GET" and (draft := _drafts(request).filter(page=key, form=_form(request)).first()):
                request.restored, request.POST = draft, _data(draft)
        return None

    def _posted(self, request: HttpRequest) -> HttpResponse | None:
        page = _uuid(request.POST.get("_page"))
        if page is None:
            return None
        match request.POST.get("_draft"):
            case "auto":
                draft = _keep(request, page)
                return JsonResponse({"saved": time_format(timezone.localtime(draft.saved_at), "H:i")})
            case "save":
                draft = _keep(request, page)
                messages.success(request, _("已存为草稿，没有提交。下次在工作台可以继续填写。"))
                return HttpResponseRedirect(draft.url)
            case "discard":
                actions.drop_draft(by=request.user, page=page)
                messages.success(request, _("草稿已删除。"))
                return HttpResponseRedirect(_form(request))
        request.sent_page = page
        return None


def _drafts(request: HttpRequest) -> Any:
    return Draft.objects.visible_to(request.user).filter(user=request.user).kept()


def _keep(request: HttpRequest, page: UUID) -> Draft:
    fields = {name: values for name, values in request.POST.lists() if name not in OURS}
    title = request.POST.get("_title", "")[:200]
    return actions.keep_draft(by=request.user, page=page, form=_form(request), title=title, fields=fields)


def _form(request: HttpRequest) -> str:
    """The address of the page, without what we added to it."""
    query = request.GET.copy()
    query.pop(RESTORE, None)
    return request.path + (f"?{query.urlencode()}" if query else "")


def _data(draft: Draft) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in draft.content["fields"].items():
        data.setlist(name, values)
    return data


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
