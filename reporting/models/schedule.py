"""Figures that come by themselves: a view, how often, to whom or into which folder."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.plain_text import PlainText
from reporting.models.saved_view import SavedView


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("每周一")
    MONTHLY = "monthly", _("每月1日")
    QUARTERLY = "quarterly", _("每季度第一天")
    YEARLY = "yearly", _("每年1月1日")


MONTHS = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


def following(rhythm: str, day: dt.date) -> dt.date:
    """The first day of that rhythm after `day`."""
    if rhythm == Rhythm.WEEKLY:
        return day + dt.timedelta(days=7 - day.weekday())
    step = MONTHS[Rhythm(rhythm)]
    months = day.year * 12 + (day.month - 1) // step * step + step
    return dt.date(months // 12, months % 12 + 1, 1)


class ScheduleQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(stopped_at=None)

    def due(self, today: dt.date) -> Self:
        return self.running().filter(next_on__lte=today)


class Schedule(models.Model):
    """Either a folder (below the directory REPORTS_DIR) for a file, or recipients, who get numbers and a link.

    A view stays as long as a running schedule sends it; without a view all figures are sent.
    """

    class Way(models.TextChoices):
        MAIL = "mail", _("发邮件")
        FILE = "file", _("存文件")

    name = PlainText(_("名称"), max_length=60)
    view = models.ForeignKey(
        SavedView, models.SET_NULL, verbose_name=_("视图"), null=True, blank=True, related_name="schedules"
    )
    rhythm = models.CharField(_("频率"), max_length=10, choices=Rhythm.choices)
    way = models.CharField(_("方式"), max_length=4, choices=Way.choices)
    recipients = models.ManyToManyField(User, verbose_name=_("收件人"), blank=True, related_name="+")
    folder = PlainText(_("文件夹"), max_length=40, default="", blank=True)
    next_on = models.DateField(_("下次日期"), editable=False)
    owner = models.ForeignKey(User, models.PROTECT, verbose_name=_("设置人"), editable=False, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    stopped_at = models.DateTimeField(_("停止时间"), null=True, editable=False)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("定时报送")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="schedule_has_a_known_rhythm"),
            models.CheckConstraint(
                condition=Q(way="mail", folder="") | Q(way="file", folder__regex=r"^[a-z0-9][a-z0-9-]*$"),
                name="schedule_goes_by_mail_or_into_a_plain_folder",
            ),
        ]

    def __str__(self) -> str:
        return self.name
