"""The pages of a case in the admin: take a step, correct an entry, take one back, annul the case."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import stale
from accounts.errors import Conflict
from accounts.pages import form_page
from services.cases import amendments, presenting, workflow
from services.cases.forms import CorrectForm, ReasonForm, StepForm, detail_columns, details_form
from services.cases.kinds import STOPPED
from services.cases.models import Case
from services.ledger.models import Entry


class StepPages:
    """Mixed into CaseAdmin, which brings `kind`, `url`, `case_url`, `_case`, `_crumbs` and `_require`."""

    def step_view(self, request: HttpRequest, pk: Any, slug: str) -> HttpResponse:
        case = self._case(request, pk)
        try:
            step = self.kind.offered(slug)
        except KeyError:
            raise Http404 from None
        self._require(request, step.right)
        initial = {"seen_version": case.version, **self.step_initial(case, step)}
        form = StepForm(request.POST or None, step=step, user=request.user, initial=initial)

        both: dict[str, Any] = {}

        def act() -> Entry:
            values = {k: v for k, v in form.cleaned_data.items() if v not in (None, "")}
            try:
                return workflow.move(by=request.user, case=case, step=step, today=timezone.localdate(), **values)
            except Conflict as error:
                # The page now shows the case as it is; whoever submits again has seen that.
                if error.code == "case.changed":
                    both["theirs"] = presenting.since(case, form.cleaned_data["seen_version"])
                    both["mine"] = stale.as_typed(form)
                form.data = {**form.data.dict(), "seen_version": case.version}
                raise

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda entry: self.case_url(case),
            message=_("已办理：%(step)s。") % {"step": step.label},
            both=both,
            title=step.label,
            submit_label=step.label,
            danger=step.to in STOPPED,
            case_bar=presenting.case_bar(case),
            facts=presenting.facts(case),
            cancel_url=self.case_url(case),
            crumbs=self._crumbs(case),
        )

    def step_initial(self, case: Case, step: Any) -> dict[str, Any]:
        """What is known before the clerk types; nothing that decides money or rights."""
        return {}

    def _entry(self, request: HttpRequest, case: Case, key: int) -> Entry:
        return get_object_or_404(Entry.objects.visible_to(request.user).standing(), pk=key, case=case)

    def correct_view(self, request: HttpRequest, pk: Any, entry: int) -> HttpResponse:
        self._require(request, "case.correct")
        case = self._case(request, pk)
        wrong = self._entry(request, case, entry)
        step = next((s for s in (self.kind.opening, *self.kind.steps) if s.code == wrong.code), None)
        if step is None:
            raise Http404
        initial = {
            name: getattr(wrong, name) for name in ("happened_on", "quantity", "amount", "detail", "for_month")
        } | {"organisation": wrong.organisation_id}
        form = CorrectForm(request.POST or None, step=step, user=request.user, initial=initial)

        def act() -> Entry:
            values = {k: v for k, v in form.cleaned_data.items() if v not in (None, "")}
            return amendments.correct(by=request.user, entry=wrong, today=timezone.localdate(), **values)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda again: self.case_url(case),
            message=_("已更正。原来的记录保留在经过里，标为作废。"),
            title=_("更正：%(step)s") % {"step": step.label},
            case_bar=presenting.case_bar(case),
            facts=[(_("原来的记录"), f"{wrong.happened_on} {step.label}")],
            template="admin/cases/correct_form.html",
            take_back_url=self.url("take_back", case.pk, wrong.pk),
            cancel_url=self.case_url(case),
            crumbs=self._crumbs(case),
        )

    def details_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self._require(request, "case.correct")
        case = self._case(request, pk)
        row = self.kind.detail_model.objects.get(pk=case.pk)
        form = details_form(self.kind)(request.POST or None, instance=row, initial={"seen_version": case.version})

        def act() -> bool:
            values = dict(form.cleaned_data)
            seen = values.pop("seen_version")
            amendments.correct_details(by=request.user, case=case, seen_version=seen, details=values)
            return True

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: self.case_url(case),
            message=_("申请内容已更正。"),
            title=_("更正申请内容"),
            submit_label=_("保存"),
            case_bar=presenting.case_bar(case),
            cancel_url=self.case_url(case),
            crumbs=self._crumbs(case),
        )

    def details_url(self, case: Case) -> str | None:
        """Of the desk's own kinds, while nothing was decided."""
        offered = self.kind.opening.right == "case.enter" and detail_columns(self.kind)
        return self.url("details", case.pk) if offered and amendments.is_undecided(case) else None

    def take_back_view(self, request: HttpRequest, pk: Any, entry: int) -> HttpResponse:
        case = self._case(request, pk)
        wrong = self._entry(request, case, entry)
        form = ReasonForm(request.POST or None)
        return self._reason_page(
            request,
            case,
            form,
            lambda: amendments.take_back(by=request.user, entry=wrong, reason=form.cleaned_data["reason"]),
            _("撤销：%(step)s") % {"step": self.kind.labels.get(wrong.code, wrong.code)},
        )

    def annul_view(self, request: HttpRequest, pk: Any) -> HttpResponse:
        case = self._case(request, pk)
        form = ReasonForm(request.POST or None)

        def act() -> bool:
            amendments.annul(by=request.user, case=case, reason=form.cleaned_data["reason"])
            return True

        return self._reason_page(request, case, form, act, _("整个案件登记有误，作废"))

    def _reason_page(self, request: HttpRequest, case: Case, form: Any, act: Any, title: str) -> HttpResponse:
        self._require(request, "case.correct")
        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: self.case_url(case),
            message=_("已登记作废，理由已写入台账。"),
            title=title,
            danger=True,
            case_bar=presenting.case_bar(case),
            cancel_url=self.case_url(case),
            crumbs=self._crumbs(case),
        )
