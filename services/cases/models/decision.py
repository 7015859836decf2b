"""What the rule said when a case was decided. Frozen: a later text or a later fact does not change it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.scoping import ScopedQuerySet
from services.cases.models.case import Case
from services.ledger.models import Entry


class Decision(models.Model):
    """One verdict with the ledger entry by which it was given; a corrected entry brings a further one.

    `lines` are [{what, amount, values}] as the rule gave them and sum to `amount` (yuan: a month's or the whole, as
    the kind has it); `refusals` [{code, why, severity, values}] those that did not stop it (warned of, or overridden);
    `terms` the policy rows that were read. JSON, because this is a copy of an answer and never asked by its parts.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions", db_constraint=False, editable=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="decision", editable=False)
    decided_on = models.DateField(_("决定日期"), editable=False)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True, editable=False)
    lines = models.JSONField(default=list, editable=False)
    refusals = models.JSONField(default=list, editable=False)
    terms = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("决定")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount=None) | models.Q(amount__gte=0), name="decision_amount_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.decided_on}"
