"""The bank's answer: a result file is taken over as a whole or not at all; each paid one becomes one ledger entry."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, Problem, RuleBroken
from accounts.logs import without_numbers
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.bulk import record_many
from services.ledger.models import Entry
from services.payments.actions import at_state
from services.payments.holds import copy
from services.payments.models import Batch, Payment, ResultFile
from services.people.models import Person
from services.sheets.reading import Row, read_table

NUMBER, PAYEE, AMOUNT, RESULT, REASON, DAY = HEADINGS = ("发放编号", "收款人", "金额", "结果", "退回原因", "日期")
PAID, RETURNED = "成功", "失败"
MOST_NAMED = 200
State: Any = Payment.State
# Who says no when the bank reports a paid one as returned (what is claimed back), registered by the floors above.
BEFORE_RETURN: list[Callable[[Payment], None]] = []


@dataclass(frozen=True)
class Answer:
    """What the bank says of one payment."""

    payment: Payment
    paid: bool
    on: dt.date
    reason: str = ""


@transaction.atomic
def settle(*, by: User | None, batch: Batch, filename: str, content: bytes, today: dt.date) -> ResultFile:
    """Takes over a result file. Errors: NotAllowed; Conflict (not released; the same file again); Malformed with each
    line that is unknown, doubled, altered or unreadable and each payment that is missing: then nothing is applied."""
    require(scope_required(), "payment.reconcile")
    digest = hashlib.sha256(content).hexdigest()
    if ResultFile.objects.filter(digest=digest).exists():
        raise Conflict("result.already_taken", _("这个回单文件已经接收过，没有重复登记。"), "file")
    batch = at_state(batch, Batch.State.RELEASED, "payment.reconcile")
    answers = _read(batch, read_table(filename, content, HEADINGS), today)
    apply(by=by, batch=batch, answers=answers)
    paid = sum(answer.paid for answer in answers)
    file = ResultFile(batch=batch, digest=digest, paid=paid, returned=len(answers) - paid, received_by=by)
    file.save(force_insert=True)
    audit.record(by=by, action="batch.settled", target=batch, paid=paid, returned=len(answers) - paid)
    return file


def _read(batch: Batch, rows: Sequence[Row], today: dt.date) -> list[Answer]:
    waiting = Payment.objects.filter(batch=batch, state=State.RELEASED)
    expected = {p.number: p for p in waiting.select_related("account", "provider_account").order_by("pk")}
    problems: list[tuple[int, Any]] = []
    seen: dict[str, int] = {}
    answers = []
    for row in rows:
        number = row[NUMBER]
        if number in seen:
            problems.append((row.line, _("与第%(line)s行重复。") % {"line": seen[number]}))
            continue
        seen[number] = row.line
        if number not in expected:
            problems.append((row.line, _("这个发放编号不在本批次里。")))
            continue
        try:
            answers.append(_answer(row, expected[number], today))
        except Malformed as error:
            problems.append((row.line, error.detail))
    named = [_("第%(line)s行：%(why)s") % {"line": line, "why": why} for line, why in sorted(problems)]
    missing = sorted(expected.keys() - seen.keys())
    named += [_("缺少 %(number)s 的结果。") % {"number": number} for number in missing]
    if named:
        found = [Problem("file", "line.refused", sentence) for sentence in named[:MOST_NAMED]]
        raise Malformed("result.has_problems", found[0].detail, "file", found)
    return answers


def _holder(payment: Payment) -> str:
    return payment.payee.holder if payment.payee else ""


def _answer(row: Row, payment: Payment, today: dt.date) -> Answer:
    try:
        amount = Decimal(row[AMOUNT].replace(",", ""))
        on = dt.date.fromisoformat(row[DAY].replace("/", "-")[:10])
    except (InvalidOperation, ValueError):
        raise Malformed("line.unreadable", _("金额或日期无法识别。日期请写成 2023-06-15。")) from None
    if amount != payment.amount:
        raise Malformed("line.altered", _("金额与送出的不一致。"))
    if row[PAYEE] != _holder(payment):
        raise Malformed("line.altered", _("收款人与送出的不一致。"))
    if on > today:
        raise Malformed("date.in_future", _("日期在今天之后。"))
    if on < max(payment.decided_on, payment.for_month):
        raise Malformed("date.before_decision", _("日期早于这笔发放的决定日期或所属月份。"))
    if row[RESULT] not in (PAID, RETURNED):
        raise Malformed("line.result", _("结果应为“成功”或“失败”。"))
    if row[RESULT] == RETURNED and not row[REASON]:
        raise Malformed("line.reason", _("失败的要写明退回原因。"))
    return Answer(payment, row[RESULT] == PAID, on, without_numbers(row[REASON][:100]))


@transaction.atomic
def apply(*, by: User | None, batch: Batch, answers: Sequence[Answer]) -> None:
    """Writes results that were read and checked: one entry for each that was paid."""
    paid = [answer for answer in answers if answer.paid]
    keys = record_many(_entries(batch, paid))
    results: list[tuple] = [(a.payment.pk, State.PAID.value, a.on, "", key) for a, key in zip(paid, keys, strict=True)]
    results += [(a.payment.pk, State.RETURNED.value, a.on, a.reason, None) for a in answers if not a.paid]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE payments_payment p SET state = r.state, result_on = r.day, result_reason = r.reason,"
            " entry_id = r.entry FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::text[], %s::bigint[])"
            " AS r (id, state, day, reason, entry) WHERE p.id = r.id AND p.state = 'released'",
            [list(column) for column in zip(*results, strict=True)],
        )
        if cursor.rowcount != len(answers):
            raise Conflict("batch.changed", _("批次刚刚被别人更新。请刷新页面后再试。"))
    Case.objects.filter(pk__in=[a.payment.case_id for a in paid]).update(version=F("version") + 1)
    Batch.objects.filter(pk=batch.pk).update(state=Batch.State.SETTLED, settled_at=Now())


def _entries(batch: Batch, paid: Sequence[Answer]) -> list[dict[str, Any]]:
    """Dated by the bank's day."""
    people = Person.objects.in_bulk({a.payment.person_id for a in paid if a.payment.person_id})
    cases = Case.objects.in_bulk([a.payment.case_id for a in paid])
    rows = []
    for answer in paid:
        payment, case = answer.payment, cases[answer.payment.case_id]
        provider = payment.provider_account
        rows.append(
            {
                "code": f"{batch.kind}.paid",
                "happened_on": answer.on,
                "street_id": case.street_id,
                "case_id": case.pk,
                "person": people.get(payment.person_id),
                "household_id": case.household_id,
                "organisation_id": provider.organisation_id if provider else case.organisation_id,
                "amount": payment.amount,
                "for_month": payment.for_month,
            }
        )
    return rows


