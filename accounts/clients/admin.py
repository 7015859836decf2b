"""Clients in the admin, for the security administrator: register, change, change the secret, block."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.clients import actions, presenting
from accounts.clients.forms import DISTRICT, STREETS, BlockForm, ClientForm, RotateForm
from accounts.clients.models import Client, Secret
from accounts.pages import form_page, page
from accounts.roles import require


@admin.register(Client)
class ClientAdmin(ConfinedAdmin):
    view_right = add_right = change_right = actions.RIGHT
    list_display = ("name", "identifier", "reach", "state", "last_use")
    list_display_links = ("name",)
    list_select_related = ("user",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(last_at=Max("uses__last_at"))

    @admin.display(description=gettext_lazy("客户端标识"))
    def identifier(self, client: Client) -> str:
        return client.client_id

    @admin.display(description=gettext_lazy("数据范围"))
    def reach(self, client: Client) -> str:
        return presenting.streets_of(client)

    @admin.display(description=gettext_lazy("状态"))
    def state(self, client: Client) -> SafeString:
        return pill(**presenting.state(client))

    @admin.display(description=gettext_lazy("最近使用"))
    def last_use(self, client: Any) -> str:
        return presenting.moment(client.last_at)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        views = {"edit": self.edit_view, "rotate": self.rotate_view}
        views |= {"block": self.block_view, "unblock": self.unblock_view}
        own = [path(f"<int:pk>/{n}/", wrap(view), name=f"clients_client_{n}") for n, view in views.items()]
        end = path("<int:pk>/secrets/<int:secret>/end/", wrap(self.end_view), name="clients_client_end_secret")
        return [*own, end, *super().get_urls()]

    def _client(self, request: HttpRequest, pk: Any) -> Client:
        require(request.scope, actions.RIGHT)
        return row_or_404(Client.objects.select_related("user"), pk)

    def _url(self, client: Client, name: str = "change") -> str:
        return reverse(f"admin:clients_client_{name}", args=[client.pk])

    def _crumbs(self, client: Client | None = None) -> list[dict[str, Any]]:
        crumbs = [{"label": self.opts.verbose_name_plural, "url": reverse("admin:clients_client_changelist")}]
        return crumbs + ([{"label": client.name, "url": self._url(client)}] if client else [])

    def _told(self, request: HttpRequest, client: Client, secret: str) -> HttpResponse:
        """The secret, this once; sent again, the form is refused."""
        answer = page(
            request,
            "clients/secret.html",
            status=201,
            title=_("密钥：%(name)s") % {"name": client.name},
            client=client,
            secret=secret,
            token_url=request.build_absolute_uri("/api/v1/oauth/token/"),
            url=self._url(client),
            crumbs=self._crumbs(client),
        )
        answer["Cache-Control"] = "no-store"
        return answer

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, actions.RIGHT)
        form = ClientForm(request.POST or None)
        return form_page(
            request,
            form=form,
            act=lambda: actions.register(by=request.user, **form.values),
            done=lambda made: self._told(request, *made),
            title=_("登记对接系统"),
            lead=_("登记后显示一次密钥，请当时交给对方。"),
            submit_label=_("登记并生成密钥"),
            cancel_url=reverse("admin:clients_client_changelist"),
            crumbs=self._crumbs(),
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        client = self._client(request, object_id)
        names = [
            ("edit", _("修改权限和范围")),
            ("rotate", _("更换密钥")),
            ("unblock", _("恢复使用")) if client.blocked_at else ("block", _("停用")),
        ]
        return page(
            request,
            "taizhang/tables.html",
            title=client.name,
            buttons=[
                {"label": label, "url": self._url(client, name), "danger": name == "block"} for name, label in names
            ],
            facts=presenting.facts(client),
            tables=[
                presenting.secret_table(client),
                presenting.scope_table(client),
                *presenting.use_tables(client),
            ],
            crumbs=self._crumbs(),
        )

    def edit_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = self._client(request, pk)
        streets = [posting.street_id for posting in client.user.postings.all() if posting.street_id]
        initial = {
            "name": client.name,
            "contact": client.contact,
            "per_minute": client.per_minute,
            "scopes": client.scopes,
            "reach": STREETS if streets else DISTRICT,
            "streets": streets,
        }
        form = ClientForm(request.POST or None, initial=initial)
        return form_page(
            request,
            form=form,
            act=lambda: actions.change(by=request.user, client=client, **form.values),
            done=self._url,
            message=_("已保存，对已经发出的令牌也立即生效。"),
            title=_("修改权限和范围"),
            submit_label=_("保存"),
            cancel_url=self._url(client),
            crumbs=self._crumbs(client),
        )

    def rotate_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = self._client(request, pk)
        form = RotateForm(request.POST or None)

        def act() -> str:
            overlap = dt.timedelta(days=int(form.cleaned_data["keep"]))
            return actions.rotate(by=request.user, client=client, overlap=overlap)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda secret: self._told(request, client, secret),
            title=_("更换密钥"),
            submit_label=_("更换并显示新密钥"),
            facts=presenting.facts(client)[:3],
            cancel_url=self._url(client),
            crumbs=self._crumbs(client),
        )

    def end_view(self, request: HttpRequest, pk: int, secret: int) -> HttpResponse:
        client = self._client(request, pk)
        one = row_or_404(Secret.objects.filter(client=client).select_related("client"), secret)
        return self._step(
            request,
            client,
            forms.Form(request.POST if request.method == "POST" else None),
            lambda: actions.end_secret(by=request.user, secret=one),
            title=_("立即结束密钥"),
            lead=_("这个密钥和用它换取的令牌马上失效。请先确认对方已经改用新密钥。"),
            message=_("密钥已失效。"),
            facts=presenting.secret_facts(one),
            danger=True,
        )

    def block_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = self._client(request, pk)
        form = BlockForm(request.POST or None)
        return self._step(
            request,
            client,
            form,
            lambda: actions.block(by=request.user, client=client, reason=form.cleaned_data["reason"]),
            title=_("停用对接系统"),
            lead=_("停用后马上拒绝它的一切请求，已经发出的令牌也不例外。可以随时恢复。"),
            message=_("已停用。"),
            facts=presenting.facts(client)[:3],
            danger=True,
        )

    def unblock_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        client = self._client(request, pk)
        return self._step(
            request,
            client,
            forms.Form(request.POST if request.method == "POST" else None),
            lambda: actions.unblock(by=request.user, client=client),
            title=_("恢复使用"),
            message=_("已恢复使用。"),
            facts=presenting.facts(client)[:4],
        )

    def _step(
        self, request: HttpRequest, client: Client, form: forms.Form, act: Callable[[], None], **context: Any
    ) -> HttpResponse:
        """A page that shows what is being decided and asks once more."""

        def acted() -> tuple[bool]:
            act()
            return (True,)

        return form_page(
            request,
            form=form,
            act=acted,
            done=lambda result: self._url(client),
            submit_label=context["title"],
            cancel_url=self._url(client),
            crumbs=self._crumbs(client),
            **context,
        )
