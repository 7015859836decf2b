"""Records that look like one person: the list, and telling two apart. Merging is the district's (services.ledger)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import row_or_404
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.people import actions, duplicates
from services.people.models import DistinctPair, Person

# What can be done with a pair besides telling it apart, registered by the floor above: f(request, one, other) -> cell.
PAIR_LINKS: list[Callable[[HttpRequest, Person, Person], Any]] = []


class ApartForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("怎样确认不是同一人"), max_length=200)


def listing(request: HttpRequest) -> HttpResponse:
    require(request.scope, "person.correct")
    rows = []
    for one, like in duplicates.pairs():
        other = like.person
        apart = {"text": _("不是同一人"), "url": reverse("admin:people_apart", args=[one.pk, other.pk])}
        links = [cell for source in PAIR_LINKS if (cell := source(request, one, other))]
        rows.append([_cell(one), _cell(other), _("、").join(map(str, like.reasons)), one.street.name, apart, *links])
    more = [_("合并")] if rows and len(rows[0]) > 5 else []
    return page(
        request,
        "taizhang/table.html",
        title=_("疑似重复的人员"),
        lead=_("姓名和出生日期都相同的两条记录。请核对：是同一人的，由区残联合并；不是的，登记为“不是同一人”。"),
        caption=_("疑似重复"),
        headers=[_("先登记的"), _("后登记的"), _("相同之处"), _("街道"), _("办理"), *more],
        rows=rows,
        empty=_("没有疑似重复的人员。"),
        crumbs=[{"label": Person._meta.verbose_name_plural, "url": reverse("admin:people_person_changelist")}],
    )


def _cell(person: Person) -> dict[str, Any]:
    text = f"{person.name} {person.born_on} {person.masked_id}"
    return {"text": text, "url": reverse("admin:people_person_change", args=[person.pk])}


def apart_view(request: HttpRequest, one: Any, other: Any) -> HttpResponse:
    require(request.scope, "person.register")
    people = Person.objects.visible_to(request.user).current()
    first, second = row_or_404(people, one), row_or_404(people, other)
    form = ApartForm(request.POST or None)

    def act() -> DistinctPair:
        return actions.tell_apart(by=request.user, one=first, other=second, **form.cleaned_data)

    return form_page(
        request,
        form=form,
        act=act,
        done=lambda pair: reverse("admin:people_duplicates"),
        message=_("已登记为不是同一人，不再列出。"),
        title=_("不是同一人"),
        facts=[(_("先登记的"), _cell(first)["text"]), (_("后登记的"), _cell(second)["text"])],
        cancel_url=reverse("admin:people_duplicates"),
        crumbs=[{"label": _("疑似重复的人员"), "url": reverse("admin:people_duplicates")}],
    )


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """For who can put it right; nothing to show when there is nothing to do."""
    if not may(request.scope, "person.correct"):
        return []
    count = len(duplicates.pairs())
    url = reverse("admin:people_duplicates")
    return [{"label": _("疑似重复的人员"), "value": count, "url": url, "tone": "warn"}] if count else []


def pages(site: Any) -> list:
    return [
        path("duplicates/", site.admin_view(listing), name="people_duplicates"),
        path("duplicates/<uuid:one>/<uuid:other>/", site.admin_view(apart_view), name="people_apart"),
    ]
