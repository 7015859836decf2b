"""Policy terms with their history, changes by two people, what excludes each other, reason codes."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.admin_site import TILES
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.policy import actions, holiday_pages
from services.policy.models import Exclusion, Policy, PolicyChange, ReasonCode

# Names of programmes, registered by the floor above: f(code) -> label.
PROGRAMME_NAMES: list[Callable[[str], Any]] = []


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__({"max": "9999-12-31"}, format="%Y-%m-%d")


class ProposeForm(forms.Form):
    value = forms.DecimalField(label=gettext_lazy("新数值"), max_digits=14, decimal_places=2, min_value=0)
    valid_from = forms.DateField(label=gettext_lazy("自哪天起"), widget=DateInput())
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("文件名称和文号。"))


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("", "---------"), ("adopt", gettext_lazy("采用")), ("refuse", gettext_lazy("不采用"))],
    )
    answer = forms.CharField(label=gettext_lazy("核定意见"), max_length=200, required=False)


class InForce(admin.SimpleListFilter):
    title = gettext_lazy("效力")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("now", _("现行")), ("later", _("将来生效")), ("ended", _("已失效")), ("unverified", _("尚未核对"))]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        today = timezone.localdate()
        match self.value():
            case "now":
                return rows.valid_on(today)
            case "later":
                return rows.filter(valid_from__gt=today)
            case "ended":
                return rows.filter(valid_to__lte=today)
            case "unverified":
                return rows.filter(verified_by="")
        return rows


@admin.register(Policy)
class PolicyAdmin(ConfinedAdmin):
    """A change of law is one more row; the old text keeps its days."""

    view_right = "policy.view"
    list_display = ("label", "amount", "valid_from", "valid_to", "source", "verified")
    list_filter = (InForce,)
    ordering = ("code", "-valid_from")

    @admin.display(description=gettext_lazy("数值"))
    def amount(self, policy: Policy) -> str:
        return f"{policy.value.normalize():f} {policy.unit}"

    @admin.display(description=gettext_lazy("核对"))
    def verified(self, policy: Policy) -> SafeString:
        return pill("good", _("已核对")) if policy.verified_by else pill("warn", _("尚未核对"))

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/propose/", wrap(self.propose_view), name="policy_policy_propose"),
            path("<int:pk>/verify/", wrap(self.verify_view), name="policy_policy_verify"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The term with all its texts and all its changes."""
        require(request.scope, self.view_right)
        policy = row_or_404(Policy.objects.all(), object_id)
        texts = [
            [
                {"text": f"{one.value.normalize():f} {one.unit}", "number": True},
                one.valid_from,
                one.valid_to or _("至今"),
                one.source,
                one.verified_by or {"text": _("尚未核对"), "tone": "warn"},
            ]
            for one in Policy.objects.filter(code=policy.code).order_by("-valid_from")
        ]
        buttons = []
        if may(request.scope, "policy.change"):
            buttons.append({"label": _("提出修改"), "url": reverse("admin:policy_policy_propose", args=[policy.pk])})
        if may(request.scope, "policy.adopt") and not policy.verified_by:
            buttons.append({"label": _("已与原文核对"), "url": reverse("admin:policy_policy_verify", args=[policy.pk])})
        headers = [{"text": _("数值"), "number": True}, _("起始日期"), _("截止日期（不含）"), _("依据"), _("核对人")]
        changes = [
            [one.valid_from, one.value, one.proposed_by, one.decided_by or "—", one.get_state_display(), one.answer]
            for one in PolicyChange.objects.filter(code=policy.code).select_related("proposed_by", "decided_by")
        ]
        change_headers = [_("自哪天起"), _("新数值"), _("提出人"), _("核定人"), _("状态"), _("核定意见")]
        tables = [{"caption": _("历次文本"), "headers": headers, "rows": texts, "id": "texts"}]
        if changes:
            tables.append({"caption": _("修改"), "headers": change_headers, "rows": changes, "id": "changes"})
        return page(
            request,
            "taizhang/tables.html",
            title=policy.label,
            lead=_("条款代码：%(code)s") % {"code": policy.code},
            buttons=buttons,
            tables=tables,
            crumbs=[{"label": _("政策条款"), "url": reverse("admin:policy_policy_changelist")}],
        )

    def propose_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "policy.change")
        policy = row_or_404(Policy.objects.all(), pk)
        form = ProposeForm(request.POST or None)
        return form_page(
            request,
            form=form,
            act=lambda: actions.propose_change(by=request.user, code=policy.code, **form.cleaned_data),
            done=lambda change: reverse("admin:policy_policychange_changelist"),
            message=_("已提出修改，由另一位同事核定后生效。"),
            title=_("提出修改：%(label)s") % {"label": policy.label},
            facts=[
                (_("现在的数值"), f"{policy.value.normalize():f} {policy.unit}"),
                (_("起始日期"), policy.valid_from),
                (_("依据"), policy.source),
            ],
            cancel_url=reverse("admin:policy_policy_change", args=[pk]),
        )

    def verify_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "policy.adopt")
        policy = row_or_404(Policy.objects.all(), pk)
        form = forms.Form(request.POST if request.method == "POST" else None)
        url = reverse("admin:policy_policy_change", args=[pk])

        def act() -> bool:
            actions.verify_text(by=request.user, policy=policy)
            return True

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: url,
            message=_("已登记核对。"),
            title=_("已与原文核对：%(label)s") % {"label": policy.label},
            facts=[(_("数值"), f"{policy.value.normalize():f} {policy.unit}"), (_("依据"), policy.source)],
            submit_label=_("确认数值与原文一致"),
            cancel_url=url,
        )


