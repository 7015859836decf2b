"""Endpoints of city systems, what went there and what did not, and the hosts that are allowed."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.admin_site import TILES
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.webhooks import actions, endpoint_pages, words
from services.webhooks.endpoint_pages import confirmed, crumb, moment
from services.webhooks.forms import HostForm
from services.webhooks.models import BY_ITSELF, AllowedHost, Delivery, Endpoint, State

HOST, ENDPOINT, DELIVERY = (f"admin:webhooks_{name}" for name in ("allowedhost", "endpoint", "delivery"))


@admin.register(AllowedHost)
class AllowedHostAdmin(ConfinedAdmin):
    view_right, add_right = "webhook.view", "webhook.allow"
    list_display = ("__str__", "purpose", "allowed_by", "allowed_at")
    list_select_related = ("allowed_by",)

    def get_urls(self) -> list:
        forbid = path(
            "<int:pk>/forbid/", self.admin_site.admin_view(self.forbid_view), name="webhooks_allowedhost_forbid"
        )
        return [forbid, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = HostForm(request.POST or None)
        return form_page(
            request,
            form=form,
            act=lambda: actions.allow_host(by=request.user, **form.cleaned_data),
            done=lambda _allowed: reverse(f"{HOST}_changelist"),
            message=_("已准许。系统管理员现在可以登记这个主机上的接收端。"),
            title=_("准许一个主机"),
            lead=_("只有这里准许的主机能收到事件。准许之前，请核实主机属于签有数据共享协议的系统。"),
            cancel_url=reverse(f"{HOST}_changelist"),
            crumbs=[crumb(AllowedHost)],
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        allowed = row_or_404(AllowedHost.objects.select_related("allowed_by"), object_id)
        buttons = []
        if may(request.scope, "webhook.allow"):
            url = reverse(f"{HOST}_forbid", args=[allowed.pk])
            buttons.append({"label": _("撤销准许"), "url": url, "danger": True})
        return page(
            request,
            "taizhang/tables.html",
            title=allowed,
            buttons=buttons,
            facts=[
                (_("用途"), allowed.purpose),
                (_("准许人"), allowed.allowed_by),
                (_("准许时间"), moment(allowed.allowed_at)),
            ],
            crumbs=[crumb(AllowedHost)],
        )

    def forbid_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "webhook.allow")
        allowed = row_or_404(AllowedHost.objects.all(), pk)
        return confirmed(
            request,
            act=lambda: actions.forbid_host(by=request.user, allowed=allowed),
            back=reverse(f"{HOST}_changelist"),
            message=_("已撤销。发往这个主机的事件不再发送。"),
            title=_("撤销准许：%(host)s") % {"host": allowed},
            notices=[
                {
                    "tone": "warn",
                    "text": _("撤销后，这个主机上的接收端立即收不到事件；等待中的事件留着，重新准许后再推送。"),
                }
            ],
            submit_label=_("撤销准许"),
            danger=True,
        )


@admin.register(Endpoint)
class EndpointAdmin(ConfinedAdmin):
    view_right, add_right = "webhook.view", "webhook.manage"
    list_display = ("name", "user", "url", "state", "waiting", "dead")
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).standing().with_counts()

    @admin.display(description=gettext_lazy("状态"))
    def state(self, endpoint: Endpoint) -> SafeString:
        return pill(*endpoint.state)

    @admin.display(description=gettext_lazy("等待推送"))
    def waiting(self, endpoint: Any) -> int:
        return endpoint.waiting

    @admin.display(description=gettext_lazy("未送达"))
    def dead(self, endpoint: Any) -> int:
        return endpoint.dead

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [crumb(AllowedHost)]

    def get_urls(self) -> list:
        pages = {
            "edit": endpoint_pages.edit_view,
            "test": endpoint_pages.test_view,
            "secret": endpoint_pages.secret_view,
            "old-secret": endpoint_pages.old_secret_view,
            "off": endpoint_pages.off_view,
            "on": endpoint_pages.on_view,
            "dead": endpoint_pages.dead_view,
            "range": endpoint_pages.range_view,
        }
        wrap = self.admin_site.admin_view
        own = [path(f"<int:pk>/{slug}/", wrap(view), name=f"webhooks_endpoint_{slug}") for slug, view in pages.items()]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        return endpoint_pages.add_view(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        return endpoint_pages.show_view(request, object_id)


@admin.register(Delivery)
class DeliveryAdmin(ConfinedAdmin):
    view_right = "webhook.view"
    list_display = ("message", "type", "endpoint", "at", "shown_state", "attempts", "outcome")
    list_filter = ("state", "endpoint")
    list_select_related = ("endpoint",)
    keyset = "id"

    @admin.display(description=gettext_lazy("状态"))
    def shown_state(self, delivery: Delivery) -> SafeString:
        return pill(delivery.tone, delivery.get_state_display())

    @admin.display(description=gettext_lazy("最近一次结果"))
    def outcome(self, delivery: Delivery) -> Any:
        return words.outcome(delivery) or "—"

    def get_urls(self) -> list:
        again = path("<int:pk>/again/", self.admin_site.admin_view(self.again_view), name="webhooks_delivery_again")
        return [again, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        delivery = row_or_404(self.get_queryset(request).select_related("endpoint"), object_id)
        buttons = []
        if may(request.scope, "webhook.manage"):
            buttons.append({"label": _("重新推送"), "url": reverse(f"{DELIVERY}_again", args=[delivery.pk])})
        return page(
            request,
            "taizhang/tables.html",
            title=delivery.message,
            buttons=buttons,
            facts=[
                (_("接收端"), delivery.endpoint),
                (_("事件"), delivery.type),
                (_("登记时间"), moment(delivery.at)),
                (_("状态"), delivery.get_state_display()),
                (_("推送次数"), delivery.attempts),
                (_("最近一次结果"), words.outcome(delivery) or "—"),
                (_("下次推送"), moment(delivery.due_at if delivery.state == State.WAITING else None)),
                (_("结束时间"), moment(delivery.ended_at)),
                (_("内容"), delivery.body),
            ],
            crumbs=[crumb(Delivery)],
        )

    def again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "webhook.manage")
        delivery = row_or_404(self.get_queryset(request).select_related("endpoint"), pk)
        return confirmed(
            request,
            act=lambda: actions.send_again(by=request.user, delivery=delivery),
            back=reverse(f"{DELIVERY}_change", args=[pk]),
            message=_("马上重新推送。请刷新本页看结果。"),
            title=_("重新推送：%(message)s") % {"message": delivery.message},
            lead=_("消息编号不变，接收端据此识别重复。"),
            submit_label=_("重新推送"),
            crumbs=[crumb(Delivery)],
        )


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Endpoints that were switched off by themselves, and events that were given up."""
    if not may(request.scope, "webhook.manage"):
        return []
    off = Endpoint.objects.filter(off_because__in=BY_ITSELF).count()
    dead = Delivery.objects.visible_to(request.user).dead().count()
    found = [
        {"label": _("接收端自动停用"), "value": off, "url": reverse(f"{ENDPOINT}_changelist"), "tone": "stop"},
        {
            "label": _("事件未送达"),
            "value": dead,
            "url": f"{reverse(f'{DELIVERY}_changelist')}?state__exact=dead",
            "tone": "warn",
        },
    ]
    return [tile for tile in found if tile["value"]]


TILES.append(tiles)
