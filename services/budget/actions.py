"""The only writers of the budget: one enters, another confirms."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, RuleBroken
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from services.budget.models import BudgetLine, FunctionCode


@transaction.atomic
def enter(
    *, by: User | None, function: FunctionCode, kind: str, original: Decimal, adjusted: Decimal, source: str
) -> BudgetLine:
    """Errors: NotAllowed; the same programme twice (constraint)."""
    require(scope_required(), "budget.enter")
    line = BudgetLine(
        function=function, kind=kind, original=original, adjusted=adjusted, source=source.strip(), entered_by=by
    )
    line.save(force_insert=True)
    audit.record(by=by, action="budget.entered", target=line, kind=kind)
    return line


@transaction.atomic
def adjust(*, by: User | None, line: BudgetLine, adjusted: Decimal, source: str) -> None:
    """Another amount during the year; it has to be confirmed again."""
    require(scope_required(), "budget.enter")
    BudgetLine.objects.filter(pk=line.pk).update(
        adjusted=adjusted, source=source.strip(), entered_by=by, confirmed_by=None
    )
    audit.record(by=by, action="budget.adjusted", target=line, kind=line.kind)


@transaction.atomic
def confirm(*, by: User, line: BudgetLine) -> None:
    """Errors: Conflict (confirmed), RuleBroken (same hand)."""
    require(scope_required(), "budget.confirm")
    line = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if line.confirmed_by_id:
        raise Conflict("budget.already_confirmed", _("这一行已经核定。请刷新页面查看。"))
    if line.entered_by_id == by.pk:
        raise RuleBroken("budget.same_hand", _("录入预算的人不能自己核定。请由另一位同事办理。"))
    BudgetLine.objects.filter(pk=line.pk).update(confirmed_by=by)
    audit.record(by=by, action="budget.confirmed", target=line, kind=line.kind)
