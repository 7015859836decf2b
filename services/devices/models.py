from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Street
from accounts.scoping import ScopedQuerySet
from services.cases.models import Case, CaseDetail


class DeviceApplication(CaseDetail):
    """One application; what is applied for stands in its items."""

    class Purpose(models.TextChoices):
        DAILY_LIFE = "daily_life", _("日常生活")
        MOBILITY = "mobility", _("行动")
        COMMUNICATION = "communication", _("信息交流")
        REHABILITATION = "rehabilitation", _("康复训练")
        WORK_STUDY = "work_study", _("就业就学")

    purpose = models.CharField(_("用途"), max_length=14, choices=Purpose.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("辅助器具")


class DeviceItem(models.Model):
    """A line of an application: so many of a device, in its counting unit; `pieces` is what is counted."""

    class Unit(models.TextChoices):
        PIECE = "piece", _("件")
        PAIR = "pair", _("对")
        SET = "set", _("套")

    case = models.ForeignKey(Case, models.CASCADE, editable=False, related_name="device_items", db_constraint=False)
    street = models.ForeignKey(Street, models.PROTECT, editable=False, related_name="+", db_index=False)
    iso_class = models.CharField(_("国标分类号"), max_length=8, blank=True, help_text=_("GB/T 16432，可留空。"))
    name = models.CharField(_("器具名称"), max_length=60)
    quantity = models.PositiveSmallIntegerField(_("数量"))
    unit = models.CharField(_("计数单位"), max_length=5, choices=Unit.choices)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("器具")
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=999),
                name="device_item_is_applied_for_at_least_once",
                violation_error_message=_("数量应在1到999之间。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.quantity}{self.get_unit_display()}"

    @property
    def pieces(self) -> int:
        """Pieces: a pair is two."""
        return self.quantity * (2 if self.unit == self.Unit.PAIR else 1)
