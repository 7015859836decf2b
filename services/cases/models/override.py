"""An exception: a refusal that does not stop this case, with a reason, asked for by one and granted by another."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.plain_text import PlainText
from accounts.scoping import ScopedQuerySet
from services.cases.models.case import Case
from services.people.models import Person, street_of_custody


class OverrideQuerySet(ScopedQuerySet):
    def granted(self) -> Self:
        return self.filter(state=Override.State.GRANTED)

    def asked(self) -> Self:
        return self.filter(state=Override.State.ASKED)


class Override(models.Model):
    """Of refusal (`code`, `why`) for a person and a kind: before the case is opened, or for a case that is."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批准")
        GRANTED = "granted", _("已批准")
        REFUSED = "refused", _("未批准")

    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("人员"), related_name="overrides")
    street = street_of_custody()
    kind = models.CharField(_("业务"), max_length=30)
    code = models.CharField(_("原因代码"), max_length=4)
    why = models.CharField(max_length=30, editable=False)
    case = models.ForeignKey(
        Case, models.PROTECT, verbose_name=_("案件"), null=True, blank=True, related_name="overrides"
    )
    reason = PlainText(_("申请例外的理由"), max_length=200)
    state = models.CharField(_("状态"), max_length=8, choices=State.choices, default=State.ASKED)
    answer = PlainText(_("答复"), max_length=200, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("申请人"), related_name="+")
    asked_at = models.DateTimeField(_("申请时间"), db_default=Now(), editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("批准人"), null=True, related_name="+")
    decided_at = models.DateTimeField(_("批准时间"), null=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("例外"), pgettext_lazy("列表", "例外")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="override_needs_a_second_person",
                violation_error_message=_("申请例外的人不能自己批准。请由另一位同事办理。"),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | Q(state__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="override_that_is_decided_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "code", "why"],
                condition=Q(state="asked"),
                name="override_is_asked_once",
                violation_error_message=_("同样的例外已经申请过，正在等待批准。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"
