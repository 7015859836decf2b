"""The pages of one endpoint: how it stands, what can be done with it. The only place where its secret is ever shown."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.admin_base import row_or_404
from accounts.models import Street
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.webhooks import actions, words
from services.webhooks.forms import EndpointForm, RangeForm
from services.webhooks.models import Delivery, Endpoint

SHOWN = 15  # deliveries


def moment(value: Any) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT") if value else "—"


def crumb(model: Any) -> dict[str, Any]:
    """To the list of the model."""
    meta = model._meta
    return {"label": meta.verbose_name_plural, "url": reverse(f"admin:webhooks_{meta.model_name}_changelist")}


def confirmed(request: HttpRequest, *, act: Callable[[], Any], back: str, **context: Any) -> HttpResponse:
    """A page that asks before it acts; `back` is where it leads."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    return form_page(request, form=form, act=lambda: (act(),), done=lambda _done: back, cancel_url=back, **context)


def _endpoint(request: HttpRequest, pk: Any, right: str = "webhook.manage") -> Endpoint:
    require(request.scope, right)
    return row_or_404(Endpoint.objects.standing().select_related("user"), pk)


def _url(endpoint: Endpoint, page_name: str = "change") -> str:
    return reverse(f"admin:webhooks_endpoint_{page_name}", args=[endpoint.pk])


def _crumbs(endpoint: Endpoint | None = None) -> list[dict[str, Any]]:
    own = [{"label": endpoint, "url": _url(endpoint)}] if endpoint else []
    return [crumb(Endpoint), *own]


def add_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "webhook.manage")
    form = EndpointForm(request.POST or None)
    opened: list[tuple[Endpoint, str]] = []

    def act() -> bool:
        opened.append(actions.open_endpoint(by=request.user, **form.cleaned_data))
        return True

    url = reverse("admin:webhooks_endpoint_changelist")
    answer = form_page(
        request,
        form=form,
        act=act,
        done=lambda _done: url,
        title=_("新建接收端"),
        lead=_("从登记的那一刻起，新记入台账的事件会推送到这个地址。以前的数据请用变更接口读取。"),
        cancel_url=url,
        crumbs=_crumbs(),
    )
    return _shown(request, answer, *opened[0]) if opened else answer


def _shown(request: HttpRequest, answer: HttpResponse, endpoint: Endpoint, secret: str) -> HttpResponse:
    """The secret in place of the redirect: it is kept nowhere, not even until the next page."""
    if not isinstance(answer, HttpResponseRedirect):
        return answer
    title = _("密钥：%(endpoint)s") % {"endpoint": endpoint}
    facts, url, crumbs = [(_("密钥"), secret)], _url(endpoint), _crumbs(endpoint)
    return page(request, "webhooks/secret.html", title=title, facts=facts, endpoint_url=url, crumbs=crumbs)


def show_view(request: HttpRequest, pk: Any) -> HttpResponse:
    endpoint = _endpoint(request, pk, "webhook.view")
    mine = Delivery.objects.visible_to(request.user).filter(endpoint=endpoint)
    rows = [
        [
            {"text": one.message, "url": reverse("admin:webhooks_delivery_change", args=[one.pk])},
            one.type,
            moment(one.at),
            {"text": one.get_state_display(), "tone": one.tone},
            words.outcome(one) or "—",
        ]
        for one in mine.order_by("-id")[:SHOWN]
    ]
    headers = [_("消息编号"), _("事件"), _("登记时间"), _("状态"), _("最近一次结果")]
    return page(
        request,
        "taizhang/tables.html",
        title=endpoint,
        notices=_notices(endpoint),
        buttons=_buttons(endpoint, mine.dead().exists()) if may(request.scope, "webhook.manage") else [],
        facts=_facts(endpoint, mine),
        tables=[{"caption": _("最近的推送"), "headers": headers, "rows": rows, "id": "deliveries"}],
        crumbs=_crumbs(),
    )


