"""Release: the cashier's click, and the job that hands the batch to the bank. Both may happen any number of times and
at once; the batch is released once."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from accounts import audit
from accounts.models import User
from services.jobs import actions as jobs
from services.jobs.models import Job
from services.jobs.registry import Result, Running
from services.payments import bank_file, schemes
from services.payments.actions import at_state, hold_them, other_hand, refuse_altered
from services.payments.guard import Candidate, Guard, stops
from services.payments.models import Batch, Payment
from services.payments.schemes import Scheme
from services.policy.verdict import Refusal

JOB = "batch.release"
State = Payment.State


@transaction.atomic
def release(*, by: User | None, batch: Batch) -> Job:
    """Decides that the batch goes out; the job does it after commit. Errors: NotAllowed, Conflict (released already),
    RuleBroken (same hand, altered content)."""
    batch = at_state(batch, Batch.State.APPROVED, "payment.release")
    other_hand(batch, by)
    refuse_altered(batch)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.RELEASING, released_by=by)
    audit.record(by=by, action="batch.released", target=batch, count=batch.count, total=str(batch.total))
    return jobs.start(by=by, name=JOB, args={"batch": batch.pk}, street=None)


def run(job: Running) -> Result:
    """One transaction: the guard is asked again, what it stops is held and left out, the rest goes to the bank.

    Never more is released than was approved. A second run finds the batch released and does nothing.
    """
    batch = Batch.objects.select_for_update().get(pk=job.args["batch"])
    if batch.state != Batch.State.RELEASING:
        return None
    refuse_altered(batch)
    stopped = _stop_again(batch, timezone.localdate())
    Payment.objects.filter(batch=batch).listed().update(state=State.RELEASED)
    file_hash = hashlib.sha256(bank_file.as_csv(batch)).hexdigest()
    state = Batch.State.RELEASED if Payment.objects.filter(batch=batch, state=State.RELEASED).exists() else None
    Batch.objects.filter(pk=batch.pk).update(state=state or Batch.State.SETTLED, released_at=Now(), file_hash=file_hash)
    audit.record(by=job.user, action="batch.sent", target=batch, held=stopped)
    return None


def _stop_again(batch: Batch, today: dt.date) -> int:
    """Holds what became wrong since it was prepared; an earlier hold that people lifted is not asked again."""
    scheme = schemes.get(batch.kind)
    asked = Payment.objects.filter(batch=batch, hold=None).listed().exclude(repays__hold__pay=True)
    payments = list(asked.select_related("provider_account"))
    candidates = [
        Candidate(p.person_id, p.provider_account and p.provider_account.organisation_id, p.for_month, p.pk)
        for p in payments
    ]
    guard, refused = Guard(scheme, candidates, today), _by_rule(scheme, payments, today)
    stopped = [
        (payment, why)
        for payment, candidate in zip(payments, candidates, strict=True)
        if (why := stops([*refused[payment.pk], *guard.against(candidate)]))
    ]
    Payment.objects.filter(pk__in=[payment.pk for payment, _why in stopped]).update(state=State.HELD)
    hold_them(stopped)
    return len(stopped)


def _by_rule(scheme: Scheme, payments: Sequence[Payment], today: dt.date) -> dict[int, Sequence[Refusal]]:
    """Payment -> what the rule says against its case and month now; of a case that lost its claim, that."""
    found: dict[int, Sequence[Refusal]] = {}
    for month in {payment.for_month for payment in payments}:
        mine = {payment.case_id: payment for payment in payments if payment.for_month == month}
        assessed = scheme.assess_due(mine.keys(), month, today)
        for case, payment in mine.items():
            blocks = assessed[case].verdict.blocks if case in assessed else [Refusal("RC18", "not_due")]
            found[payment.pk] = blocks
    return found
