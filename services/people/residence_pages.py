"""Hukou and residence on the person page, over time."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Street
from accounts.pages import form_page
from accounts.roles import may, require
from services.people import actions
from services.people.forms import DateInput
from services.people.models import Person, Residence, records_of


class ResidenceForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("类型"), choices=[("", "---------"), *Residence.Kind.choices])
    at_street = forms.ModelChoiceField(
        Street.objects.all(), label=gettext_lazy("所在街道"), required=False, help_text=gettext_lazy("不在本区的留空。")
    )
    address = forms.CharField(label=gettext_lazy("住址"), max_length=200, required=False)
    on = forms.DateField(label=gettext_lazy("起始日期"), widget=DateInput())


def residences_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    rows = [
        [
            one.get_kind_display(),
            one.at_street or _("不在本区"),
            one.address or "—",
            one.valid_from,
            one.valid_to or _("至今"),
        ]
        for one in Residence.objects.filter(person__in=records_of(person))
        .select_related("at_street")
        .order_by("kind", "valid_from")
    ]
    headers = [_("类型"), _("所在街道"), _("住址"), _("起始日期"), _("截止日期（不含）")]
    return [{"caption": _("户籍与居住地"), "headers": headers, "rows": rows, "id": "residences"}]


def residence_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "person.correct"):
        return []
    return [{"label": _("登记户籍或居住地变更"), "url": reverse("admin:residence", args=[person.pk])}]


def residence_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "person.correct")
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    form = ResidenceForm(request.POST or None)
    url = reverse("admin:people_person_change", args=[person.pk])
    return form_page(
        request,
        form=form,
        act=lambda: actions.record_residence(by=request.user, person=person, **form.cleaned_data),
        done=lambda residence: url,
        message=_("已登记。如果人员应由其他街道服务，请联系区残联办理移交。"),
        title=_("户籍或居住地变更：%(name)s") % {"name": person.name},
        cancel_url=url,
    )


def pages(site: Any) -> list:
    return [path("residence/<uuid:pk>/", site.admin_view(residence_view), name="residence")]
