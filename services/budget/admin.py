"""Budget lines in the admin: finance enters, the manager confirms."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.pages import form_page
from accounts.roles import may, require
from services.budget import actions
from services.budget.models import BudgetLine, FunctionCode
from services.payments import schemes


class LineForm(forms.ModelForm):
    kind = forms.ChoiceField(label=gettext_lazy("业务"))

    class Meta:
        model = BudgetLine
        fields = ("function", "kind", "original", "adjusted", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "---------"), *schemes.choices()]
        near = timezone.localdate().year
        self.fields["function"].queryset = FunctionCode.objects.filter(fiscal_year__range=(near - 4, near + 1))
        self.fields["function"].label_from_instance = lambda one: f"{one.fiscal_year} {one}"


class AdjustForm(forms.Form):
    adjusted = forms.DecimalField(label=gettext_lazy("调整后预算（元）"), max_digits=14, decimal_places=2, min_value=0)
    source = forms.CharField(label=gettext_lazy("依据"), max_length=200)


@admin.register(BudgetLine)
class BudgetLineAdmin(ConfinedAdmin):
    view_right, add_right = "budget.view", "budget.enter"
    list_display = ("function", "year", "kind_label", "original_yuan", "adjusted_yuan", "confirmed_by")
    list_display_links = ("function",)
    list_filter = ("function__fiscal_year",)
    list_select_related = ("function", "confirmed_by")

    @admin.display(description=gettext_lazy("年度"))
    def year(self, line: BudgetLine) -> int:
        return line.function.fiscal_year

    @admin.display(description=gettext_lazy("业务"))
    def kind_label(self, line: BudgetLine) -> str:
        return schemes.get(line.kind).kind.label

    @admin.display(description=gettext_lazy("年初预算（元）"), ordering="original")
    def original_yuan(self, line: BudgetLine) -> str:
        return f"{line.original:,.2f}"

    @admin.display(description=gettext_lazy("调整后预算（元）"), ordering="adjusted")
    def adjusted_yuan(self, line: BudgetLine) -> str:
        return f"{line.adjusted:,.2f}"

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, self.add_right)
        form = LineForm(request.POST or None)
        url = reverse("admin:budget_budgetline_changelist")
        return form_page(
            request,
            form=form,
            act=lambda: actions.enter(by=request.user, **form.cleaned_data),
            done=lambda line: url,
            message=_("已录入，由主管领导核定后计入执行率。"),
            title=_("录入预算"),
            cancel_url=url,
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        line = row_or_404(BudgetLine.objects.select_related("function", "entered_by", "confirmed_by"), object_id)
        confirms = may(request.scope, "budget.confirm") and line.confirmed_by_id is None
        adjusts = may(request.scope, "budget.enter")
        if request.method == "POST":
            require(request.scope, "budget.confirm" if confirms else "budget.enter")
        initial = {"adjusted": line.adjusted, "source": line.source}
        form = (
            forms.Form(request.POST if request.method == "POST" else None)
            if confirms
            else AdjustForm(request.POST or None, initial=initial)
        )
        url = reverse("admin:budget_budgetline_changelist")

        def act() -> tuple[bool]:
            if confirms:
                actions.confirm(by=request.user, line=line)
            else:
                actions.adjust(by=request.user, line=line, **form.cleaned_data)
            return (True,)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: url,
            message=_("已核定。") if confirms else _("已调整，由主管领导重新核定。"),
            title=str(line.function),
            submit_label=_("核定") if confirms else _("调整"),
            template="taizhang/decide.html",
            decidable=confirms or adjusts,
            facts=[
                (_("年度"), line.function.fiscal_year),
                (_("业务"), schemes.get(line.kind).kind.label),
                (_("年初预算（元）"), f"{line.original:,.2f}"),
                (_("调整后预算（元）"), f"{line.adjusted:,.2f}"),
                (_("依据"), line.source),
                (_("录入人"), line.entered_by or "—"),
                (_("核定人"), line.confirmed_by or "—"),
            ],
            cancel_url=url,
        )


@admin.register(FunctionCode)
class FunctionCodeAdmin(ConfinedAdmin):
    view_right = "budget.view"
    list_display = ("fiscal_year", "code", "name", "checked")
    list_display_links = None
    list_filter = ("fiscal_year",)

    @admin.display(description=gettext_lazy("核对"))
    def checked(self, one: FunctionCode) -> SafeString:
        return pill("good", _("已核对")) if one.verified else pill("warn", _("尚未核对"))
