"""Days that are not as the week has them: statutory holidays, and weekends on which people work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.plain_text import PlainText
from services.policy.calendar import WorkingDays


class HolidayQuerySet(models.QuerySet):
    def calendar(self) -> WorkingDays:
        return WorkingDays(dict(self.values_list("day", "working")))


class Holiday(models.Model):
    """`working`: a Saturday or Sunday on which people work; else a day off."""

    day = models.DateField(_("日期"), primary_key=True)
    working = models.BooleanField(_("上班"), help_text=_("调休上班的周末打勾；放假的日子不打勾。"))
    name = PlainText(_("名称"), max_length=40)
    source = PlainText(_("依据"), max_length=100)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("节假日")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"
