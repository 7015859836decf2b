"""The only writers of jobs beside their runner: start, cancel, retry; and reading a result, which is audited."""

import re
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.jobs import tasks
from services.jobs.models import WAKE_AFTER, Job, JobFile, State
from services.jobs.registry import kind

# Row keys, codes, days and moments; identity and certificate numbers have 15, 18 or 20 places, telephones 11.
CODE = re.compile(r"[A-Za-z0-9_.:+/-]{0,80}")
NUMBER_OF_A_PERSON = re.compile(r"\d{15}|\d{17}[\dXx](\d\d)?|1\d{10}")


def _refuse_personal(value: Any) -> None:
    match value:
        case None | bool() | int():
            parts: list[Any] = []
        case str() if CODE.fullmatch(value) and not NUMBER_OF_A_PERSON.fullmatch(value):
            parts = []
        case list():
            parts = value
        case dict():
            parts = [*value.keys(), *value.values()]
        case _:
            raise ValueError("the arguments of a job are row keys and codes")
    for part in parts:
        _refuse_personal(part)


@transaction.atomic
def start(*, by: User | None, name: str, args: dict[str, Any], street: str | None) -> Job:
    """A job that begins after commit. `street` is a code, or None for the whole district.

    The same request that is still waiting is returned in place of a second one. Errors: NotAllowed.
    """
    scope = scope_required()
    require(scope, kind(name).right)
    _refuse_personal(args)
    jobs = Job.objects.visible_to(by).filter(requested_by=by, area=scope.area)
    if twin := jobs.filter(state=State.QUEUED, name=name, args=args, street=street).first():
        return twin
    job = Job(name=name, args=args, street_id=street, area=scope.area, requested_by=by)
    job.save(force_insert=True)
    audit.record(by=by, action="job.started", target=job, street=street, name=name)
    transaction.on_commit(partial(tasks.wake, job.pk), robust=True)
    return job


@transaction.atomic
def cancel(*, by: User | None, job: Job) -> None:
    """A waiting job never begins; a running one stops at its next report, and nothing of it is saved.

    Errors: Conflict (it has ended meanwhile).
    """
    changed = (
        Job.objects.visible_to(by)
        .open()
        .filter(pk=job.pk)
        .update(state=State.CANCELLED, lease_until=None, finished_at=Now())
    )
    if not changed:
        raise Conflict("job.ended", _("任务已经结束，不能取消。请刷新页面查看结果。"))
    audit.record(by=by, action="job.cancelled", target=job, street=job.street_id)


@transaction.atomic
def retry(*, by: User | None, job: Job) -> None:
    """A failed or cancelled job begins anew (in batches: after its last batch). Errors: NotAllowed, Conflict.

    Attempts go on counting: their numbers tell a worker of the former life that it has lost the job.
    """
    require(scope_required(), kind(job.name).right)
    changed = (
        Job.objects.visible_to(by)
        .dead()
        .filter(pk=job.pk)
        .update(
            state=State.QUEUED,
            max_attempts=F("attempts") + Job._meta.get_field("max_attempts").default,
            wake_at=Now() + WAKE_AFTER,
            done=0,
            total=0,
            message="",
            error="",
            finished_at=None,
        )
    )
    if not changed:
        raise Conflict("job.not_dead", _("任务正在进行或已经完成，不需要重新进行。请刷新页面查看。"))
    audit.record(by=by, action="job.retried", target=job, street=job.street_id)
    transaction.on_commit(partial(tasks.wake, job.pk), robust=True)


def read_file(*, by: User | None, file: JobFile) -> bytes:
    """The content of a result; that it was read is recorded."""
    audit.record(by=by, action="job.file_read", target=file.job, street=file.street_id)
    return bytes(file.content)
