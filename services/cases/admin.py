"""The admin of every kind of case: list, new case, case page, steps, corrections. Kinds bring a KIND and columns."""

import datetime as dt
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, row_or_404
from accounts.admin_site import LINKS, PAGES, PANELS, TILES
from accounts.errors import RuleBroken
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases import (
    deadlines,
    entitlement,
    grid_pages,
    override_pages,
    person_page,
    presenting,
    unclaimed_page,
    verdict_page,
    work,
    workflow,
)
from services.cases.forms import OpenForm, open_form
from services.cases.kinds import Kind, Status, Subject
from services.cases.models import Case, CaseDetail
from services.cases.step_pages import StepPages
from services.desk import actions as desk
from services.people import actions as people
from services.people.admin import PERSON_BUTTONS, PERSON_SECTIONS, PERSON_TABLES
from services.people.models import Person
from services.policy.admin import PROGRAMME_NAMES

PERSON_TABLES.insert(0, person_page.cases_of)
PROGRAMME_NAMES.append(entitlement.label_of)
PERSON_BUTTONS.append(person_page.new_case_buttons)
PAGES += [work.pages, grid_pages.pages, override_pages.pages, unclaimed_page.pages]
PANELS.insert(0, work.first)
PERSON_SECTIONS.append(person_page.sections)
TILES += [work.tiles, override_pages.tiles]
LINKS += [work.links, grid_pages.links, unclaimed_page.links]
REMEMBERED = ("origin", "organisation")  # of a new case; decides neither money nor rights
# Further sections of the case page, registered by the floors above: f(request, case) -> list of
# {caption, headers, rows, id} tables.
CASE_LINKS: list[Any] = []  # f(request, case) -> list of {label, url}
CASE_TABLES: list[Any] = [verdict_page.tables, override_pages.tables]


def parsed_day(text: str | None) -> dt.date | None:
    try:
        return parse_date(text or "")
    except ValueError:
        return None


class StatusFilter(admin.SimpleListFilter):
    """Only the statuses that this kind knows."""

    title = gettext_lazy("状态")
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: "CaseAdmin") -> list[tuple[str, Any]]:
        steps = (model_admin.kind.opening, *model_admin.kind.steps)
        known = {step.to for step in steps} | {Status.ANNULLED}
        return [(value, label) for value, label in Status.choices if value in known]

    def queryset(self, request: HttpRequest, rows: QuerySet) -> QuerySet:
        return rows.filter(case__status=self.value()) if self.value() else rows


