"""The employment register on the person page, and its two forms."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.admin_site import PAGES
from accounts.pages import form_page
from accounts.roles import may, require
from services.cases.addresses import admin_url
from services.cases.forms import ReasonForm
from services.employment import actions
from services.employment.forms import StatusForm
from services.employment.models import EmploymentStatus
from services.ledger.models import Entry
from services.people.admin import PERSON_BUTTONS, PERSON_TABLES
from services.people.models import Person


def _label(entry: Entry) -> Any:
    return EmploymentStatus(entry.detail).label


def _page(request: HttpRequest, person: Person, **context: Any) -> HttpResponse:
    url = reverse("admin:people_person_change", args=[person.pk])
    crumbs = [{"label": person.name, "url": url}]
    return form_page(request, done=lambda result: url, cancel_url=url, crumbs=crumbs, **context)


def set_status_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "case.enter")
    person = get_object_or_404(Person.objects.visible_to(request.user).current(), pk=pk)
    form = StatusForm(request.POST or None)
    standing = [spell.start for spell in actions.spells(person.pk) if spell.end is None]
    now = _("、").join(f"{_label(start)} ({start.happened_on})" for start in standing)
    return _page(
        request,
        person,
        form=form,
        act=lambda: actions.set_status(by=request.user, person=person, today=timezone.localdate(), **form.cleaned_data),
        message=_("就业状况已登记。"),
        title=_("登记就业状况：%(name)s") % {"name": person.name},
        facts=[(_("现在登记的状况"), now or _("没有"))],
        submit_label=_("登记"),
    )


def take_back_view(request: HttpRequest, pk: Any, entry: int) -> HttpResponse:
    require(request.scope, "case.correct")
    person = get_object_or_404(Person.objects.visible_to(request.user), pk=pk)
    wrong = get_object_or_404(
        Entry.objects.visible_to(request.user).standing().of(actions.STARTED), pk=entry, person=pk
    )
    form = ReasonForm(request.POST or None)

    def act() -> bool:
        actions.take_back_status(by=request.user, entry=wrong, reason=form.cleaned_data["reason"])
        return True

    return _page(
        request,
        person,
        form=form,
        act=act,
        message=_("已登记作废，理由已写入台账。"),
        title=_("撤销就业状况：%(name)s") % {"name": person.name},
        facts=[(_label(wrong), wrong.happened_on)],
        submit_label=_("撤销"),
        danger=True,
    )


def _until(spell: actions.Spell) -> Any:
    last = spell.start.valid_until
    if spell.end:
        return spell.end.happened_on
    if last and last <= timezone.localdate():
        return _("%(day)s（劳动年龄届满）") % {"day": last}
    return _("至今")


def _source(request: HttpRequest, person: Person, start: Entry) -> Any:
    if start.case:
        return {"text": start.case.number, "url": admin_url(start.case.of_kind, "change", start.case_id)}
    if start.case_id:
        return _("原街道的案件")
    if may(request.scope, "case.correct"):
        return {"text": _("撤销"), "url": reverse("admin:employment_status_void", args=[person.pk, start.pk])}
    return _("手工登记")


def statuses_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    rows = [
        [_label(spell.start), spell.start.happened_on, _until(spell), _source(request, person, spell.start)]
        for spell in reversed(actions.spells(person.pk))
    ]
    headers = [_("状况"), _("起始日期"), _("结束日期"), _("来源或办理")]
    return [{"caption": _("就业状况"), "headers": headers, "rows": rows, "id": "employment-status"}]


def status_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "case.enter") or person.died_on:
        return []
    return [{"label": _("登记就业状况"), "url": reverse("admin:employment_status", args=[person.pk])}]


def urls(site: Any) -> list:
    return [
        path("employment-status/<uuid:pk>/", site.admin_view(set_status_view), name="employment_status"),
        path(
            "employment-status/<uuid:pk>/take-back/<int:entry>/",
            site.admin_view(take_back_view),
            name="employment_status_void",
        ),
    ]


PAGES.append(urls)
PERSON_TABLES.append(statuses_of)
PERSON_BUTTONS.append(status_button)