def _notices(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.off_at:
        told = _("%(why)s（%(when)s）。事件没有丢失：启用后从停下的地方继续推送。请先与接收端的负责人确认已经恢复。")
        return [
            {
                "tone": "stop",
                "text": told % {"why": endpoint.get_off_because_display(), "when": moment(endpoint.off_at)},
            }
        ]
    if endpoint.failing_since:
        told = _("自%(when)s起一直送不到，系统正按时重试；连续三天送不到会自动停用。请联系接收端的负责人。")
        return [{"tone": "warn", "text": told % {"when": moment(endpoint.failing_since)}}]
    return []


def _facts(endpoint: Endpoint, mine: Any) -> list[tuple[Any, Any]]:
    labels, streets = words.kinds(), endpoint.streets
    named = Street.objects.filter(pk__in=[street for street in streets if street]).values_list("name", flat=True)
    old = actions.valid_secrets(endpoint).filter(ends_at__isnull=False).first()
    facts = [
        (_("状态"), endpoint.state[1]),
        (_("接收地址"), endpoint.url),
        (_("对接用户"), endpoint.user),
        (_("技术联系人邮箱"), endpoint.contact or "—"),
        (_("街道"), _("全区") if None in streets else _("、").join(named) or _("没有任职，不推送")),
        (_("事件种类"), _("、").join(str(labels.get(k, k)) for k in endpoint.kinds) or _("所有种类")),
        (_("等待推送"), mine.waiting().count()),
        (_("未送达"), mine.dead().count()),
    ]
    if old:
        facts.append((_("旧密钥有效至"), moment(old.ends_at)))
    return facts


def _buttons(endpoint: Endpoint, any_dead: bool) -> list[dict[str, Any]]:
    offered = [("on", _("启用"))] if endpoint.off_at else [("test", _("发送测试事件"))]
    offered += [("dead", _("重推未送达的"))] * any_dead
    offered += [("range", _("重推一段时间的")), ("edit", _("修改")), ("secret", _("更换密钥"))]
    if actions.valid_secrets(endpoint).filter(ends_at__isnull=False).exists():
        offered.append(("old-secret", _("停用旧密钥")))
    offered += [] if endpoint.off_at else [("off", _("停用"))]
    first, last = offered[0][0], "off"
    return [
        {"label": label, "url": _url(endpoint, slug), "primary": slug == first, "danger": slug == last}
        for slug, label in offered
    ]


def edit_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    form = EndpointForm(request.POST or None, instance=_endpoint(request, pk))

    def act() -> bool:
        actions.change_endpoint(by=request.user, endpoint=endpoint, **form.cleaned_data)
        return True

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda _done: _url(endpoint),
        message=_("已保存。等待中的事件也推送到新的地址。"),
        title=_("修改：%(endpoint)s") % {"endpoint": endpoint},
        cancel_url=_url(endpoint),
        crumbs=_crumbs(endpoint),
    )


def test_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    return confirmed(
        request,
        act=lambda: actions.send_test(by=request.user, endpoint=endpoint),
        back=_url(endpoint),
        message=_("测试事件几秒钟内发出。请刷新本页，在“最近的推送”里看结果。"),
        title=_("发送测试事件：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("发送一个 webhook.test 事件，签名与正式事件相同，内容只有一个随机编号。接收端应当答复 2xx。"),
        submit_label=_("发送测试事件"),
        crumbs=_crumbs(endpoint),
    )


def secret_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    shown: list[str] = []
    answer = confirmed(
        request,
        act=lambda: shown.append(actions.rotate_secret(by=request.user, endpoint=endpoint)),
        back=_url(endpoint),
        title=_("更换密钥：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("新密钥立即生效；旧密钥再用24小时，这段时间每个事件带两个签名，接收端可以从容更换。"),
        submit_label=_("生成新密钥"),
        crumbs=_crumbs(endpoint),
    )
    return _shown(request, answer, endpoint, shown[0]) if shown else answer


def old_secret_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    return confirmed(
        request,
        act=lambda: actions.end_old_secret(by=request.user, endpoint=endpoint),
        back=_url(endpoint),
        message=_("旧密钥已停用，事件只用新密钥签名。"),
        title=_("停用旧密钥：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("请先确认接收端已经换用新密钥，否则它会拒绝以后的事件。旧密钥泄露时请立即停用。"),
        submit_label=_("停用旧密钥"),
        danger=True,
        crumbs=_crumbs(endpoint),
    )


def off_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    return confirmed(
        request,
        act=lambda: actions.switch_off(by=request.user, endpoint=endpoint),
        back=_url(endpoint),
        message=_("已停用。"),
        title=_("停用：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("停用期间不推送任何事件；启用后从停下的地方继续，不会遗漏。"),
        submit_label=_("停用"),
        danger=True,
        crumbs=_crumbs(endpoint),
    )


def on_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    return confirmed(
        request,
        act=lambda: actions.switch_on(by=request.user, endpoint=endpoint),
        back=_url(endpoint),
        message=_("已启用，等待中的事件马上推送。"),
        title=_("启用：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("等待中的和停用期间的事件都会推送。请先与接收端的负责人确认已经恢复。"),
        submit_label=_("启用"),
        crumbs=_crumbs(endpoint),
    )


def dead_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    count = Delivery.objects.visible_to(request.user).filter(endpoint=endpoint).dead().count()
    return confirmed(
        request,
        act=lambda: actions.send_dead_again(by=request.user, endpoint=endpoint),
        back=_url(endpoint),
        message=_("未送达的事件马上重新推送。"),
        title=_("重推未送达的：%(endpoint)s") % {"endpoint": endpoint},
        lead=_("未送达的事件有%(count)s个，消息编号不变，接收端据此识别重复。") % {"count": count},
        submit_label=_("全部重推"),
        crumbs=_crumbs(endpoint),
    )


def range_view(request: HttpRequest, pk: int) -> HttpResponse:
    endpoint = _endpoint(request, pk)
    form = RangeForm(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: (actions.send_range_again(by=request.user, endpoint=endpoint, **form.cleaned_data),),
        done=lambda _done: _url(endpoint),
        message=lambda done: _("%(count)s个事件马上重新推送。") % {"count": done[0]},
        title=_("重推一段时间的：%(endpoint)s") % {"endpoint": endpoint},
        lead=_(
            "按记入台账的时间选择；已送达的也再推送一次，消息编号不变，接收端据此识别重复。三个月以前送达的请用变更接口读取。"
        ),
        submit_label=_("重新推送"),
        cancel_url=_url(endpoint),
        crumbs=_crumbs(endpoint),
    )
