"""Batches, payments, holds and accounts in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin, pill, row_or_404
from accounts.admin_site import LINKS, PAGES, TILES
from accounts.pages import form_page, page
from accounts.roles import may, require
from services.cases.addresses import admin_url
from services.cases.admin import CASE_TABLES
from services.cases.verdict_page import terms_table
from services.payments import batch_pages, hold_pages, person_pages, presenting, settling
from services.payments import provider_pages as provider_pages  # registers its page
from services.payments.forms import ReturnedForm
from services.payments.models import Payment
from services.people.admin import PERSON_BUTTONS, PERSON_TABLES

PAGES.append(person_pages.pages)
PERSON_TABLES += [person_pages.payments_of, person_pages.accounts_of]
PERSON_BUTTONS.append(person_pages.account_button)
CASE_TABLES.append(person_pages.payments_of_case)
TILES += [hold_pages.tiles, batch_pages.tiles]
LINKS.append(batch_pages.links)


@admin.register(Payment)
class PaymentAdmin(ConfinedAdmin):
    view_right = "payment.view"
    list_display = ("number", "who", "kind_label", "month", "amount_yuan", "state_pill", "batch")
    list_display_links = ("number",)
    list_filter = ("state",)
    list_select_related = ("person", "batch")
    ordering = ("-pk",)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup == "batch__id__exact" or super().lookup_allowed(lookup, value, request)

    @admin.display(description=gettext_lazy("编号"))
    def number(self, payment: Payment) -> str:
        return payment.number

    @admin.display(description=gettext_lazy("人员"))
    def who(self, payment: Payment) -> str:
        return person_pages.name_of(payment)

    @admin.display(description=gettext_lazy("业务"))
    def kind_label(self, payment: Payment) -> str:
        return payment.label

    @admin.display(description=gettext_lazy("所属月份"))
    def month(self, payment: Payment) -> str:
        return f"{payment.for_month:%Y-%m}"

    @admin.display(description=gettext_lazy("金额（元）"), ordering="amount")
    def amount_yuan(self, payment: Payment) -> str:
        return f"{payment.amount:,.2f}"

    @admin.display(description=gettext_lazy("状态"), ordering="state")
    def state_pill(self, payment: Payment) -> SafeString:
        return pill(**presenting.pill(payment))

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/repay/", wrap(self.repay_view), name="payments_payment_repay"),
            path("<int:pk>/returned/", wrap(self.returned_view), name="payments_payment_returned"),
            *super().get_urls(),
        ]

    def _payment(self, request: HttpRequest, pk: Any) -> Payment:
        related = ("case", "person", "batch", "account", "provider_account", "repays")
        return row_or_404(Payment.objects.visible_to(request.user).select_related(*related), pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        require(request.scope, self.view_right)
        payment = self._payment(request, object_id)
        buttons = [{"label": _("打开案件"), "url": admin_url(payment.case.of_kind, "change", payment.case_id)}]
        for state, right, name, label in (
            ("returned", "payment.prepare", "payments_payment_repay", _("重新发放")),
            ("paid", "payment.reconcile", "payments_payment_returned", _("登记银行退回")),
        ):
            if payment.state == state and may(request.scope, right):
                buttons.append({"label": label, "url": reverse(f"admin:{name}", args=[payment.pk])})
        for source in PAYMENT_BUTTONS:
            buttons += source(request, payment)
        tables = [presenting.lines_table(payment), terms_table(payment.terms)]
        if hold := getattr(payment, "hold", None):
            tables.append(hold_pages.table(request, hold))
        return page(
            request,
            "taizhang/tables.html",
            title=f"{payment.number} {person_pages.name_of(payment)}",
            buttons=buttons,
            facts=presenting.payment_facts(payment),
            tables=tables,
            crumbs=[{"label": _("发放记录"), "url": reverse("admin:payments_payment_changelist")}],
        )

    def _url(self, payment: Payment) -> str:
        return reverse("admin:payments_payment_change", args=[payment.pk])

    def repay_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "payment.prepare")
        payment = self._payment(request, pk)
        form = forms.Form(request.POST if request.method == "POST" else None)
        return form_page(
            request,
            form=form,
            act=lambda: settling.repay(by=request.user, payment=payment, today=timezone.localdate()),
            done=self._url,
            message=_("已安排重新发放，编制下一批次时会列入。"),
            title=_("重新发放"),
            submit_label=_("重新发放"),
            facts=presenting.payment_facts(payment),
            cancel_url=self._url(payment),
        )

    def returned_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        require(request.scope, "payment.reconcile")
        payment = self._payment(request, pk)
        form = ReturnedForm(request.POST or None)

        def act() -> tuple[bool]:
            settling.take_back(by=request.user, payment=payment, **form.cleaned_data)
            return (True,)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda result: self._url(payment),
            message=_("已登记退回，台账记录已作废；可以重新发放。"),
            title=_("登记银行退回"),
            danger=True,
            facts=presenting.payment_facts(payment),
            cancel_url=self._url(payment),
        )


# Further buttons of the payment page, registered by the floors above: f(request, payment) -> list of {label, url}.
PAYMENT_BUTTONS: list[Any] = []
