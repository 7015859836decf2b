"""Employers, providers and venues."""

from typing import Self

from django.db import models
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText


class OrganisationQuerySet(models.QuerySet):
    def found_by(self, term: str) -> Self:
        """Whose name has the term in it, the exact one first; or of that credit code."""
        rows = self.filter(Q(name__icontains=term) | Q(credit_code=term.upper()))
        return rows.order_by(Case(When(name=term, then=0), default=1), "name", "pk")


class Organisation(models.Model):
    """An employer, a provider or a venue. Public: no personal data, so not confined to a street."""

    class Kind(models.TextChoices):
        EMPLOYER = "employer", _("用人单位")
        PROVIDER = "provider", _("服务机构")
        VENUE = "venue", _("场所")
        AGENCY = "agency", _("机关和事业单位")
        SOCIETY = "society", _("社会组织")

    kind = models.CharField(_("类型"), max_length=10, choices=Kind.choices)
    name = PlainText(_("名称"), max_length=100)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("单位与机构")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"],
                name="credit_code_is_registered_once",
                violation_error_message=_("这个统一社会信用代码已经登记。请在单位列表里查找并直接选用。"),
            ),
            models.CheckConstraint(
                condition=Q(credit_code=None) | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                name="credit_code_has_eighteen_characters",
                violation_error_message=_(
                    "统一社会信用代码应为18位数字或大写字母（不含 I、O、S、V、Z）。请对照营业执照重新填写。"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
