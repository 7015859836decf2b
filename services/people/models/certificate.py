"""Certificates and their components."""

import datetime as dt
import uuid
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.scoping import ScopedQuerySet
from services.people import crypto, numbers
from services.people.models.codes import Category, Grade, street_of_custody
from services.people.models.person import Person
from services.policy.models import DateRange


class CertificateQuerySet(ScopedQuerySet):
    def valid_on(self, day: dt.date) -> Self:
        """Issued, not past its period, not ended."""
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gt=day), Q(ended_on=None) | Q(ended_on__gt=day), valid_from__lte=day
        )


def in_words(one: "Certificate | CertificateComponent") -> str:
    words = {"category": one.get_category_display(), "grade": one.get_grade_display()}
    return gettext("%(category)s%(grade)s") % words


class Certificate(models.Model):
    """One certificate of a person; its number changes with category, grade and reissue, so it is no key.

    `valid_to` is the first day on which it is no longer valid; `ended_on` likewise when it ended before.
    """

    class EndReason(models.TextChoices):
        DIED = "died", _("持证人死亡")
        MOVED_OUT = "moved_out", _("迁出本市")
        RECOVERED = "recovered", _("不再符合标准")
        OWN_REQUEST = "own_request", _("本人申请注销")
        CHANGED = "changed", _("类别或等级变更")
        REISSUED = "reissued", _("遗失补办")
        RENEWED = "renewed", _("期满换领")
        NOT_MOVED = "not_moved", _("迁出逾期未转移")
        FRAUD = "fraud", _("骗取或违规办理")
        ERROR = "error", _("登记有误")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    street = street_of_custody()
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("持证人"), related_name="certificates", db_constraint=False
    )
    number_cipher = models.BinaryField(editable=False)
    number_index = models.BinaryField(editable=False)
    category = models.PositiveSmallIntegerField(_("残疾类别"), choices=Category.choices)
    grade = models.PositiveSmallIntegerField(_("残疾等级"), choices=Grade.choices)
    lower_limb = models.BooleanField(_("下肢残疾"), default=False)
    valid_from = models.DateField(_("发证日期"))
    valid_to = models.DateField(_("有效期至（不含）"), null=True, blank=True)
    ended_on = models.DateField(_("失效日期"), null=True, blank=True)
    end_reason = models.CharField(_("失效原因"), max_length=12, choices=EndReason.choices, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("残疾人证")
        constraints = [
            models.UniqueConstraint(fields=["number_index", "valid_from"], name="certificate_is_registered_once"),
            models.UniqueConstraint(fields=["id", "street"], name="certificate_stands_in_one_street"),
            models.CheckConstraint(condition=Q(category__range=(1, 7)), name="certificate_category_is_one_to_seven"),
            models.CheckConstraint(condition=Q(grade__range=(1, 4)), name="certificate_grade_is_one_to_four"),
            models.CheckConstraint(
                condition=(Q(ended_on=None) & Q(end_reason="")) | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="certificate_end_has_a_reason",
            ),
            ExclusionConstraint(
                name="person_has_one_valid_certificate",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (DateRange("valid_from", Least("valid_to", "ended_on")), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("此人在这段时间已有一本有效的残疾人证。请先登记原证失效，再登记新证。"),
            ),
        ]

    def __str__(self) -> str:
        return in_words(self)

    @property
    def version(self) -> int:
        """A certificate can only be ended: 1 while it stands, 2 afterwards."""
        return 1 if self.ended_on is None else 2

    @property
    def number(self) -> str:
        return crypto.decrypt(bytes(self.number_cipher), table="certificate", column="number", row=str(self.pk))

    @property
    def masked_number(self) -> str:
        return numbers.mask_certificate(self.number)


class CertificateComponent(models.Model):
    """A component of a multiple disability (category 7): the rules look at these."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="components", db_constraint=False)
    street = street_of_custody()
    category = models.PositiveSmallIntegerField(_("残疾类别"), choices=Category.choices[:6])
    grade = models.PositiveSmallIntegerField(_("残疾等级"), choices=Grade.choices)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("多重残疾的组成")
        constraints = [
            models.UniqueConstraint(fields=["certificate", "category"], name="component_category_is_listed_once"),
            models.CheckConstraint(
                condition=Q(category__range=(1, 6), grade__range=(1, 4)), name="component_is_a_single_category"
            ),
        ]

    def __str__(self) -> str:
        return in_words(self)
