"""City systems that use REST: what they may do, their secrets, their tokens, and how much they ask."""

import datetime as dt
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from accounts.plain_text import PlainText

PER_MINUTE = 600


class Client(models.Model):
    """A city system. Its user carries the name and the postings (streets); nobody can sign in as that user."""

    user = models.OneToOneField(User, models.PROTECT, editable=False)
    name = PlainText(_("名称"), max_length=40)
    contact = PlainText(_("联系单位和方式"), max_length=100, blank=True)
    scopes = ArrayField(models.CharField(max_length=60), verbose_name=_("权限"), default=list)
    per_minute = models.PositiveIntegerField(
        _("每分钟请求数上限"), default=PER_MINUTE, validators=[MinValueValidator(1), MaxValueValidator(100_000)]
    )
    blocked_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    blocked_because = PlainText(_("停用原因"), max_length=200, editable=False)
    made_at = models.DateTimeField(_("登记时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("对接系统"), pgettext_lazy("列表", "对接系统")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="client_name_is_used_once",
                violation_error_message=_("已有同名的对接系统。请换一个名称，或在清单里打开已有的那一个。"),
            ),
            models.CheckConstraint(condition=Q(per_minute__gte=1), name="client_may_ask_at_least_once_a_minute"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def client_id(self) -> str:
        return self.user.username


class SecretQuerySet(models.QuerySet):
    def valid(self, at: dt.datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class Secret(models.Model):
    """256 random bits, so that a SHA-256 keeps them as well as a slow hash. Two are valid while one is changed."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="secrets", editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(_("末四位"), max_length=4, editable=False)
    made_at = models.DateTimeField(_("生成时间"), db_default=Now(), editable=False)
    ends_at = models.DateTimeField(_("失效时间"), null=True, editable=False)

    objects = SecretQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("密钥")
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ends_at=None), name="client_has_one_secret_without_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"····{self.ending}"


class Token(models.Model):
    """What a city system shows with each request. Only its SHA-256 is kept."""

    secret = models.ForeignKey(Secret, models.CASCADE, related_name="tokens", editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=60), editable=False)
    expires_at = models.DateTimeField(_("失效时间"), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("令牌")

    def __str__(self) -> str:
        return f"{self.expires_at}"


class Use(models.Model):
    """How often a client asked for an operation on a day. Written from Redis (accounts.clients.usage).

    `series` names one run of Redis' own counting; the row holds what it had counted so far, so that writing it twice
    changes nothing. A Redis that lost its data begins a new series; the day is the sum of them.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="uses", editable=False)
    day = models.DateField(_("日期"), editable=False)
    operation = models.CharField(_("操作"), max_length=120, editable=False)
    series = models.CharField(max_length=32, editable=False)
    requests = models.PositiveIntegerField(_("请求数"), default=0, editable=False)
    refused = models.PositiveIntegerField(_("被拒绝"), default=0, editable=False)
    limited = models.PositiveIntegerField(_("超过上限"), default=0, editable=False)
    last_at = models.DateTimeField(_("最近一次"), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("使用情况")
        ordering = ["-day", "operation"]
        constraints = [
            models.UniqueConstraint(
                fields=["client", "day", "operation", "series"], name="use_is_counted_once_in_a_series"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.operation}"
