"""The only writers of policy: a change takes two people; holidays are filled from the library or by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.policy import holidays
from services.policy.models import Holiday, Policy, PolicyChange


@transaction.atomic
def propose_change(*, by: User, code: str, value: Decimal, valid_from: dt.date, source: str) -> PolicyChange:
    """A new text of a known term. Errors: NotAllowed, RuleBroken (unknown term), twice proposed (constraint)."""
    require(scope_required(), "policy.change")
    if not Policy.objects.filter(code=code).exists():
        raise RuleBroken("policy.unknown", _("没有这个条款。请从条款列表里选择。"), "code")
    change = PolicyChange(code=code, value=value, valid_from=valid_from, source=source.strip(), proposed_by=by)
    change.save(force_insert=True)
    audit.record(by=by, action="policy.proposed", target=change, code=code)
    return change


@transaction.atomic
def adopt_change(*, by: User, change: PolicyChange, answer: str = "") -> Policy:
    """The new text holds from its day, and the one before ends then. Errors: Conflict, RuleBroken (same hand; a text
    that begins later stands already)."""
    change = _decidable(by, change)
    texts = Policy.objects.select_for_update().filter(code=change.code)
    if texts.filter(valid_from__gte=change.valid_from).exists():
        detail = _("这个条款在%(day)s或以后已有文本。请核对日期，或先处理那一条。")
        raise RuleBroken("policy.later_text", detail % {"day": change.valid_from}, "valid_from")
    latest = texts.order_by("-valid_from")[0]
    if latest.valid_to is None or latest.valid_to > change.valid_from:
        Policy.objects.filter(pk=latest.pk).update(valid_to=change.valid_from)
    policy = Policy(
        code=change.code,
        label=latest.label,
        unit=latest.unit,
        value=change.value,
        valid_from=change.valid_from,
        source=change.source,
        verified_by=_name(by),
    )
    policy.save(force_insert=True)
    _decide(by, change, PolicyChange.State.ADOPTED, answer)
    audit.record(by=by, action="policy.adopted", target=policy, code=policy.code)
    return policy


@transaction.atomic
def refuse_change(*, by: User, change: PolicyChange, answer: str) -> None:
    change = _decidable(by, change)
    if not answer.strip():
        raise RuleBroken("policy.answer_missing", _("请写明不采用的理由。"), "answer")
    _decide(by, change, PolicyChange.State.REFUSED, answer)
    audit.record(by=by, action="policy.refused", target=change, code=change.code)


def _decidable(by: User, change: PolicyChange) -> PolicyChange:
    require(scope_required(), "policy.adopt")
    change = PolicyChange.objects.select_for_update().get(pk=change.pk)
    if change.state != PolicyChange.State.PROPOSED:
        raise Conflict("policy.already_decided", _("这项修改已经核定过。请刷新页面查看。"))
    if change.proposed_by_id == by.pk:
        raise RuleBroken("policy.same_hand", _("提出修改的人不能自己核定。请由另一位同事办理。"))
    return change


def _decide(by: User, change: PolicyChange, state: Any, answer: str) -> None:
    PolicyChange.objects.filter(pk=change.pk).update(
        state=state, answer=answer.strip(), decided_by=by, decided_at=Now()
    )


def _name(user: User) -> str:
    return (user.name or user.username)[:40]


@transaction.atomic
def verify_text(*, by: User, policy: Policy) -> None:
    """Somebody compared a text with its source. Errors: Conflict (verified already)."""
    require(scope_required(), "policy.adopt")
    if not Policy.objects.filter(pk=policy.pk, verified_by="").update(verified_by=_name(by)):
        raise Conflict("policy.already_verified", _("这条文本已经核对过。请刷新页面查看。"))
    audit.record(by=by, action="policy.verified", target=policy, code=policy.code)


@transaction.atomic
def fill_holidays(*, by: User | None, year: int) -> int:
    """The days of `year` from the library, beside what was entered by hand; the number of days that were new.
    RuleBroken when the library does not know the year yet."""
    require(scope_required(), "holiday.change")
    days = holidays.special_days(year)
    if not days:
        detail = _("%(year)s年的放假安排还没有收录。请按国务院办公厅的通知逐日录入，或升级系统后再试。")
        raise RuleBroken("holiday.year_unknown", detail % {"year": year}, "year")
    known = set(Holiday.objects.filter(day__year=year).values_list("day", flat=True))
    rows = [Holiday(day=d, working=w, name=n, source=holidays.SOURCE) for d, w, n in days if d not in known]
    Holiday.objects.bulk_create(rows)
    audit.record(by=by, action="holiday.filled", year=year, days=len(rows))
    return len(rows)


@transaction.atomic
def enter_holiday(*, by: User, holiday: Holiday) -> None:
    """Adds or changes one day."""
    require(scope_required(), "holiday.change")
    holiday.save()
    audit.record(by=by, action="holiday.entered", target=str(holiday.day))
