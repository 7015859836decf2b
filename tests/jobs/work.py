"""Jobs for the tests. Their effect is an audit entry, which nobody can take back."""

import os
import signal
import time

from accounts import audit
from accounts.errors import RuleBroken
from accounts.models import AuditEntry
from accounts.scoping import scope_required
from services.jobs.registry import Result, Running, register


def mark(job: Running, step: int = 0) -> None:
    audit.record(by=job.user, action="test.marked", target=str(job.id), street=job.street, step=step)


def marks(job_id: object) -> list[int]:
    return [e.data["step"] for e in AuditEntry.objects.filter(action="test.marked", target=str(job_id)).order_by("id")]


def export(job: Running) -> Result:
    mark(job)
    job.advance(3, 3)
    return "名单.csv", "text/csv; charset=utf-8", f"{scope_required().area}\n".encode()


def refused(job: Running) -> Result:
    mark(job)
    raise RuleBroken("policy.missing", "张三没有政策")


def broken(job: Running) -> Result:
    mark(job)
    raise ValueError("张三 110199199001010011")


def slow(job: Running) -> Result:
    """Says when it has begun (its progress is visible) and then works for args["milliseconds"]."""
    mark(job)
    job.advance(1, 100)
    time.sleep(job.args["milliseconds"] / 1000)
    return "r.txt", "text/plain", b"done"


def suicide_once(job: Running) -> Result:
    mark(job)
    job.advance(40, 100)
    if job.attempt == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return None


def in_ten_batches(job: Running) -> Result:
    total = 10
    while True:
        with job.batch() as kept:
            step = kept.get("step", 0)
            if step < total:
                mark(job, step)
                kept["step"] = step + 1
        if step >= total:
            return "r.txt", "text/plain", str(step).encode()
        job.advance(step + 1, total)
        time.sleep(job.args.get("milliseconds", 0) / 1000)


def register_all() -> None:
    for name, function in (
        ("test.export", export),
        ("test.refused", refused),
        ("test.broken", broken),
        ("test.slow", slow),
        ("test.suicide", suicide_once),
    ):
        register(name, function, label=name, right="job.view")
    register("test.batches", in_ten_batches, label="test.batches", right="job.view", in_batches=True)
