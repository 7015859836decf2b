"""Statuses and benefits on the person page, and the register as a list."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.admin_site import PAGES
from accounts.pages import form_page
from accounts.roles import may, require
from services.circumstances import actions, import_pages
from services.circumstances.models import CircumstanceRecord
from services.people.admin import PERSON_BUTTONS, PERSON_TABLES
from services.people.forms import DateInput
from services.people.models import Person, records_of


class CircumstanceForm(forms.ModelForm):
    class Meta:
        model = CircumstanceRecord
        fields = ("code", "valid_from", "valid_to", "monthly", "source")
        widgets = {"valid_from": DateInput(), "valid_to": DateInput()}
        help_texts = {
            "valid_to": gettext_lazy("仍在享受的留空。"),
            "monthly": gettext_lazy("只有身份、没有金额的留空。"),
            "source": gettext_lazy("证明材料或名册，例如：低保证（2023年）、民政名册2023-06。"),
        }


class EndForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("截止日期（不含）"), widget=DateInput())


def circumstances_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    may_end = may(request.scope, "circumstance.enter")
    rows = []
    for one in CircumstanceRecord.objects.filter(person__in=records_of(person)).order_by("-valid_from", "code"):
        after: Any = one.valid_to or _("至今")
        if may_end and one.valid_to is None:
            after = {"text": _("至今（登记结束）"), "url": reverse("admin:circumstance_end", args=[one.pk])}
        amount = {"text": "—" if one.monthly is None else f"{one.monthly:.2f}", "number": True}
        rows.append([one.get_code_display(), one.valid_from, after, amount, one.source])
    headers = [_("身份或待遇"), _("起始日期"), _("截止日期（不含）"), _("每月金额（元）"), _("依据")]
    return [{"caption": _("身份与其他待遇"), "headers": headers, "rows": rows, "id": "circumstances"}]


def new_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "circumstance.enter"):
        return []
    return [{"label": _("登记身份或其他待遇"), "url": reverse("admin:circumstance_new", args=[person.pk])}]


def new_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "circumstance.enter")
    person = row_or_404(Person.objects.visible_to(request.user), pk)
    form = CircumstanceForm(request.POST or None)
    url = reverse("admin:people_person_change", args=[person.pk])
    return form_page(
        request,
        form=form,
        act=lambda: actions.record(by=request.user, person=person, **form.cleaned_data),
        done=lambda one: url,
        message=_("已登记。以后的申请和发放会按这项核对。"),
        title=_("身份或其他待遇：%(name)s") % {"name": person.name},
        cancel_url=url,
    )


def end_view(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.scope, "circumstance.enter")
    one = row_or_404(CircumstanceRecord.objects.visible_to(request.user).select_related("person"), pk)
    form = EndForm(request.POST or None)
    url = reverse("admin:people_person_change", args=[one.person_id])

    def act() -> bool:
        actions.end(by=request.user, one=one, on=form.cleaned_data["on"])
        return True

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda result: url,
        message=_("已登记结束。"),
        title=_("结束：%(what)s") % {"what": one},
        facts=[(_("人员"), one.person.name), (_("起始日期"), one.valid_from), (_("依据"), one.source)],
        cancel_url=url,
    )


def pages(site: Any) -> list:
    return [
        path("circumstances/new/<uuid:pk>/", site.admin_view(new_view), name="circumstance_new"),
        path("circumstances/<int:pk>/end/", site.admin_view(end_view), name="circumstance_end"),
    ]


PAGES += [pages, import_pages.pages]
PERSON_TABLES.append(circumstances_of)
PERSON_BUTTONS.append(new_button)


@admin.register(CircumstanceRecord)
class CircumstanceAdmin(ConfinedAdmin):
    """The register; entries are made on the person's page."""

    view_right = "case.view"
    list_display = ("who", "code", "valid_from", "valid_to", "monthly", "source")
    list_display_links = None
    list_filter = ("code",)
    list_select_related = ("person",)
    ordering = ("-valid_from", "-pk")

    def list_buttons(self, request: HttpRequest) -> list[dict[str, Any]]:
        if not may(request.scope, "circumstance.import"):
            return []
        return [{"label": _("导入其他部门名册"), "url": reverse("admin:circumstance_register")}]

    @admin.display(description=gettext_lazy("人员"))
    def who(self, one: CircumstanceRecord) -> str:
        return one.person.name
