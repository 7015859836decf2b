"""What was paid to a person or for a case, and the person's bank account."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.admin_base import row_or_404
from accounts.pages import form_page
from accounts.roles import may, require
from services.cases.models import Case
from services.payments import accounts, presenting
from services.payments.forms import AccountForm
from services.payments.models import Account, Payment
from services.people.models import Person, records_of

MOST = 36


def name_of(payment: Payment) -> str:
    """The person's name; of somebody who was handed over to a street that this scope does not see, a word."""
    try:
        return payment.person.name if payment.person else "—"
    except Person.DoesNotExist:
        return _("已移交其他街道的人员")


def _table(payments: Any) -> list[dict[str, Any]]:
    rows = [
        [
            {"text": one.number, "url": reverse("admin:payments_payment_change", args=[one.pk])},
            one.label,
            f"{one.for_month:%Y-%m}",
            presenting.yuan(one.amount),
            one.result_on or "—",
            presenting.pill(one),
        ]
        for one in payments.order_by("-for_month", "-pk")[:MOST]
    ]
    headers = [_("编号"), _("业务"), _("所属月份"), _("金额（元）"), _("银行日期"), _("状态")]
    return [{"caption": _("发放记录"), "headers": headers, "rows": rows, "id": "payments"}] if rows else []


def payments_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "payment.view"):
        return []
    return _table(Payment.objects.visible_to(request.user).filter(person__in=records_of(person)))


def payments_of_case(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    if not may(request.scope, "payment.view"):
        return []
    return _table(Payment.objects.visible_to(request.user).filter(case=case))


def accounts_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "payment.view"):
        return []
    rows = [
        [one.bank, one.holder, one.masked, one.valid_from, one.valid_to or _("至今")]
        for one in Account.objects.filter(person__in=records_of(person)).order_by("-valid_from")
    ]
    headers = [_("开户银行"), _("户名"), _("账号"), _("启用日期"), _("停用日期")]
    return [{"caption": _("银行账户"), "headers": headers, "rows": rows, "id": "accounts"}] if rows else []


def account_button(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "account.enter"):
        return []
    return [{"label": _("登记银行账户"), "url": reverse("admin:payment_account", args=[person.pk])}]


def account_view(request: HttpRequest, pk: Any) -> HttpResponse:
    require(request.scope, "account.enter")
    person = row_or_404(Person.objects.visible_to(request.user), pk)
    form = AccountForm(request.POST or None, initial={"holder": person.name})
    url = reverse("admin:people_person_change", args=[person.pk])
    return form_page(
        request,
        form=form,
        act=lambda: accounts.enter_account(by=request.user, person=person, **form.cleaned_data),
        done=lambda account: url,
        message=_("已登记账户，以后的发放用新账户。"),
        title=_("银行账户：%(name)s") % {"name": person.name},
        cancel_url=url,
    )


def pages(site: Any) -> list:
    return [path("accounts/<uuid:pk>/", site.admin_view(account_view), name="payment_account")]