@admin.register(PolicyChange)
class PolicyChangeAdmin(ConfinedAdmin):
    view_right = "policy.view"
    list_display = ("code", "value", "valid_from", "source", "state", "proposed_by", "decided_by")
    list_filter = ("state",)
    list_select_related = ("proposed_by", "decided_by")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        change = row_or_404(PolicyChange.objects.select_related("proposed_by", "decided_by"), object_id)
        if request.method == "POST":
            require(request.scope, "policy.adopt")
        form = DecideForm(request.POST or None)
        url = reverse("admin:policy_policychange_changelist")

        def act() -> bool:
            values = form.cleaned_data
            decide = actions.adopt_change if values["decision"] == "adopt" else actions.refuse_change
            decide(by=request.user, change=change, answer=values["answer"])
            return True

        back = (timezone.localdate() - change.valid_from).days
        late = _("自%(days)s天以前起生效：已经作出的决定不会改变，以后的决定和发放按新数值。") % {"days": back}
        decidable = change.state == PolicyChange.State.PROPOSED and may(request.scope, "policy.adopt")
        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: url,
            message=_("已核定。"),
            title=_("核定修改：%(code)s") % {"code": change.code},
            template="taizhang/decide.html",
            decidable=decidable,
            notices=[{"tone": "warn", "text": late}] if decidable and back > 0 else [],
            facts=[
                (_("新数值"), change.value),
                (_("自哪天起"), change.valid_from),
                (_("依据"), change.source),
                (_("提出人"), change.proposed_by),
                (_("状态"), change.get_state_display()),
                (_("核定人"), change.decided_by or "—"),
                (_("核定意见"), change.answer or "—"),
            ],
            cancel_url=url,
        )


@admin.register(Exclusion)
class ExclusionAdmin(ConfinedAdmin):
    view_right = "policy.view"
    list_display = ("one", "other", "severity", "valid_from", "valid_to", "source", "verified_by")
    list_display_links = None
    list_filter = ("severity",)

    @admin.display(description=gettext_lazy("项目甲"))
    def one(self, rule: Exclusion) -> Any:
        return PROGRAMME_NAMES[0](rule.a)

    @admin.display(description=gettext_lazy("项目乙"))
    def other(self, rule: Exclusion) -> Any:
        return PROGRAMME_NAMES[0](rule.b)


@admin.register(ReasonCode)
class ReasonCodeAdmin(ConfinedAdmin):
    view_right = "policy.view"
    list_display = ("code", "label", "can_be_corrected", "help")
    list_display_links = None

    @admin.display(description=gettext_lazy("可以补正"))
    def can_be_corrected(self, one: ReasonCode) -> str:
        return _("可以") if one.correctable else "—"


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Changes that wait."""
    if not may(request.scope, "policy.adopt"):
        return []
    waiting = PolicyChange.objects.filter(state=PolicyChange.State.PROPOSED).count()
    url = f"{reverse('admin:policy_policychange_changelist')}?state__exact=proposed"
    return [{"label": _("政策条款修改，待核定"), "value": waiting, "url": url, "tone": "warn"}] * bool(waiting)


TILES += [tiles, holiday_pages.tiles]