@transaction.atomic
def repay(*, by: User | None, payment: Payment, today: dt.date) -> Payment:
    """A returned payment once more, to the account of today; it waits for the next batch. Errors: Conflict (not
    returned, or paid again already), RuleBroken (no account)."""
    require(scope_required(), "payment.prepare")
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.state != State.RETURNED or Payment.objects.filter(repays=payment).exists():
        raise Conflict("payment.not_returned", _("这一笔没有被银行退回，或已经安排重发。请刷新页面查看。"))
    owner = payment.account.person_id if payment.account else None
    account = payment.account and type(payment.account).objects.current().filter(person=owner).first()
    provider = payment.provider_account
    if provider:
        provider = type(provider).objects.filter(organisation=provider.organisation_id, valid_to=None).first()
    if account is None and provider is None:
        raise RuleBroken("account.missing", _("没有可用的银行账户。请先登记新账户。"))
    again = copy(payment, account=account, provider_account=provider)
    again.save(force_insert=True)
    audit.record(by=by, action="payment.repaid", target=again, street=again.street_id)
    return again


@transaction.atomic
def take_back(*, by: User | None, payment: Payment, on: dt.date, reason: str) -> None:
    """The bank reports a paid one as returned after all: its entry is voided, and it can be paid again."""
    require(scope_required(), "payment.reconcile")
    payment = Payment.objects.select_for_update(of=("self",)).select_related("entry").get(pk=payment.pk)
    if payment.state != State.PAID or payment.entry is None:
        raise Conflict("payment.not_paid", _("这一笔不是发放成功的状态。请刷新页面查看。"))
    if not reason.strip():
        raise RuleBroken("payment.reason_missing", _("请写明银行退回的原因。"), "reason")
    for refuse in BEFORE_RETURN:
        refuse(payment)
    ledger.void(by=by, entry=payment.entry, reason=reason)
    Payment.objects.filter(pk=payment.pk).update(state=State.RETURNED, result_on=on, result_reason=reason.strip()[:100])
    audit.record(by=by, action="payment.returned", target=payment, street=payment.street_id)


def protect(entries: Sequence[Entry]) -> None:
    """Registered with the cases' amendments: what the bank confirmed is not put right on the case page."""
    paid = Payment.objects.filter(entry__any=[entry.pk for entry in entries])
    if payment := paid.order_by("entry").first():  # by its index: in the order of payments all of them would be read
        detail = _(
            "这是银行已确认的发放（%(number)s），不能更正或撤销。银行退回的请在发放记录里登记；多发的请登记追回。"
        )
        raise RuleBroken("entry.of_a_payment", detail % {"number": payment.number})
