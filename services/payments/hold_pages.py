"""Stopped payments: the list that a street and the district work off, the proposal and the decision."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.pages import form_page
from accounts.roles import may, require
from services.payments import holds, presenting
from services.payments.forms import ProposeForm
from services.payments.models import Hold, Payment
from services.payments.person_pages import name_of


class DecideForm(forms.Form):
    """What is agreed to, as it was shown."""

    pay = forms.BooleanField(required=False, widget=forms.HiddenInput())


class Stage(admin.SimpleListFilter):
    title = gettext_lazy("状态")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("待核实")), ("proposed", _("待决定")), ("decided", _("已决定"))]

    def queryset(self, request: HttpRequest, rows: Any) -> Any:
        match self.value():
            case "open":
                return rows.open().filter(proposed_by=None)
            case "proposed":
                return rows.open().exclude(proposed_by=None)
            case "decided":
                return rows.exclude(decided_at=None)
        return rows


@admin.register(Hold)
class HoldAdmin(ConfinedAdmin):
    view_right = "payment.view"
    list_display = ("who", "kind_label", "month", "why", "opinion", "proposer", "decider")
    list_display_links = ("who",)
    list_filter = (Stage,)
    list_select_related = ("payment__person", "proposed_by", "decided_by")
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("人员"))
    def who(self, hold: Hold) -> str:
        return name_of(hold.payment)

    @admin.display(description=gettext_lazy("业务"))
    def kind_label(self, hold: Hold) -> str:
        return hold.payment.label

    @admin.display(description=gettext_lazy("所属月份"))
    def month(self, hold: Hold) -> str:
        return f"{hold.payment.for_month:%Y-%m}"

    @admin.display(description=gettext_lazy("暂停原因"))
    def why(self, hold: Hold) -> str:
        return " ".join(presenting.reasons(hold))

    @admin.display(description=gettext_lazy("处理意见"))
    def opinion(self, hold: Hold) -> str:
        return in_words(hold)

    @admin.display(description=gettext_lazy("提出人"))
    def proposer(self, hold: Hold) -> Any:
        return hold.proposed_by or "—"

    @admin.display(description=gettext_lazy("决定人"))
    def decider(self, hold: Hold) -> Any:
        return hold.decided_by or "—"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        related = ("payment__person", "payment__case", "proposed_by", "decided_by")
        hold = row_or_404(Hold.objects.visible_to(request.user).select_related(*related), object_id)
        is_open = hold.decided_at is None and hold.payment.state == Payment.State.HELD
        if is_open and hold.proposed_by_id and may(request.scope, "payment.decide"):
            return _decide(request, hold)
        form = ProposeForm(request.POST or None)
        if request.method == "POST":
            require(request.scope, "payment.propose")

        def act() -> tuple[bool]:
            values = form.cleaned_data
            holds.propose_hold(by=request.user, hold=hold, pay=values["pay"] == "yes", reason=values["reason"])
            return (True,)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: reverse("admin:payments_hold_changelist"),
            message=_("已提出处理意见，由区残联的另一位同事决定。"),
            title=_("暂停发放：%(who)s") % {"who": name_of(hold.payment)},
            template="taizhang/decide.html",
            decidable=is_open and may(request.scope, "payment.propose"),
            facts=facts(hold),
            cancel_url=reverse("admin:payments_hold_changelist"),
        )


def in_words(hold: Hold) -> str:
    return "—" if hold.pay is None else _("应当发放") if hold.pay else _("不应发放")


def facts(hold: Hold) -> list[tuple[Any, Any]]:
    return [
        *presenting.payment_facts(hold.payment)[:6],
        *((_("暂停原因"), reason) for reason in presenting.reasons(hold)),
        (_("处理意见"), in_words(hold)),
        (_("核实情况"), hold.reason or "—"),
        (_("提出人"), hold.proposed_by or "—"),
        (_("决定人"), hold.decided_by or "—"),
    ]


def _decide(request: HttpRequest, hold: Hold) -> HttpResponse:
    form = DecideForm(request.POST if request.method == "POST" else None, initial={"pay": hold.pay})

    def act() -> tuple[bool]:
        holds.decide_hold(by=request.user, hold=hold, pay=form.cleaned_data["pay"], today=timezone.localdate())
        return (True,)

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda result: reverse("admin:payments_hold_changelist"),
        message=_("已决定。"),
        title=_("决定：%(who)s") % {"who": name_of(hold.payment)},
        submit_label=_("同意：%(opinion)s") % {"opinion": in_words(hold)},
        lead=_("不同意的，请与提出人联系，由其重新提出意见。"),
        facts=facts(hold),
        cancel_url=reverse("admin:payments_hold_changelist"),
    )


def table(request: HttpRequest, hold: Hold) -> dict[str, Any]:
    """For the payment's page."""
    url = reverse("admin:payments_hold_change", args=[hold.pk])
    rows = [[{"text": reason, "url": url}, in_words(hold), hold.reason or "—"] for reason in presenting.reasons(hold)]
    headers = [_("暂停原因"), _("处理意见"), _("核实情况")]
    return {"caption": _("暂停发放"), "headers": headers, "rows": rows, "id": "hold"}


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """A stop is told to its street, and to who decides."""
    url, found = reverse("admin:payments_hold_changelist"), []
    waiting = Hold.objects.visible_to(request.user).open()
    stages = (
        ("payment.propose", "open", waiting.filter(proposed_by=None), _("发放暂停，待核实")),
        ("payment.decide", "proposed", waiting.exclude(proposed_by=None), _("发放暂停，待我决定")),
    )
    for right, stage, rows, label in stages:
        if may(request.scope, right) and (number := rows.count()):
            found.append({"label": label, "value": number, "url": f"{url}?stage={stage}", "tone": "warn"})
    return found
