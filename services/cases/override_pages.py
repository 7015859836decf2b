"""Exceptions in the admin: asking for one from the refused form or from the case, deciding, and the list of all."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.pages import form_page
from accounts.roles import may, require
from services.cases import actions, entitlement, kinds
from services.cases.kinds import Kind
from services.cases.models import Case, Override
from services.people.models import Person
from services.policy.models import ReasonCode

PLACES = re.compile(r"%\(\w+\)[sd]")


class AskForm(forms.Form):
    refusal = forms.ChoiceField(label=gettext_lazy("不能办理的原因"))
    reason = forms.CharField(
        label=gettext_lazy("为什么应当例外办理"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = dict(ReasonCode.objects.values_list("code", "label"))
        self.fields["refusal"].choices = [
            ("", "---------"),
            *((f"{code}:{why}", f"{code} {labels.get(code, '')}: {_why(kind, code, why)}") for code, why in _all(kind)),
        ]


def _all(kind: Kind) -> list[tuple[str, str]]:
    return sorted(actions.reasons(kind))


def _why(kind: Kind, code: str, why: str) -> str:
    """The sentence of a refusal without its values."""
    words = str(kind.words.get((code, why)) or entitlement.WORDS[code, why])
    return PLACES.sub("…", words)


class DecideForm(forms.Form):
    grant = forms.ChoiceField(
        label=gettext_lazy("决定"),
        choices=[("", "---------"), ("yes", gettext_lazy("批准例外")), ("no", gettext_lazy("不批准"))],
    )
    answer = forms.CharField(label=gettext_lazy("理由"), max_length=200)


def ask_view(request: HttpRequest, kind: str, person: Any) -> HttpResponse:
    require(request.scope, "override.ask")
    try:
        of_kind = kinds.get(kind)
    except KeyError:
        raise Http404 from None
    one = row_or_404(Person.objects.visible_to(request.user), person)
    cases = Case.objects.visible_to(request.user).of_kind(kind).filter(person=one)
    case = row_or_404(cases, request.GET["case"]) if request.GET.get("case") else None
    form = AskForm(request.POST or None, kind=of_kind, initial={"refusal": request.GET.get("refusal")})

    def act() -> Override:
        code, _sep, why = form.cleaned_data["refusal"].partition(":")
        reason = form.cleaned_data["reason"]
        return actions.ask_override(
            by=request.user, person=one, kind=of_kind, code=code, why=why, reason=reason, case=case
        )

    back = reverse("admin:people_person_change", args=[one.pk])
    return form_page(
        request,
        form=form,
        act=act,
        done=lambda made: reverse("admin:cases_override_changelist"),
        message=_("已申请例外，由区残联的另一位同事决定。批准后，请重新提交原来的申请。"),
        title=_("申请例外：%(kind)s") % {"kind": of_kind.label},
        facts=[(_("人员"), one.name), (_("证件号"), one.masked_id), (_("案件"), case.number if case else "—")],
        cancel_url=back,
        crumbs=[{"label": one.name, "url": back}],
    )


def pages(site: Any) -> list:
    return [path("overrides/<slug:kind>/<uuid:person>/", site.admin_view(ask_view), name="override_ask")]


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    if not may(request.scope, "override.decide"):
        return []
    waiting = Override.objects.visible_to(request.user).asked().count()
    url = f"{reverse('admin:cases_override_changelist')}?state__exact=asked"
    return [{"label": _("例外申请，待我决定"), "value": waiting, "url": url, "tone": "warn"}] if waiting else []


def tables(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """For the case page: the exceptions of this case."""
    rows = [
        [
            {"text": one.code, "url": reverse("admin:cases_override_change", args=[one.pk])},
            one.reason,
            one.get_state_display(),
            one.asked_by,
            one.decided_by or "—",
        ]
        for one in case.overrides.select_related("asked_by", "decided_by")
    ]
    headers = [_("原因代码"), _("理由"), _("状态"), _("申请人"), _("批准人")]
    return [{"caption": _("例外"), "headers": headers, "rows": rows, "id": "overrides"}] if rows else []


@admin.register(Override)
class OverrideAdmin(ConfinedAdmin):
    """Every exception that was asked for, with both names and both reasons."""

    list_display = ("who", "kind_label", "code", "reason", "state", "asked_by", "decided_by", "answer")
    list_display_links = ("who",)
    list_filter = ("state", "code")
    list_select_related = ("person", "asked_by", "decided_by")
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("人员"))
    def who(self, one: Override) -> str:
        return one.person.name

    @admin.display(description=gettext_lazy("业务"))
    def kind_label(self, one: Override) -> str:
        return kinds.get(one.kind).label

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, "case.view")
        rows = Override.objects.visible_to(request.user).select_related("person", "case", "asked_by", "decided_by")
        one = row_or_404(rows, object_id)
        if request.method == "POST":
            require(request.scope, "override.decide")
        form = DecideForm(request.POST or None)
        url = reverse("admin:cases_override_changelist")

        def act() -> bool:
            values = form.cleaned_data
            actions.decide_override(by=request.user, one=one, grant=values["grant"] == "yes", answer=values["answer"])
            return True

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: url,
            message=_("已答复。"),
            title=_("例外：%(who)s") % {"who": one.person.name},
            template="taizhang/decide.html",
            decidable=one.state == Override.State.ASKED and may(request.scope, "override.decide"),
            facts=self._facts(one),
            cancel_url=url,
            crumbs=[{"label": _("例外"), "url": url}],
        )

    def _facts(self, one: Override) -> list[tuple[Any, Any]]:
        kind = kinds.get(one.kind)
        reason = f"{one.code} {_why(kind, one.code, one.why)}"
        return [
            (_("业务"), kind.label),
            (_("不能办理的原因"), reason),
            (_("案件"), one.case.number if one.case else _("尚未登记")),
            (_("申请例外的理由"), one.reason),
            (_("申请人"), f"{one.asked_by} {timezone.localtime(one.asked_at):%Y-%m-%d}"),
            (_("状态"), one.get_state_display()),
            (_("批准人"), one.decided_by or "—"),
            (_("答复"), one.answer or "—"),
        ]
