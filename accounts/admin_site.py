"""The admin site: who may come in, and what stands on its first page."""

import math
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.translation import gettext_lazy as _

from accounts import actions, audit, guessing, sessions
from accounts.roles import may

# What the work page shows, registered by the floors above: f(request) -> list of {label, value, url, tone}.
TILES: list[Callable[[Any], list[dict[str, Any]]]] = []
# Tables of the work page below the counts: f(request) -> {caption, headers, rows, id}, or None when there is nothing.
PANELS: list[Callable[[Any], dict[str, Any] | None]] = []
# Pages beside the models, registered by the floors above: f(site) -> list of URL patterns.
PAGES: list[Callable[["TaizhangAdminSite"], list]] = []
# The few links at the top, registered by the floors above: f(request) -> list of {label, url}.
LINKS: list[Callable[[Any], list[dict[str, Any]]]] = []


class SignInForm(AdminAuthenticationForm):
    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": _("用户名或密码不对。请检查大小写后重新输入；忘记密码的，请安全管理员重新设置。"),
        "too_many": _("密码连续输错多次，暂时不能登录。请%(minutes)s分钟后再试；忘记密码的，请安全管理员重新设置。"),
    }

    def clean(self) -> dict[str, Any]:
        """Guesses are limited, and every try is audited. Without a name there was none."""
        if not (name := self.cleaned_data.get("username")):
            return super().clean()
        if seconds := guessing.wait(self.request, name):
            text = self.error_messages["too_many"] % {"minutes": math.ceil(seconds / 60)}
            raise ValidationError(text, code="too_many")
        try:
            found = super().clean()
        except ValidationError:
            actions.refuse_sign_in()
            raise
        guessing.was_right(self.request, name)
        audit.record(by=self.get_user(), action="user.signed_in")
        return found


class TaizhangAdminSite(AdminSite):
    site_header = _("残疾人服务")
    site_title = _("台账")
    index_title = _("今天的工作")
    site_url = None
    login_form = SignInForm
    enable_nav_sidebar = False
    empty_value_display = "—"

    def has_permission(self, request: Any) -> bool:
        """Whoever has a posting may come in; what they may do there is the roles' matter."""
        return bool(request.user.is_active and getattr(request, "scope", None))

    def each_context(self, request: Any) -> dict[str, Any]:
        """With the links at the top; the one that leads here is marked."""
        links = [link for source in LINKS for link in source(request)] if self.has_permission(request) else []
        for link in links:
            link["current"] = request.path.startswith(str(link["url"]))
        return {**super().each_context(request), "nav_links": links, "idle_seconds": settings.SESSION_COOKIE_AGE}

    def get_app_list(self, request: Any, app_label: str | None = None) -> list[dict[str, Any]]:
        """What may be entered (`enters`) before what is only read, each in the order of the installed apps."""
        order = [config.label for config in apps.get_app_configs()]
        found = super().get_app_list(request, app_label)
        for app in found:
            app["enters"] = any(model["add_url"] for model in app["models"])
        return sorted(found, key=lambda app: (not app["enters"], order.index(app["app_label"])))

    def index(self, request: Any, extra_context: dict | None = None) -> Any:
        tiles = [tile for source in TILES for tile in source(request)]
        panels = [panel for source in PANELS if (panel := source(request))]
        finds = may(request.scope, "person.view")
        return super().index(request, {"tiles": tiles, "panels": panels, "finds": finds, **(extra_context or {})})

    def logout(self, request: Any, extra_context: dict | None = None) -> Any:
        if request.user.is_authenticated:
            audit.record(by=request.user, action="user.signed_out")
        return super().logout(request, extra_context)

    def password_change(self, request: Any, extra_context: dict | None = None) -> Any:
        with actions.changing_password(by=request.user, user=request.user):
            return super().password_change(request, extra_context)

    def get_urls(self) -> list:
        own = [path("extend/", self.admin_view(sessions.extend), name="extend")]
        return own + [url for pages in PAGES for url in pages(self)] + super().get_urls()
