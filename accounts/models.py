"""Streets, communities, users, postings and the audit."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.plain_text import PlainText
from accounts.roles import DISTRICT_ROLES, STREET_ROLES, Role

# Official for the district itself: what belongs to no street stands here, where no street's scope can see it.
DISTRICT_ITSELF = "110102000"


class StreetManager(models.Manager):
    """The streets, without the district itself (keys still find it through the base manager)."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().exclude(pk=DISTRICT_ITSELF)


class Street(models.Model):
    """A sub-district office; the key is its official 9-digit code (codes have gaps: never compute one)."""

    code = models.CharField(_("代码"), primary_key=True, max_length=9)
    name = PlainText(_("名称"), max_length=40, unique=True)
    romanised = models.CharField(_("拼音"), max_length=40)

    objects = StreetManager()

    class Meta:
        verbose_name, verbose_name_plural = _("街道"), pgettext_lazy("列表", "街道")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(code__regex=r"^\d{9}$"), name="street_code_has_nine_digits")]

    def __str__(self) -> str:
        return self.name


class Community(models.Model):
    """A residents' committee; names are certain, official 12-digit codes are not, so the code may be empty."""

    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"))
    name = PlainText(_("名称"), max_length=40)
    code = models.CharField(_("代码"), max_length=12, null=True, blank=True, unique=True)

    class Meta:
        verbose_name, verbose_name_plural = _("社区"), pgettext_lazy("列表", "社区")
        ordering = ["street_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["street", "name"], name="community_name_is_unique_in_its_street"),
        ]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who works with the product; rights come from postings alone."""

    first_name = last_name = None  # type: ignore[assignment]
    name = PlainText(_("姓名"), max_length=40)
    is_staff = models.BooleanField(_("可以登录"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("用户"), pgettext_lazy("列表", "用户")
        ordering = ["username"]

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def __str__(self) -> str:
        return self.name or self.username


class Posting(models.Model):
    """A role somewhere: in one street, or (street empty) in the whole district."""

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("用户"), related_name="postings")
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), null=True, blank=True)
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "street", "role"], nulls_distinct=False, name="posting_is_held_once"
            ),
            models.CheckConstraint(
                condition=Q(street__isnull=False, role__in=sorted(STREET_ROLES))
                | Q(street__isnull=True, role__in=sorted(DISTRICT_ROLES)),
                name="posting_role_fits_street_or_district",
                violation_error_message=_("经办人和审核人属于一个街道；其他角色属于全区。请改选街道或角色。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street or _('全区')} {self.get_role_display()}"


class AuditEntry(models.Model):
    """Append-only (trigger). `data` holds codes and row keys, never a name or a number of a person."""

    class Outcome(models.TextChoices):
        DONE = "done", _("完成")
        REFUSED = "refused", _("被拒绝")

    at = models.DateTimeField(_("时间"), db_default=Now(), editable=False)
    by = models.ForeignKey(User, models.PROTECT, verbose_name=_("用户"), null=True, editable=False)
    street = models.ForeignKey(Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False)
    action = models.CharField(_("操作"), max_length=60, editable=False)
    target = models.CharField(_("对象"), max_length=100, editable=False)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome.choices, editable=False)
    data = models.JSONField(_("内容"), default=dict, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ["-id"]
        indexes = [models.Index(fields=["target", "id"], name="audit_by_target")]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} {self.action}"


class IdempotencyKey(models.Model):
    """A request of REST that was answered, and the answer (accounts.idempotency); a policy shows it to its user."""

    user = models.ForeignKey(User, models.CASCADE, editable=False, db_index=False)
    key = models.CharField(max_length=100, editable=False)
    request = models.CharField(max_length=64, editable=False)
    status = models.PositiveSmallIntegerField(null=True, editable=False)
    headers = models.JSONField(default=dict, editable=False)
    body = models.BinaryField(default=b"", editable=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("已答复的请求")
        indexes = [models.Index(fields=["user", "at"], name="answered_request_by_age")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="request_is_answered_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.at}"


class IncompatibleRoles(models.Model):
    """Two roles that one person must not hold together, whichever street; a trigger on the postings sees to it."""

    role_a = models.CharField(_("角色甲"), max_length=20, choices=Role.choices)
    role_b = models.CharField(_("角色乙"), max_length=20, choices=Role.choices)
    because = PlainText(_("原因"), max_length=100)

    class Meta:
        verbose_name = verbose_name_plural = _("不相容岗位")
        constraints = [
            models.UniqueConstraint(fields=["role_a", "role_b"], name="incompatible_roles_are_listed_once"),
            models.CheckConstraint(
                condition=models.Q(role_a__lt=models.F("role_b")), name="incompatible_roles_are_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_a_display()} × {self.get_role_b_display()}"
