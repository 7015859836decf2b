"""Finding, registering and correcting people; households; organisations; requests for handover."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.admin_site import PAGES, TILES
from accounts.errors import Conflict, RuleBroken
from accounts.models import Street
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.people import (
    actions,
    duplicate_pages,
    duplicates,
    find_page,
    household_pages,
    organisation_pages,
    residence_pages,
)
from services.people.admin_forms import CorrectPersonForm, HandoverForm, RegisterForm, RevealForm
from services.people.duplicates import Likeness
from services.people.models import HandoverRequest, Organisation, Person

# Sections of the person page, registered by the floors above: f(request, person) -> list of
# {caption, headers, rows, id} tables; and buttons f(request, person) -> list of {label, url, opens_case}.
PERSON_TABLES: list[Any] = []
PERSON_BUTTONS: list[Any] = []
# What else the page shows, registered likewise: f(request, person) -> context for admin/people/person.html
# (`history`: [{on, what, times, amount, case, url}], `may_have`: [{label, amount, url, text}]).
PERSON_SECTIONS: list[Any] = []


@admin.register(Person)
class PersonAdmin(ConfinedAdmin):
    view_right, add_right, change_right = "person.view", "person.register", "person.correct"
    list_display = ("name", "sex", "born_on", "masked", "community")
    list_select_related = ("community",)
    list_filter = ("suspected",)
    ordering = ("name", "born_on", "pk")

    @admin.display(description=gettext_lazy("证件号"))
    def masked(self, person: Person) -> str:
        return person.masked_id

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).current()
        if term := getattr(request, "found_term", ""):
            rows = rows.filter(pk__in=Person.objects.visible_to(request.user).found_by(term).values("pk").order_by())
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "POST":
            request.found_term = request.POST.get("term", "").strip()
        context = {"term": getattr(request, "found_term", "")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/correct/", wrap(self.correct_view), name="people_person_correct"),
            path("<uuid:pk>/reveal/", wrap(self.reveal_view), name="people_person_reveal"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = RegisterForm(request.POST or None, scope=request.scope)
        alike: list[Likeness] = []
        elsewhere: dict[str, str] = {}

        def act() -> Person:
            values = {**form.cleaned_data}
            street = values.pop("street", None) or Street.objects.get(pk=request.scope.street)
            alike[:] = self._alike(values)
            if alike:
                form.fields["distinct"].widget = forms.CheckboxInput()
                if not values["distinct"]:
                    raise RuleBroken("person.alike", _("可能已经登记过。请先核对上面的人员，再决定。"), "distinct")
            values["unlike"] = [one.person for one in alike] if values.pop("distinct") else []
            try:
                return actions.register_person(by=request.user, street=street, today=timezone.localdate(), **values)
            except Conflict as error:
                if error.code == "person.registered_elsewhere" and may(request.scope, HandoverRequestAdmin.add_right):
                    elsewhere["id_number"] = values["id_number"]
                raise

        return form_page(
            request,
            form=form,
            act=act,
            acts="_begin" not in request.POST,  # from the search, with what was typed there
            template="admin/people/register.html",
            alike=alike,
            elsewhere=elsewhere,
            done=lambda person: reverse("admin:people_person_change", args=[person.pk]),
            message=_("已登记。下一步：登记残疾人证，或新办一项业务。"),
            title=_("登记人员"),
            submit_label=_("登记"),
            cancel_url=reverse("admin:people_person_changelist"),
        )

    def _alike(self, values: dict[str, Any]) -> list[Likeness]:
        number = values["id_number"]
        born_on = actions.parse_id_number(number).born if number else values["born_on"]
        return duplicates.likely(name=values["name"], born_on=born_on, phone=values["phone"], id_number=number)

    def _person(self, request: HttpRequest, pk: Any) -> Person:
        rows = Person.objects.visible_to(request.user).select_related("street", "community", "merged_into")
        return row_or_404(rows, pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        person, today = self._person(request, object_id), timezone.localdate()
        certificate, household = person.certificate_on(today), person.household_on(today)
        facts = [
            (_("年龄"), _("%(age)s岁") % {"age": person.age_on(person.died_on or today)}),
            (_("有效残疾人证"), certificate or _("没有")),
            (_("街道"), person.street),
            (_("社区"), person.community),
            (_("电话"), person.phone or "—"),
            (_("家庭"), household or "—"),
        ]
        if person.died_on:
            facts.append((_("死亡日期"), person.died_on))
        tags = [{"tone": "good", "text": certificate}] if certificate else []
        tags += [{"tone": "warn", "text": _("疑似残疾儿童")}] * person.suspected
        tags += [{"tone": "stop", "text": _("已去世")}] * bool(person.died_on)
        own = person.is_current * [
            ("person.correct", _("更正资料"), "correct"),
            ("person.reveal", _("查看完整证件号"), "reveal"),
        ]
        buttons = [b for source in PERSON_BUTTONS for b in source(request, person)] if person.is_current else []
        return page(
            request,
            "admin/people/person.html",
            title=person.name,
            person=person,
            facts=facts,
            tags=tags,
            new_cases=[b for b in buttons if b.get("opens_case")],
            registering=[b for b in buttons if not b.get("opens_case")],
            own=[
                {"label": label, "url": reverse(f"admin:people_person_{name}", args=[person.pk])}
                for right, label, name in own
                if may(request.scope, right)
            ],
            tables=[table for source in PERSON_TABLES for table in source(request, person)],
            **{name: value for source in PERSON_SECTIONS for name, value in source(request, person).items()},
            crumbs=[{"label": self.opts.verbose_name_plural, "url": reverse("admin:people_person_changelist")}],
        )

    def correct_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        require(request.scope, self.change_right)
        person = self._person(request, pk)
        version = person.version
        initial = {"phone": person.phone, "seen_version": version}
        form = CorrectPersonForm(request.POST or None, scope=request.scope, instance=person, initial=initial)

        both: dict[str, Any] = {}

        def act() -> Person:
            values = {**form.cleaned_data}
            if not values["id_number"]:
                for name in ("born_on", "sex"):
                    if name not in form.changed_data:
                        values.pop(name)
            try:
                if (
                    any(one.is_open and not one.chosen for one in form.differences)
                    and values["seen_version"] == version
                ):
                    raise Conflict("person.both_changed", _("两个人都改动的项目，请在下面选择采用哪一个。"))
                return actions.correct_person(by=request.user, person=person, today=timezone.localdate(), **values)
            except Conflict as error:
                if error.code in ("person.changed", "person.both_changed"):
                    both["fields"] = form.differences
                    form.data = {**form.data.dict(), "seen_version": version}
                raise

        url = reverse("admin:people_person_change", args=[person.pk])
        return form_page(
            request,
            form=form,
            act=act,
            done=lambda saved: url,
            message=_("资料已更正。已经统计的数字不会因此变动。"),
            both=both,
            title=_("更正资料：%(name)s") % {"name": person.name},
            submit_label=_("保存"),
            cancel_url=url,
        )

    def reveal_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        person = self._person(request, pk)
        require(request.scope, "person.reveal")
        form = RevealForm(request.POST or None, label_suffix="")
        number = ""
        if request.method == "POST" and form.is_valid():
            number = actions.reveal_number(by=request.user, person=person, purpose=form.cleaned_data["purpose"])
        return page(
            request,
            "admin/people/reveal.html",
            title=_("查看完整证件号：%(name)s") % {"name": person.name},
            form=form,
            number=number or (_("此人没有登记证件号") if form.is_bound and form.is_valid() else ""),
            submit_label=_("查看（会留下记录）"),
            cancel_url=reverse("admin:people_person_change", args=[person.pk]),
        )


@admin.register(Organisation)
class OrganisationAdmin(ConfinedAdmin):
    view_right = "case.view"
    add_right = "organisation.enter"
    list_display = ("name", "kind", "credit_code")
    list_filter = ("kind",)
    search_fields = ("name", "credit_code")
    search_help_text = gettext_lazy("名称或统一社会信用代码")
    fields = ("kind", "name", "credit_code")

    def save_model(self, request: HttpRequest, obj: Organisation, form: Any, change: bool) -> None:
        saved = actions.register_organisation(by=request.user, **form.cleaned_data)
        obj.pk = saved.pk


@admin.register(HandoverRequest)
class HandoverRequestAdmin(ConfinedAdmin):
    view_right, add_right = "person.view", "person.ask_handover"
    list_display = ("street", "reason", "status", "asked_by", "asked_at")
    list_select_related = ("street", "asked_by")
    ordering = ("-asked_at",)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = HandoverForm(request.POST or None)
        url = reverse("admin:people_handoverrequest_changelist")
        return form_page(
            request,
            form=form,
            act=lambda: actions.ask_handover(by=request.user, **form.cleaned_data),
            acts="_begin" not in request.POST,
            done=lambda asked: url,
            message=_("已提交移交申请，由区残联办理。"),
            title=_("申请移交"),
            submit_label=_("提交申请"),
            cancel_url=url,
        )


PERSON_TABLES.append(household_pages.household_of)
PERSON_BUTTONS.append(household_pages.household_button)
PAGES.append(household_pages.pages)
PERSON_TABLES.append(residence_pages.residences_of)
PERSON_BUTTONS.append(residence_pages.residence_button)
PAGES.append(residence_pages.pages)
PAGES.append(duplicate_pages.pages)
TILES.append(duplicate_pages.tiles)
PAGES.append(find_page.pages)
PAGES.append(organisation_pages.pages)
