"""Where institutions and builders are paid: their accounts, entered by finance."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_base import ConfinedAdmin
from accounts.pages import form_page
from accounts.roles import require
from services.payments import accounts
from services.payments.forms import AccountForm
from services.payments.models import ProviderAccount
from services.people.forms import OrganisationField


class ProviderAccountForm(AccountForm):
    """The holder is the organisation itself, by its name."""

    holder = None
    organisation = OrganisationField(label=gettext_lazy("单位"))
    field_order = ("organisation", "bank", "number", "on")


@admin.register(ProviderAccount)
class ProviderAccountAdmin(ConfinedAdmin):
    view_right, add_right = "payment.district", "payment.prepare"
    list_display = ("organisation", "bank", "masked", "valid_from", "valid_to")
    list_select_related = ("organisation",)
    ordering = ("-valid_from", "-pk")
    fields = readonly_fields = ("organisation", "bank", "holder", "masked", "valid_from", "valid_to")

    @admin.display(description=gettext_lazy("账号"))
    def masked(self, account: ProviderAccount) -> str:
        return account.masked

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        require(request.scope, "payment.prepare")
        form: forms.Form = ProviderAccountForm(request.POST or None)
        url = reverse("admin:payments_provideraccount_changelist")

        def act() -> Any:
            values = form.cleaned_data
            return accounts.enter_provider_account(by=request.user, holder=values["organisation"].name, **values)

        return form_page(
            request,
            form=form,
            act=act,
            done=lambda account: url,
            message=_("已登记账户，以后的发放用新账户。"),
            title=_("登记单位账户"),
            cancel_url=url,
        )
