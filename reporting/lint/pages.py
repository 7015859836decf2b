"""The page 报告校对: a text or a file in, the findings with their sentences out; nothing of the text is kept."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts import audit
from accounts.errors import DomainError
from accounts.pages import page
from reporting.lint import actions
from reporting.lint.book import book
from reporting.lint.checking import check_text
from reporting.lint.findings import Reported, Severity
from reporting.lint.presenting import counts, shown
from reporting.lint.reading import MOST_CHARACTERS, text_of
from reporting.views import FIRST_YEAR

WAIVE, WITHDRAW = "waive", "withdraw"
MOST_SOURCELESS = 500


class CheckForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("报告年度"), min_value=FIRST_YEAR, max_value=2100)
    file = forms.FileField(
        label=gettext_lazy("报告文件"),
        required=False,
        help_text=gettext_lazy("docx、pdf、md 或 txt。也可以在下面粘贴文字。"),
    )
    text = forms.CharField(
        label=gettext_lazy("报告文字"),
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    figures = forms.BooleanField(
        label=gettext_lazy("与台账的数字比对"),
        required=False,
        initial=True,
        help_text=gettext_lazy("不勾选时只查文字自身的矛盾，可用于其他单位的报告。"),
    )

    def clean(self) -> dict[str, Any]:
        """`text` holds the words of the file, where one was sent."""
        found = super().clean() or {}
        file = found.get("file")
        if file is not None:
            try:
                found["text"] = text_of(file.name, file.read())
            except DomainError as error:
                self.add_error("file", str(error))
        elif not (found.get("text") or "").strip() and "text" not in self.errors:
            self.add_error("text", _("请选择文件，或把报告的文字粘贴到这里。"))
        return found


@require_http_methods(["GET", "POST"])
def check_page(request: HttpRequest) -> HttpResponse:
    actions.require_checking()
    sent = request.method == "POST"
    form = CheckForm(request.POST if sent else None, request.FILES if sent else None, initial=_initial())
    context: dict[str, Any] = {}
    if sent and form.is_valid():
        context = _checked(request, form)
        form = CheckForm(initial={**form.cleaned_data, "file": None})
    lead = _("逐句查找报告里的数字，与台账比对，并指出自相矛盾的地方。报告文字不会保存。")
    form.label_suffix = ""
    context |= {"form": form, "errors": bool(form.errors), "lead": lead}
    return page(request, "lint/check.html", title=_("报告校对"), **context)


def _initial() -> dict[str, Any]:
    return {"year": timezone.localdate().year - 1, "figures": True}


def _checked(request: HttpRequest, form: CheckForm) -> dict[str, Any]:
    year, text = form.cleaned_data["year"], form.cleaned_data["text"]
    known = book(year) if form.cleaned_data["figures"] else None
    found = check_text(text, year, known, actions.reasons())
    problem = _act(request, found, year)
    if problem is not None:
        found = check_text(text, year, known, actions.reasons())
    audit.record(by=request.user, action="report.checked", target=str(year), year=year, findings=len(found))
    standing = [one for one in found if not one.waived]
    return {
        "rows": shown([one for one in standing if one.severity is not Severity.INFO]),
        "sourceless": shown([one for one in standing if one.severity is Severity.INFO])[:MOST_SOURCELESS],
        "waived": shown([one for one in found if one.waived]),
        "counts": counts(found),
        "checked": True,
        "problem": problem,
        "asked": request.POST.get(WAIVE),
        "year": year,
    }


def _act(request: HttpRequest, found: list[Reported], year: int) -> str | None:
    """Waives what a reason was given for, or withdraws. None: nothing was asked; "": done; else why not."""
    reasons = {one.fingerprint: request.POST.get(f"reason-{one.fingerprint}", "") for one in found}
    wanted = {key for key, reason in reasons.items() if reason.strip()}
    pressed, given = request.POST.get(WAIVE), request.POST.get(WITHDRAW)
    if pressed:
        wanted.add(pressed)
    by_key = {one.fingerprint: one for one in found}
    if not (wanted or given):
        return None
    if not wanted <= set(by_key):
        return _("文字已经改变，这一处不见了。请按新的结果处理。")
    try:
        if given:
            actions.withdraw(by=request.user, fingerprint=given)
            messages.success(request, _("已撤回豁免。"))
        for key in sorted(wanted):
            actions.waive(by=request.user, finding=by_key[key], year=year, reason=reasons[key])
        if wanted:
            messages.success(request, _("已豁免。下一稿里同一处不再提示。"))
    except DomainError as error:
        return str(error)
    return ""


def pages(site: Any) -> list:
    """The URL inside the admin site (accounts.admin_site.PAGES)."""
    return [path("report-check/", site.admin_view(check_page), name="report_check")]
