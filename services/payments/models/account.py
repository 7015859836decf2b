"""Where money goes: bank accounts of persons and of organisations. An account is never changed, only ended."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.people import crypto
from services.people.models import Organisation, Person, street_of_custody
from services.people.models.household import DatedQuerySet
from services.policy.models import DateRange


class AccountBase(models.Model):
    bank = PlainText(_("开户银行"), max_length=60)
    holder = PlainText(_("户名"), max_length=100)
    number_cipher = models.BinaryField(editable=False)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.bank} {self.masked}"

    @property
    def owner(self) -> str:
        raise NotImplementedError

    @property
    def number(self) -> str:
        return crypto.decrypt(bytes(self.number_cipher), table=self._meta.db_table, column="number", row=self.owner)

    @property
    def masked(self) -> str:
        return f"**** {self.number[-4:]}"


class AccountQuerySet(DatedQuerySet):
    def current(self) -> Self:
        return self.filter(valid_to=None)


class Account(AccountBase):
    """A person's account; one at a time."""

    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("人员"), related_name="accounts", db_constraint=False
    )
    street = street_of_custody()

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("银行账户")
        constraints = [
            ExclusionConstraint(
                name="person_has_one_account_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("此人在这段时间已有银行账户。请先停用原账户。"),
            )
        ]

    @property
    def owner(self) -> str:
        return str(self.person_id)


class ProviderAccount(AccountBase):
    """An organisation's account (an institution, a builder); no personal data."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("单位"), related_name="accounts")

    class Meta:
        verbose_name = verbose_name_plural = _("单位账户")
        constraints = [
            ExclusionConstraint(
                name="organisation_has_one_account_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("这个单位在这段时间已有银行账户。请先停用原账户。"),
            )
        ]

    @property
    def owner(self) -> str:
        return str(self.organisation_id)
