"""The only writers of batches and accounts, with release.py and settling.py. Each step is another person's."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Sum
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.entitlement import lines_of, plain
from services.cases.models import Case
from services.payments import schemes
from services.payments.guard import Candidate, Guard, stops
from services.payments.holds import copy
from services.payments.models import Account, Batch, Hold, Payment, ProviderAccount
from services.payments.schemes import Assessed, Cadence, Scheme
from services.policy.verdict import Refusal

State = Payment.State


@transaction.atomic
def prepare(*, by: User | None, kind: str, month: dt.date, today: dt.date) -> Batch:
    """A batch of everything that is due for `month`, and of what waits loose (paid again, let go from a hold).

    What rule or guard stops is in it as HELD, with every reason. Errors: NotAllowed; Malformed (a month to come);
    Conflict (one is prepared already); RuleBroken (nothing is due).
    """
    require(scope_required(), "payment.prepare")
    scheme = schemes.get(kind)
    month = scheme.month_of(month)
    if month > today:
        raise Malformed("month.in_future", _("所属月份还没有到，请核对。"), "month")
    with connection.cursor() as cursor:  # two who prepare at once: the second sees what the first listed
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"payments.prepare:{kind}"])
    if Batch.objects.filter(kind=kind, for_month=month, state=Batch.State.PREPARED).exists():
        raise Conflict("batch.already_prepared", _("这项业务这个月份已有一个待复核的批次。请先复核或取消它。"), "month")
    batch = Batch(kind=kind, for_month=month, prepared_by=by)
    batch.save(force_insert=True)
    found = _listed(scheme, batch, month, today)
    loose = Payment.objects.loose().filter(kind=kind).update(batch=batch)
    if not found and not loose:
        raise RuleBroken("batch.nothing_due", _("这个月份没有应发而未发的。请核对业务和月份。"), "month")
    _sum_up(batch)
    audit.record(by=by, action="batch.prepared", target=batch, kind=kind, listed=found + loose)
    return batch


def _listed(scheme: Scheme, batch: Batch, month: dt.date, today: dt.date) -> int:
    """Writes the payments that are due; returns how many."""
    done = Payment.objects.filter(kind=scheme.kind.code).exclude(state=State.CANCELLED)
    if scheme.cadence != Cadence.ONCE:
        done = done.filter(for_month=month)
    listed = set(done.values_list("case", flat=True))
    cases = [case for case in scheme.due(month) if case.pk not in listed]
    assessed = scheme.assess(cases, month, today)
    taken = set(Payment.objects.live().filter(kind=scheme.kind.code).values_list("claim", flat=True))
    made = []
    for case in cases:
        claim = scheme.claim(case, case.person_id, month)
        if (one := assessed.get(case.pk)) and claim not in taken:
            taken.add(claim)
            made.append((_payment(case, claim, month, batch, one), one))
    candidates = [Candidate(p.person_id, one.organisation, month, None) for p, one in made]
    guard = Guard(scheme, candidates, today)
    reasons = []
    for (payment, one), candidate in zip(made, candidates, strict=True):
        _put_account(payment, guard.account_of(candidate))
        reasons.append(stops([*one.verdict.blocks, *guard.against(candidate)]))
        payment.state = State.HELD if reasons[-1] else State.LISTED
    Payment.objects.bulk_create([payment for payment, _one in made], batch_size=2000)
    hold_them([(payment, why) for (payment, _one), why in zip(made, reasons, strict=True) if why])
    return len(made)


def _payment(case: Case, claim: str, month: dt.date, batch: Batch, one: Assessed) -> Payment:
    verdict = one.verdict.overridden()
    return Payment(
        case=case,
        street_id=case.street_id,
        person_id=case.person_id,
        kind=case.kind,
        for_month=month,
        decided_on=one.decided_on,
        amount=verdict.amount,
        lines=lines_of(verdict),
        terms=list(one.terms),
        claim=claim,
        batch=batch,
    )


def _put_account(payment: Payment, account: Account | ProviderAccount | None) -> None:
    if isinstance(account, ProviderAccount):
        payment.provider_account = account
    else:
        payment.account = account


def hold_them(stopped: Iterable[tuple[Payment, list[Refusal]]]) -> None:
    Hold.objects.bulk_create(
        Hold(
            payment=payment,
            street_id=payment.street_id,
            reasons=[{"code": r.code, "why": r.why, "values": plain(r.values)} for r in _distinct(why)],
        )
        for payment, why in stopped
    )


def _distinct(refusals: Iterable[Refusal]) -> list[Refusal]:
    """Rule and guard may say the same; a death is said once."""
    return list({(r.code if r.code == "RC15" else r.key): r for r in refusals}.values())


def _sum_up(batch: Batch) -> None:
    sums = Payment.objects.filter(batch=batch).listed().aggregate(count=Count("pk"), total=Sum("amount"))
    Batch.objects.filter(pk=batch.pk).update(count=sums["count"], total=sums["total"] or 0)
    batch.refresh_from_db()


# Freezing and the hands it goes through.


def content_hash(batch: Batch) -> str:
    """SHA-256 over who gets how much, for what and where to, in the order of keys: what three people looked at."""
    digest = hashlib.sha256(f"{batch.pk}|{batch.kind}|{batch.for_month}".encode())
    columns = ("line_no", "pk", "case", "person", "for_month", "amount", "account", "provider_account")
    for row in frozen(batch).values_list(*columns):
        digest.update("|".join(map(str, row)).encode())
    return digest.hexdigest()


def frozen(batch: Batch) -> Any:
    """The payments that were listed when the batch was checked, whatever became of them."""
    return Payment.objects.filter(batch=batch, line_no__isnull=False).order_by("line_no")


def _number(batch: Batch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_payment p SET line_no = n.place FROM (SELECT id, row_number() OVER (ORDER BY id) AS place"
            " FROM payments_payment WHERE batch_id = %s AND state = 'listed') AS n WHERE p.id = n.id",
            [batch.pk],
        )


def at_state(batch: Batch, state: Any, right: str) -> Batch:
    """The batch, locked, if it stands at `state`; Conflict when somebody was faster."""
    require(scope_required(), right)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != state:
        detail = _("批次现在的状态是“%(state)s”，不能办理这一步。请刷新页面查看。")
        raise Conflict("batch.wrong_state", detail % {"state": batch.get_state_display()})
    return batch


def other_hand(batch: Batch, by: User | None) -> None:
    hands = (batch.prepared_by_id, batch.checked_by_id, batch.approved_by_id, batch.released_by_id)
    if by and by.pk in hands:
        raise RuleBroken("batch.same_hand", _("编制、复核、审批、发放须由不同的人办理。请由另一位同事办理这一步。"))


@transaction.atomic
def check(*, by: User | None, batch: Batch) -> None:
    """Compared with the cases: frozen from now on. RuleBroken when nothing is left to pay."""
    batch = at_state(batch, Batch.State.PREPARED, "payment.check")
    other_hand(batch, by)
    _sum_up(batch)
    if not batch.count:
        raise RuleBroken("batch.empty", _("批次里没有待发放的。请先处理暂停的，或取消批次。"))
    _number(batch)
    values = {"content_hash": content_hash(batch), "checked_by": by, "checked_at": Now()}
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CHECKED, **values)
    audit.record(by=by, action="batch.checked", target=batch, count=batch.count, total=str(batch.total))


@transaction.atomic
def approve(*, by: User | None, batch: Batch) -> None:
    batch = at_state(batch, Batch.State.CHECKED, "payment.approve")
    other_hand(batch, by)
    refuse_altered(batch)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.APPROVED, approved_by=by, approved_at=Now())
    audit.record(by=by, action="batch.approved", target=batch, count=batch.count, total=str(batch.total))


def refuse_altered(batch: Batch) -> None:
    if content_hash(batch) != batch.content_hash:
        raise RuleBroken("batch.altered", _("批次内容与复核时不一致，不能继续。请停止操作并通知安全管理员。"))


@transaction.atomic
def cancel(*, by: User | None, batch: Batch) -> None:
    """Before it was released: its payments are free to be prepared again; what is paid again waits for the next batch.
    By whoever may prepare or approve."""
    right = "payment.approve" if batch.state == Batch.State.APPROVED else "payment.prepare"
    require(scope_required(), right)
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state not in (Batch.State.PREPARED, Batch.State.CHECKED, Batch.State.APPROVED):
        raise Conflict("batch.wrong_state", _("已经发放的批次不能取消。请刷新页面查看。"))
    rows = Payment.objects.filter(batch=batch)
    again = rows.filter(repays__isnull=False).listed()
    again.filter(line_no=None).update(batch=None)
    checked = list(again)  # these stay where they were checked; the next batch has them anew
    rows.filter(state__in=(State.LISTED, State.HELD)).update(state=State.CANCELLED)
    for payment in checked:
        copy(payment).save(force_insert=True)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.CANCELLED)
    audit.record(by=by, action="batch.cancelled", target=batch)
