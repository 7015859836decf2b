"""Events on their way to city systems, after the Standard Webhooks specification.

The change feed is the outbox: an entry of the ledger, or the change of a row, is written in the transaction of its
effect and read here behind the reading barrier, so that writers pay nothing and nothing is missed. Each endpoint keeps
its own place in the feed.
"""

import uuid
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Street, User
from accounts.plain_text import PlainText
from accounts.roles import Role, is_granted
from accounts.scoping import Scope, ScopedQuerySet, scopes_of
from services.feed.reading import Position
from services.people import crypto


class AllowedHost(models.Model):
    """A machine to which events may go; an endpoint elsewhere is refused, now and at every attempt."""

    host = models.CharField(
        _("主机"),
        max_length=253,
        help_text=_("接收端地址中的域名，小写，例如 hooks.city.example。不含 https:// 和路径。"),
    )
    port = models.PositiveIntegerField(_("端口"), default=443)
    purpose = PlainText(_("用途"), max_length=100, help_text=_("属于哪个系统，依据哪份协议。"))
    allowed_by = models.ForeignKey(User, models.PROTECT, verbose_name=_("准许人"), related_name="+", editable=False)
    allowed_at = models.DateTimeField(_("准许时间"), db_default=Now(), editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("准许的主机"), pgettext_lazy("列表", "准许的主机")
        ordering = ["host", "port"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "port"],
                name="host_is_allowed_once",
                violation_error_message=_("这个主机和端口已经准许，不需要再登记。"),
            ),
            models.CheckConstraint(
                condition=Q(host__regex=r"^[a-z0-9.:-]+$"),
                name="host_is_written_in_small_letters",
                violation_error_message=_("主机请用小写字母、数字、点和连字符填写；中文域名请先转成 xn-- 形式。"),
            ),
            models.CheckConstraint(
                condition=Q(port__gte=1, port__lte=65535),
                name="port_is_one_of_tcp",
                violation_error_message=_("端口是1到65535之间的数，通常是443。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class Off(models.TextChoices):
    BY_HAND = "by_hand", _("由管理员停用")
    BY_OWNER = "by_owner", _("由对接系统自行停用")
    FAILING = "failing", _("连续多日送不到，已自动停用")
    GONE = "gone", _("接收端答复不再接收（410），已自动停用")
    CLOSED = "closed", _("对接系统已删除")  # for good; goes altogether in the night


BY_ITSELF = (Off.FAILING, Off.GONE)


def at_position(position: Position) -> dict[str, Any]:
    """The columns that keep a place in the feed."""
    return {"planned_at": position.at, "planned_source": position.source, "planned_to": position.id}


class EndpointQuerySet(models.QuerySet):
    def on(self) -> Self:
        return self.filter(off_at=None)

    def ready(self) -> Self:
        """On, and not in a pause that the receiver asked for."""
        return self.on().exclude(paused_until__gt=Now())

    def standing(self) -> Self:
        """Not deleted by its owner."""
        return self.exclude(off_because=Off.CLOSED)

    def with_counts(self) -> Self:
        """`waiting` and `dead`: so many of its deliveries, of those in the scope."""
        of = {state: Count("deliveries", filter=Q(deliveries__state=state)) for state in ("waiting", "dead")}
        return self.annotate(**of)


class Endpoint(models.Model):
    """Where events of an integrator go: those of the streets of `user`'s postings, of `kinds` (none: every kind).

    `planned` is the place in the feed up to which there are deliveries; it waits while the endpoint is off, so that
    nothing is missed then either.
    """

    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("对接用户"), related_name="+")
    name = PlainText(_("名称"), max_length=60)
    url = PlainText(_("接收地址"), max_length=300)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name=_("事件种类"), default=list, blank=True)
    contact = models.EmailField(
        _("技术联系人邮箱"), blank=True, help_text=_("接收端自动停用时，通知这个邮箱和系统管理员。")
    )
    off_at = models.DateTimeField(_("停用时间"), null=True, editable=False)
    off_because = models.CharField(_("停用原因"), max_length=10, choices=Off.choices, default="", editable=False)
    failing_since = models.DateTimeField(_("一直送不到，自"), null=True, editable=False)
    paused_until = models.DateTimeField(null=True, editable=False)  # the receiver asked for a pause (Retry-After)
    planned_at = models.DateTimeField(editable=False)
    planned_source = models.PositiveSmallIntegerField(editable=False)
    planned_to = models.BigIntegerField(editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("登记时间"), db_default=Now(), editable=False)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("接收端"), pgettext_lazy("列表", "接收端")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "url"],
                condition=~Q(off_because="closed"),
                name="endpoint_stands_once_for_its_user",
                violation_error_message=_("这个用户已经登记了同一个接收地址。请打开原来的接收端修改。"),
            ),
            models.CheckConstraint(
                condition=Q(off_at=None, off_because="") | Q(off_at__isnull=False, off_because__in=Off.values),
                name="endpoint_that_is_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def planned(self) -> Position:
        return Position(self.planned_at, self.planned_source, self.planned_to)

    @property
    def scopes(self) -> list[Scope]:
        """What its user may be told of today: the scopes as integrator, of a client that was granted the feed."""
        if not self.user.is_active:
            return []
        return [s for s in scopes_of(self.user) if Role("integrator") in s.roles and is_granted(s, "feed.read")]

    @property
    def streets(self) -> set[str | None]:
        """Codes of the streets whose events it gets; None in it is the whole district."""
        return {scope.street for scope in self.scopes}

    @property
    def state(self) -> tuple[str, Any]:
        """(tone, word)"""
        if self.off_at:
            return "stop", _("已停用")
        return ("warn", _("送不到，正在重试")) if self.failing_since else ("good", _("正常"))


class Secret(models.Model):
    """What signs an endpoint's events: the newest, and for a while the one before it (`ends_at`). Sealed at rest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, editable=False, related_name="secrets")
    sealed = models.BinaryField(editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("签名密钥")
        constraints = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ends_at=None), name="endpoint_has_one_newest_secret"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def place(self) -> dict[str, str]:
        return {"table": "webhook_secret", "column": "sealed", "row": str(self.pk)}

    @property
    def text(self) -> str:
        """`whsec_` and base64, as the specification writes it."""
        return crypto.decrypt(self.sealed, **self.place)


class State(models.TextChoices):
    WAITING = "waiting", _("等待推送")
    DELIVERED = "delivered", _("已送达")
    DEAD = "dead", _("未送达，不再重试")


TONES = {State.WAITING: "info", State.DELIVERED: "good", State.DEAD: "stop"}


class DeliveryQuerySet(ScopedQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def dead(self) -> Self:
        return self.filter(state=State.DEAD)


class Delivery(models.Model):
    """One event on its way to one endpoint; `body` is sent as it stands here and holds row keys and codes alone.

    `message` is the specification's webhook-id and stays the same however often the event is sent. Events about one
    `subject` (a case, else the row that changed) arrive in the order of (`at`, `position`), in which they were
    recorded. `due_at` is also the lease of whoever is sending it, `attempts` tells him from others.
    """

    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, verbose_name=_("接收端"), editable=False, related_name="deliveries", db_index=False
    )
    street = models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False, related_name="+", db_index=False
    )
    message = models.CharField(_("消息编号"), max_length=60, editable=False)
    type = models.CharField(_("事件"), max_length=60, editable=False)
    subject = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(_("登记时间"), editable=False)
    position = models.BigIntegerField(editable=False)
    body = models.TextField(_("内容"), editable=False)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    due_at = models.DateTimeField(_("下次推送"), db_default=Now(), editable=False)
    attempts = models.PositiveIntegerField(_("推送次数"), default=0, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.PositiveSmallIntegerField(_("答复"), null=True, editable=False)
    error = models.CharField(max_length=40, default="", editable=False)
    ended_at = models.DateTimeField(_("结束时间"), null=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("推送记录"), pgettext_lazy("列表", "推送记录")
        indexes = [
            models.Index(
                fields=["endpoint", "subject", "at", "position"],
                condition=Q(state=State.WAITING),
                name="delivery_that_waits",
            ),
            models.Index(fields=["endpoint", "at", "position"], name="delivery_of_its_endpoint"),
            models.Index(fields=["ended_at"], condition=Q(state=State.DELIVERED), name="delivery_by_its_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "message"], name="event_is_delivered_once_to_an_endpoint"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, ended_at=None) | ~Q(state=State.WAITING) & Q(ended_at__isnull=False),
                name="only_a_waiting_delivery_has_no_end",
            ),
            models.CheckConstraint(condition=~Q(state=State.DEAD) | ~Q(error=""), name="dead_delivery_says_why"),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]
