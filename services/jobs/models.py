"""Long work as rows. A job is a row here first; Celery only wakes it."""

import uuid
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import Street, User
from accounts.scoping import DISTRICT, Scope, ScopedQuerySet
from services.jobs.advice import advice_on

WAKE_AFTER = timedelta(seconds=5)  # a message that has not started its job by then counts as lost


class State(models.TextChoices):
    QUEUED = "queued", _("等待处理")
    RUNNING = "running", _("正在处理")
    DONE = "done", _("已完成")
    FAILED = "failed", _("未完成")
    CANCELLED = "cancelled", _("已取消")


OPEN = (State.QUEUED, State.RUNNING)
DEAD = (State.FAILED, State.CANCELLED)
TONES = {State.QUEUED: "info", State.RUNNING: "info", State.DONE: "good", State.FAILED: "stop", State.CANCELLED: "warn"}
ABANDONED = Q(state=State.RUNNING, lease_until__lt=Now())


class JobQuerySet(ScopedQuerySet):
    def _within(self, scope: Scope) -> Self:
        """A job is its requester's own, also before colleagues of the same street."""
        return self.all() if scope.system else self.filter(requested_by=scope.user)

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def dead(self) -> Self:
        """Failed or cancelled: nothing happens to them until their requester retries."""
        return self.filter(state__in=DEAD)

    def takeable(self) -> Self:
        """A worker may begin: waiting, or left by a worker whose lease ran out."""
        return self.filter(Q(state=State.QUEUED) | ABANDONED, attempts__lt=F("max_attempts"))

    def lost(self) -> Self:
        """Takeable, and long enough since the last message that it must be sent again."""
        return self.takeable().filter(wake_at__lte=Now())

    def spent(self) -> Self:
        """Left by a worker at the last attempt: nobody may begin again."""
        return self.filter(ABANDONED, attempts__gte=F("max_attempts"))

    def held(self, attempt: int) -> Self:
        """Still in the hands of the worker that began this attempt (the number is never used twice)."""
        return self.filter(state=State.RUNNING, attempts=attempt)


class Job(models.Model):
    """`args` and `kept` hold row keys and codes, never personal data; `error` a class name or an error code.

    `area` is where the requester acted when asking (street code or "district"), `street` what the job is about
    (none: the whole district). `kept` is what a job in batches needs to go on after its last committed batch, `moved`
    the published figures that its batches have changed (accounts.watching).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("任务"), max_length=60, editable=False)
    args = models.JSONField(default=dict, editable=False)
    street = models.ForeignKey(
        Street, models.PROTECT, verbose_name=_("街道"), null=True, editable=False, related_name="+", db_index=False
    )
    area = models.CharField(max_length=9, default=DISTRICT, editable=False)
    requested_by = models.ForeignKey(
        User, models.PROTECT, verbose_name=_("申请人"), null=True, editable=False, related_name="+", db_index=False
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.QUEUED, editable=False)
    done = models.PositiveIntegerField(_("已处理"), default=0, editable=False)
    total = models.PositiveIntegerField(_("总数"), default=0, editable=False)
    message = models.CharField(_("进展"), max_length=200, default="", editable=False)
    kept = models.JSONField(default=dict, editable=False)
    moved = models.JSONField(default=list, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    wake_at = models.DateTimeField(db_default=Now() + WAKE_AFTER, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    max_attempts = models.PositiveSmallIntegerField(default=4, editable=False)
    error = models.CharField(max_length=100, default="", editable=False)
    created_at = models.DateTimeField(_("提交时间"), db_default=Now(), editable=False)
    started_at = models.DateTimeField(_("开始时间"), null=True, editable=False)
    finished_at = models.DateTimeField(_("结束时间"), null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("长任务")
        indexes = [
            models.Index(fields=["requested_by", "-created_at", "id"], name="job_list_of_its_requester"),
            models.Index(fields=["wake_at"], condition=Q(state__in=OPEN), name="job_that_is_open"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["id", "street"], name="job_stands_in_one_street"),
            models.CheckConstraint(condition=Q(name__regex=r"^[a-z_]+\.[a-z_]+$"), name="job_name_is_noun_dot_verb"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(area=DISTRICT) | Q(area=F("street_id")), name="job_stays_where_it_was_asked_for"
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="job_does_not_exceed_its_total"
            ),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False, started_at__isnull=False)
                | ~Q(state=State.RUNNING) & Q(lease_until=None),
                name="only_a_running_job_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, finished_at=None) | ~Q(state__in=OPEN) & Q(finished_at__isnull=False),
                name="only_an_open_job_has_no_end",
            ),
            models.CheckConstraint(condition=~Q(state=State.FAILED) | ~Q(error=""), name="failed_job_says_why"),
            models.CheckConstraint(
                condition=Q(attempts__lte=F("max_attempts")), name="job_is_tried_no_more_than_allowed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_dead(self) -> bool:
        return self.state in DEAD

    @property
    def tone(self) -> str:
        return TONES[State(self.state)]

    @property
    def advice(self) -> Any:
        """A sentence for people: how it stands and what to do next."""
        return advice_on(self.state, self.error)


class JobFileQuerySet(ScopedQuerySet):
    def _within(self, scope: Scope) -> Self:
        return self.all() if scope.system else self.filter(job__requested_by=scope.user)


class JobFile(models.Model):
    """The result of a job; it stands in the job's street."""

    job = models.OneToOneField(Job, models.CASCADE, primary_key=True, editable=False, related_name="file")
    street = models.ForeignKey(Street, models.PROTECT, null=True, editable=False, related_name="+", db_index=False)
    filename = models.CharField(_("文件名"), max_length=150, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    content = models.BinaryField(editable=False)

    objects = JobFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任务结果")
        constraints = [
            models.CheckConstraint(condition=~Q(filename=""), name="result_has_a_file_name"),
            models.CheckConstraint(
                condition=Q(content_type__regex=r"^[a-z]+/[a-zA-Z0-9.+-]+(; charset=[a-zA-Z0-9-]+)?$"),
                name="result_has_a_content_type",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
