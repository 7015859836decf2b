"""The monthly sheet of an institution: who trained there, on which days or how often."""

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.errors import DomainError, Malformed, Problem, RuleBroken
from accounts.models import User
from services.cases import workflow
from services.cases.grids import Grid, Values, case_of, with_case
from services.cases.kinds import Kind, Status, StepField
from services.ledger.models import Entry
from services.people.models import Person
from services.rehabilitation.kind import ADULT, ADULT_REHAB, CHILD, CHILD_REHAB, PROVIDER

ACTIVE: Any = Status.ACTIVE
OFFER = {
    "offer": _("带入上月的人员"),
    "offer_help": _("选好机构和月份后使用；没有来的人那一行空着即可。"),
}
HEAD = (PROVIDER, StepField("for_month", _("所属月份"), "month"))


def _month_before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


def _before(code: str, head: Values) -> Iterable[UUID]:
    """Who trained at the institution in the month before."""
    month = _month_before(head["for_month"])
    rows = Entry.objects.standing().of(code).filter(organisation=head["organisation"])
    rows = rows.filter(happened_on__gte=month, happened_on__lt=head["for_month"])
    return rows.values_list("person", flat=True).distinct().order_by()


def _enter_days(*, by: User, today: dt.date, person: Person, head: Values, row: Values) -> list[Entry]:
    month, last = head["for_month"], calendar.monthrange(head["for_month"].year, head["for_month"].month)[1]
    if row["days"][-1] > last:
        detail = _("这个月没有%(day)s号，请核对。")
        raise Malformed("date.not_in_month", detail % {"day": row["days"][-1]}, "days")
    case = case_of(person, ADULT, ACTIVE)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for day in row["days"]:
        try:
            values = {"on": month.replace(day=day), "organisation": head["organisation"]}
            entries.append(_move(by, today, case, ADULT_REHAB, "session", **values))
        except DomainError as error:
            told = _("%(day)s号：%(detail)s") % {"day": day, "detail": error.detail}
            problems.append(Problem("days", error.code, told))
    if problems:
        raise RuleBroken("sheet.days_refused", problems[0].detail, problems=problems)
    return entries


def _enter_month(*, by: User, today: dt.date, person: Person, head: Values, row: Values) -> list[Entry]:
    case = case_of(person, CHILD, ACTIVE)
    values = {"for_month": head["for_month"], "quantity": row["quantity"], "organisation": head["organisation"]}
    return [_move(by, today, case, CHILD_REHAB, "attended", on=row["on"], **values)]


def _move(by: User, today: dt.date, case: Any, kind: Kind, slug: str, **values: Any) -> Entry:
    return workflow.move(by=by, case=case, step=kind.step(slug), today=today, **values)


GRIDS = (
    Grid(
        code="adult_sessions",
        label=_("成年康复：机构月度训练表"),
        right="case.enter",
        head=HEAD,
        columns=(StepField("days", _("训练日期（几号）"), "days"),),
        enter=_enter_days,
        unit=_("人次"),
        size=lambda row: len(row["days"]),
        narrow=with_case(ADULT, ACTIVE),
        before=lambda head: _before(f"{ADULT}.session", head),
        **OFFER,
        remembered=("organisation",),
        help=_("一家机构一个月一张表：每人一行，写明是几号，例如“3 5 12-14”。"),
    ),
    Grid(
        code="child_attendance",
        label=_("儿童康复：机构月度训练表"),
        right="case.enter",
        head=HEAD,
        columns=(
            StepField("quantity", _("训练次数"), "integer"),
            StepField("on", _("最后一次训练的日期"), "date"),
        ),
        enter=_enter_month,
        unit=_("次"),
        size=lambda row: row["quantity"],
        narrow=with_case(CHILD, ACTIVE),
        before=lambda head: _before(f"{CHILD}.attended", head),
        **OFFER,
        remembered=("organisation",),
        help=_("一家机构一个月一张表：每个儿童一行，写明全月次数和最后一次训练的日期。"),
    ),
)
