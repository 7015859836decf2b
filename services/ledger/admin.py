"""What the district does with people: hand over to another street, merge two records of one person, undo a merge."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_site import PAGES
from accounts.models import Street
from accounts.pages import form_page
from accounts.roles import may, require
from services.ledger import actions, comparing
from services.ledger.models import HANDED_OVER, MERGED, Entry
from services.people.admin import PERSON_BUTTONS, PERSON_TABLES
from services.people.duplicate_pages import PAIR_LINKS
from services.people.forms import DateInput, PersonField, bind_people
from services.people.models import Person


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(Street.objects.all(), label=gettext_lazy("移交给"))
    on = forms.DateField(label=gettext_lazy("移交日期"), widget=DateInput())
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)

    def clean_on(self) -> Any:
        if (on := self.cleaned_data["on"]) > timezone.localdate():
            raise forms.ValidationError(_("日期在今天之后。请填写已经发生的日期。"))
        return on


class ChooseForm(forms.Form):
    into = PersonField(label=gettext_lazy("实际是这个人（保留的记录）"))


class MergeForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("依据"), max_length=200)


class UnmergeForm(forms.Form):
    reason = forms.CharField(label=gettext_lazy("撤销合并的理由"), max_length=200)


def _person(request: HttpRequest, pk: Any) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user), pk=pk)


def _url(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def hand_over_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "person.hand_over")
    person = _person(request, pk)
    form = HandOverForm(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.hand_over(by=request.user, person=person, **form.cleaned_data),
        done=lambda entries: _url(person),
        message=_("已移交，在办案件一并移交；以前的统计仍在原街道。"),
        title=_("移交：%(name)s（现在 %(street)s）") % {"name": person.name, "street": person.street},
        submit_label=_("移交"),
        cancel_url=_url(person),
    )


def choose_view(request: HttpRequest, pk: Any) -> HttpResponse:
    """Which record stays."""
    require(request.scope, "person.merge")
    person = _person(request, pk)
    form = ChooseForm(request.POST or None)
    bind_people(form, request.user)
    return form_page(
        request,
        form=form,
        act=lambda: form.cleaned_data["into"],
        done=lambda into: reverse("admin:person_merge_into", args=[person.pk, into.pk]),
        title=_("合并重复记录：%(name)s") % {"name": person.name},
        submit_label=_("下一步：对照"),
        facts=[(_("要合并的记录"), f"{person.name} {person.masked_id} {person.born_on}")],
        cancel_url=_url(person),
    )


def merge_view(request: HttpRequest, pk: Any, into: Any) -> HttpResponse:
    """Both records side by side; then the decision with its reason."""
    require(request.scope, "person.merge")
    person, kept = _person(request, pk), _person(request, into)
    form = MergeForm(request.POST or None)
    today = timezone.localdate()
    return form_page(
        request,
        form=form,
        act=lambda: actions.merge_persons(by=request.user, person=person, into=kept, on=today, **form.cleaned_data),
        done=lambda entry: _url(entry.into),
        message=_("已合并。从现在起按一个人统计；以前的统计保持原样。"),
        title=_("合并重复记录：%(name)s") % {"name": person.name},
        template="taizhang/compare.html",
        table=comparing.table(person, kept, today),
        warnings=comparing.warnings(person, kept, today),
        submit_label=_("合并"),
        danger=True,
        cancel_url=_url(person),
        crumbs=[{"label": person.name, "url": _url(person)}],
    )


def merge_link(request: HttpRequest, one: Person, other: Person) -> Any:
    """For the list of likely duplicates: the later record goes into the earlier one."""
    if not may(request.scope, "person.merge"):
        return None
    return {"text": _("对照并合并"), "url": reverse("admin:person_merge_into", args=[other.pk, one.pk])}


def unmerge_view(request: HttpRequest, entry: int) -> HttpResponse:
    require(request.scope, "person.merge")
    merge = get_object_or_404(Entry.objects.visible_to(request.user).of(MERGED).standing(), pk=entry)
    form = UnmergeForm(request.POST or None)
    return form_page(
        request,
        form=form,
        act=lambda: actions.unmerge_persons(by=request.user, merge=merge, **form.cleaned_data),
        done=lambda mark: _url(merge.person),
        message=_("已撤销合并，两条记录重新分开统计。"),
        title=_("撤销合并"),
        danger=True,
        cancel_url=_url(merge.into),
    )


def buttons(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    found = []
    if may(request.scope, "person.hand_over"):
        found.append({"label": _("移交其他街道"), "url": reverse("admin:person_hand_over", args=[person.pk])})
    if may(request.scope, "person.merge") and person.merged_into_id is None:
        found.append({"label": _("合并重复记录"), "url": reverse("admin:person_merge", args=[person.pk])})
    return found


def custody(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    """Handovers and merges of the person, in order of time."""
    entries = Entry.objects.visible_to(request.user).of(HANDED_OVER, MERGED).standing()
    entries = entries.filter(person=person) | entries.filter(into=person)
    streets = dict(Street.objects.values_list("code", "name"))
    rows = []
    for entry in entries.select_related("person", "into").order_by("id"):
        undo: Any = ""
        if entry.code == HANDED_OVER:
            what = _("移交给%(street)s") % {"street": streets.get(entry.detail, entry.detail)}
        else:
            what = _("%(one)s 并入 %(other)s") % {"one": entry.person.name, "other": entry.into.name}
            if may(request.scope, "person.merge"):
                undo = {"text": _("撤销合并"), "url": reverse("admin:person_unmerge", args=[entry.pk])}
        rows.append([str(entry.happened_on), what, entry.reason, undo])
    headers = [_("日期"), _("事项"), _("理由"), _("办理")]
    return [{"caption": _("移交与合并"), "headers": headers, "rows": rows, "id": "custody"}] if rows else []


def pages(site: Any) -> list:
    return [
        path("custody/hand-over/<uuid:pk>/", site.admin_view(hand_over_view), name="person_hand_over"),
        path("custody/merge/<uuid:pk>/", site.admin_view(choose_view), name="person_merge"),
        path("custody/merge/<uuid:pk>/<uuid:into>/", site.admin_view(merge_view), name="person_merge_into"),
        path("custody/unmerge/<int:entry>/", site.admin_view(unmerge_view), name="person_unmerge"),
    ]


PAGES.append(pages)
PERSON_BUTTONS.append(buttons)
PAIR_LINKS.append(merge_link)
PERSON_TABLES.append(custody)