class CaseAdmin(StepPages, ConfinedAdmin):
    """Register the kind's model with a subclass that names `kind`."""

    kind: Kind
    add_right = "case.enter"
    list_display: tuple[str, ...] = ("number", "subject", "street_name", "status", "opened_on")
    list_display_links = ("number",)
    list_filter: tuple[Any, ...] = (StatusFilter,)
    ordering = ("-case__serial",)
    keyset = "case__serial"
    sortable_by = ()  # a sort by another column would read the whole table
    change_list_template = "admin/cases/case_list.html"

    def get_list_display(self, request: HttpRequest) -> list[str]:
        """One's own street tells nothing."""
        return [name for name in self.list_display if name != "street_name" or request.scope.street is None]

    @admin.display(description=gettext_lazy("编号"))
    def number(self, detail: CaseDetail) -> str:
        return detail.case.number

    @admin.display(description=gettext_lazy("对象"))
    def subject(self, detail: CaseDetail) -> str:
        return presenting.subject(detail.case)

    @admin.display(description=gettext_lazy("街道"))
    def street_name(self, detail: CaseDetail) -> str:
        return detail.case.street.name

    @admin.display(description=gettext_lazy("状态"))
    def status(self, detail: CaseDetail) -> str:
        return presenting.pill(detail.case.status)

    @admin.display(description=gettext_lazy("申请日期"), ordering="case__opened_on")
    def opened_on(self, detail: CaseDetail) -> str:
        return detail.case.opened_on

    @cached_property
    def open_form(self) -> type[OpenForm]:
        return open_form(self.kind)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request).with_case().filter(case__kind=self.kind.code)
        if term := getattr(request, "found_term", ""):
            cases = Case.objects.visible_to(request.user).of_kind(self.kind.code).found_by(term)
            rows = rows.filter(case__in=cases.values("pk").order_by())
        return rows

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The search term is posted: no number ever stands in a URL."""
        if request.method == "POST":
            request.found_term = request.POST.get("term", "").strip()
        context = {"term": getattr(request, "found_term", ""), "title": str(self.kind.label)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_urls(self) -> list:
        info = self.opts.app_label, self.opts.model_name
        name = "{}_{}_%s".format(*info)
        wrap = self.admin_site.admin_view
        return [
            path("<uuid:pk>/step/<slug:slug>/", wrap(self.step_view), name=name % "step"),
            path("<uuid:pk>/correct/<int:entry>/", wrap(self.correct_view), name=name % "correct"),
            path("<uuid:pk>/take-back/<int:entry>/", wrap(self.take_back_view), name=name % "take_back"),
            path("<uuid:pk>/details/", wrap(self.details_view), name=name % "details"),
            path("<uuid:pk>/annul/", wrap(self.annul_view), name=name % "annul"),
            *super().get_urls(),
        ]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def case_url(self, case: Case) -> str:
        return self.url("change", case.pk)

    def _case(self, request: HttpRequest, pk: Any) -> Case:
        rows = Case.objects.visible_to(request.user).of_kind(self.kind.code)
        return row_or_404(rows.select_related("person", "street", "community", "household"), pk)

    # -- a new case

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        self._require(request, self.add_right)
        initial = {
            **desk.remembered(by=request.user, form=self.kind.code),
            "person": request.GET.get("person"),
            "opened_on": parsed_day(request.GET.get("opened_on")) or timezone.localdate(),
            **self.initial(request),
        }
        form = self.open_form(request.POST or None, user=request.user, initial=initial)
        formsets = self.formsets(request)
        refused: dict[str, str] = {}

        def act() -> Case:
            try:
                case = self.open_case(request, form, formsets)
            except RuleBroken as error:
                refused["url"] = self._exception_url(form.cleaned_data.get("person"), error)
                raise
            given = {name: form.cleaned_data.get(name) for name in REMEMBERED}
            chosen = {name: getattr(value, "pk", value) for name, value in given.items()}
            desk.remember(by=request.user, form=self.kind.code, values=chosen)
            return case

        return form_page(
            request,
            form=form,
            act=act,
            refused=refused,
            done=lambda case: self._next_url(case) if "_next" in request.POST else self.case_url(case),
            message=lambda case: _("已登记 %(number)s。请按下面的步骤继续办理。") % {"number": case.number},
            formsets=formsets,
            title=_("新建：%(kind)s") % {"kind": self.kind.label},
            template="admin/cases/case_form.html",
            submit_label=_("提交"),
            next_label=_("提交，再登记一件"),
            cancel_url=self.url("changelist"),
            crumbs=[{"label": self.kind.label, "url": self.url("changelist")}],
        )

    def _next_url(self, case: Case) -> str:
        """The next form from the same pile of paper: its day is offered again, to be seen and changed."""
        return f"{self.url('add')}?opened_on={case.opened_on.isoformat()}"

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        """What else is known of a new case before anybody types."""
        return {}

    def _exception_url(self, person: Person | None, error: RuleBroken) -> str:
        """Where an exception can be asked for, when it was the rule that refused."""
        by_rule = any(problem.code.startswith("refusal.") for problem in error.problems)
        return reverse("admin:override_ask", args=[self.kind.code, person.pk]) if by_rule and person else ""

    def formsets(self, request: HttpRequest) -> list[BaseFormSet]:
        """Detail rows that are entered with the case; none unless a kind says so."""
        return []

    def open_case(self, request: HttpRequest, form: OpenForm, formsets: list[BaseFormSet]) -> Case:
        values, subject = form.cleaned_data, {}
        if person := values.get("person"):
            subject["person"] = person
        if self.kind.subject == Subject.HOUSEHOLD:
            subject["household"] = self._household(request, person, values["opened_on"])
        if self.kind.subject == Subject.ORGANISATION:
            subject["organisation"] = values["organisation"]
        if street := values.get("street"):
            subject["street_id"] = street.pk
        return workflow.open_case(
            by=request.user,
            kind=self.kind,
            on=values["opened_on"],
            today=timezone.localdate(),
            details=form.details(),
            opening=form.opening_values(),
            origin=values["origin"],
            parties=[values["joint"]] if values.get("joint") else [],
            rows=[f.save(commit=False) for formset in formsets for f in formset if f.has_changed()],
            **subject,
        )

    def _household(self, request: HttpRequest, person: Person, on: Any) -> Any:
        """The household of the applicant; a person who lives alone gets one."""
        return person.household_on(on) or people.start_household(by=request.user, head=person, on=on)

    # -- the case page

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        self._require(request, self.view_right)
        case = self._case(request, object_id)
        scope = request.scope
        idle = "paused" if deadlines.is_paused(case) else "resumed"  # one of the clock's two steps has nothing to do
        correctable = may(scope, "case.correct") and case.status != "annulled"
        return page(
            request,
            "admin/cases/case.html",
            title=case.number,
            case_bar=presenting.case_bar(case),
            facts=presenting.facts(case),
            parties=presenting.parties(case),
            tables=[*self.tables(case), *(table for source in CASE_TABLES for table in source(request, case))],
            moves=[
                {"label": s.label, "url": self.url("step", case.pk, s.slug), "primary": not s.quiet}
                for s in self.kind.next_steps(case.status)
                if may(scope, s.right) and s.slug != idle
            ],
            links=[link for source in CASE_LINKS for link in source(request, case)],
            waiting=presenting.waiting_for(case, scope),
            timeline=presenting.timeline(case, self if correctable else None),
            details_url=self.details_url(case) if correctable else None,
            annul_url=self.url("annul", case.pk) if correctable else None,
            crumbs=[{"label": self.kind.label, "url": self.url("changelist")}],
        )

    def tables(self, case: Case) -> list[dict[str, Any]]:
        """Detail rows for the case page: {caption, headers, rows}; none unless a kind says so."""
        return []

    def _crumbs(self, case: Case) -> list[dict[str, Any]]:
        return [
            {"label": self.kind.label, "url": self.url("changelist")},
            {"label": case.number, "url": self.case_url(case)},
        ]

    def _require(self, request: HttpRequest, right: str) -> None:
        require(request.scope, right)
