"""The household on the person page: start one, join one, leave it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages import form_page
from accounts.roles import may, require
from services.people import actions
from services.people.forms import DateInput, PersonField, bind_people
from services.people.models import HouseholdMember, Person


class StartForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("起始日期"), widget=DateInput())
    address = forms.CharField(label=gettext_lazy("住址"), max_length=200, required=False)


class JoinForm(forms.Form):
    member = PersonField(label=gettext_lazy("家庭成员"))
    relation = forms.ChoiceField(
        label=gettext_lazy("与户主关系"), choices=[("", "---------"), *HouseholdMember.Relation.choices[1:]]
    )
    on = forms.DateField(label=gettext_lazy("起始日期"), widget=DateInput())


class LeaveForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("离开日期"), widget=DateInput())


def household_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """The people of the household today, as a table of the person page."""
    household = person.household_on(timezone.localdate())
    if household is None:
        return []
    rows = []
    for member in household.members.filter(valid_to=None).select_related("person"):
        leave = {"text": _("登记离开"), "url": reverse("admin:household_leave", args=[member.pk])}
        one = {"text": member.person.name, "url": reverse("admin:people_person_change", args=[member.person_id])}
        action = leave if may(request.scope, "household.enter") else ""
        rows.append([one, member.get_relation_display(), member.valid_from, action])
    headers = [_("姓名"), _("与户主关系"), _("起始日期"), _("办理")]
    return [{"caption": _("家庭成员"), "headers": headers, "rows": rows, "id": "household"}]


def household_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "household.enter"):
        return []
    if person.household_on(timezone.localdate()):
        return [{"label": _("增加家庭成员"), "url": reverse("admin:household_join", args=[person.pk])}]
    return [{"label": _("登记家庭（本人为户主）"), "url": reverse("admin:household_start", args=[person.pk])}]


def _person(request: HttpRequest, pk: Any) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


def start_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "household.enter")
    person = _person(request, pk)
    form = StartForm(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.start_household(by=request.user, head=person, **form.cleaned_data),
        done=lambda household: _url(person),
        message=_("家庭已登记。"),
        title=_("登记家庭：户主 %(name)s") % {"name": person.name},
        cancel_url=_url(person),
    )


def join_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "household.enter")
    person = _person(request, pk)
    form = JoinForm(request.POST or None)
    bind_people(form, request.user)

    def act() -> HouseholdMember:
        values = form.cleaned_data
        return actions.join_household(
            by=request.user,
            household=person.household_on(timezone.localdate()),
            person=values["member"],
            relation=values["relation"],
            on=values["on"],
        )

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda member: _url(person),
        message=_("家庭成员已登记。"),
        title=_("增加家庭成员：%(name)s 家庭") % {"name": person.name},
        cancel_url=_url(person),
    )


def leave_view(request: HttpRequest, member: int) -> HttpResponse:
    require(request.scope, "household.enter")
    one = get_object_or_404(HouseholdMember.objects.visible_to(request.user).select_related("person"), pk=member)
    form = LeaveForm(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.leave_household(by=request.user, member=one, **form.cleaned_data) or True,
        done=lambda result: _url(one.person),
        message=_("已登记离开家庭。"),
        title=_("登记离开家庭：%(name)s") % {"name": one.person.name},
        danger=True,
        cancel_url=_url(one.person),
    )


def _url(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def pages(site: Any) -> list:
    return [
        path("household/start/<uuid:pk>/", site.admin_view(start_view), name="household_start"),
        path("household/join/<uuid:pk>/", site.admin_view(join_view), name="household_join"),
        path("household/leave/<int:member>/", site.admin_view(leave_view), name="household_leave"),
    ]
