"""The only writers of bank accounts."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Malformed
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.payments.models import Account, ProviderAccount
from services.people import crypto
from services.people.models import Organisation, Person


@transaction.atomic
def enter_account(*, by: User | None, person: Person, bank: str, number: str, holder: str, on: dt.date) -> Account:
    """The person's account from `on`; the one before ends. Errors: Malformed (number, day)."""
    require(scope_required(), "account.enter")
    number = _digits(number)
    _end(Account.objects.current().filter(person=person).first(), on)
    account = Account(person=person, street_id=person.street_id, bank=bank, holder=holder.strip(), valid_from=on)
    account.number_cipher = sealed_number(Account, person.pk, number)
    account.save(force_insert=True)
    audit.record(by=by, action="account.entered", target=person, street=person.street_id)
    return account


@transaction.atomic
def enter_provider_account(
    *, by: User | None, organisation: Organisation, bank: str, number: str, holder: str, on: dt.date
) -> ProviderAccount:
    """An institution's or builder's account from `on`; the one before ends. Errors: Malformed (number, day)."""
    require(scope_required(), "payment.prepare")
    number = _digits(number)
    standing = ProviderAccount.objects.filter(organisation=organisation, valid_to=None).first()
    _end(standing, on)
    account = ProviderAccount(organisation=organisation, bank=bank, holder=holder.strip(), valid_from=on)
    account.number_cipher = sealed_number(ProviderAccount, organisation.pk, number)
    account.save(force_insert=True)
    audit.record(by=by, action="account.entered", target=organisation)
    return account


def _digits(number: str) -> str:
    number = "".join(number.split())
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 30):
        raise Malformed("account.number", _("账号应为8到30位数字。请对照银行卡或存折填写。"), "number")
    return number


def _end(standing: Account | ProviderAccount | None, on: dt.date) -> None:
    """The account before ends where the new one begins."""
    if standing is None:
        return
    if on <= standing.valid_from:
        detail = _("启用日期应晚于现有账户的启用日期（%(day)s）。")
        raise Malformed("date.before_beginning", detail % {"day": standing.valid_from}, "on")
    type(standing).objects.filter(pk=standing.pk).update(valid_to=on)


def sealed_number(model: Any, owner: Any, number: str) -> bytes:
    return crypto.encrypt(number, table=model._meta.db_table, column="number", row=str(owner))
