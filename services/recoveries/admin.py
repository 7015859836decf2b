"""Recoveries: opened from a payment; what is owed stands on the page."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin_site import LINKS, PAGES
from accounts.roles import may
from services.cases.admin import CaseAdmin
from services.cases.forms import OpenForm, open_form
from services.cases.models import Case
from services.payments.admin import PAYMENT_BUTTONS
from services.payments.models import Payment
from services.payments.presenting import yuan
from services.recoveries import pages
from services.recoveries.guards import parts
from services.recoveries.kind import RECOVERY
from services.recoveries.models import Recovery

LABELS = {
    "overpaid": gettext_lazy("多付"),
    "recovered": gettext_lazy("已追回"),
    "waived": gettext_lazy("已核销"),
    "transferred": gettext_lazy("已移交"),
    "owed": gettext_lazy("尚欠"),
}


class RecoveryForm(open_form(RECOVERY)):  # type: ignore[misc]
    """The payment is given by the page from which one comes."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        paid = Payment.objects.visible_to(user).filter(state=Payment.State.PAID)
        self.fields["payment"] = forms.ModelChoiceField(paid, widget=forms.HiddenInput, label=_("发放记录"))


@admin.register(Recovery)
class RecoveryAdmin(CaseAdmin):
    kind = RECOVERY
    add_right = "recovery.open"

    @property
    def open_form(self) -> type[OpenForm]:  # type: ignore[override]
        return RecoveryForm

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Opened from a payment, not from the list."""
        return super().has_add_permission(request) and "payment" in (request.GET | request.POST)

    def initial(self, request: HttpRequest) -> dict[str, Any]:
        return {
            "payment": request.GET.get("payment"),
            "amount": request.GET.get("amount"),
            "why": request.GET.get("why"),
        }

    def tables(self, case: Case) -> list[dict[str, Any]]:
        rows = [[LABELS[name], yuan(amount)] for name, amount in parts(case).items()]
        headers = [_("项目"), {"text": _("金额（元）"), "number": True}]
        return [{"caption": _("追回情况"), "headers": headers, "rows": rows, "id": "parts"}]


def button(request: HttpRequest, payment: Payment) -> list[dict[str, Any]]:
    if payment.state != Payment.State.PAID or payment.person_id is None or not may(request.scope, "recovery.open"):
        return []
    query = f"?person={payment.person_id}&payment={payment.pk}&amount={payment.amount}"
    return [{"label": _("登记多付，追回"), "url": reverse("admin:recoveries_recovery_add") + query}]


PAYMENT_BUTTONS.append(button)
PAGES.append(pages.pages)
LINKS.append(pages.links)
