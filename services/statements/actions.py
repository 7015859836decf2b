"""What the confirmation of a statement writes: the value, dated on the last day of its year, in the ledger."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from accounts.errors import Malformed
from accounts.models import User
from services.cases.models import Case
from services.ledger import actions as ledger
from services.ledger.models import Entry
from services.statements import registry
from services.statements.models import Statement

VALUE, CONFIRMED = "stated.value", "statement.confirmed"


def check(*, on: dt.date, details: dict[str, Any], **_kwargs: Any) -> None:
    """A number of things is whole and not below nought; nothing is stated of a year that has not begun."""
    known = registry.KNOWN.get(details["figure"])
    if known is None:
        raise Malformed("statement.unknown_figure", _("没有这个数据项，或者它已由记录统计。请从列表里选择。"), "figure")
    if details["year"] > on.year:
        raise Malformed("statement.year_in_future", _("所属年度还没有开始。请核对年度。"), "year")
    if known.whole_numbers and (details["value"] % 1 or details["value"] < 0):
        detail = _("这个数据项的单位是“%(unit)s”，请填写不小于零的整数。")
        raise Malformed("statement.not_whole", detail % {"unit": known.unit}, "value")


def columns_of(figure: str, value: Any) -> dict[str, Any]:
    """Where the ledger holds the value of that figure: quantity or amount."""
    return {"quantity": int(value)} if registry.KNOWN[figure].whole_numbers else {"quantity": 0, "amount": value}


def state(*, by: User | None, case: Case, entry: Entry, **_kwargs: Any) -> None:
    """The value stands from now on in the place of the one before it."""
    one = Statement.objects.get(pk=case.pk)
    day = dt.date(one.year, 12, 31)
    former = Entry.objects.of(VALUE).standing().filter(detail=one.figure, happened_on=day).first()
    if former:
        ledger.void(by=by, entry=former, reason=_("由 %(number)s 取代") % {"number": case.number})
    ledger.record(
        by=by,
        code=VALUE,
        on=day,
        street_id=case.street_id,
        case=case,
        detail=one.figure,
        replaces=former,
        reason=_("%(source)s：“%(wording)s”") % {"source": one.source, "wording": one.wording[:90]},
        **columns_of(one.figure, one.value),
    )


def unstate(*, by: User | None, case: Case, again: Entry | None, reason: str, **_kwargs: Any) -> None:
    """The confirmation was taken back: so is the value. The one that it had replaced stands again, if its own statement
    is still confirmed."""
    stated = Entry.objects.filter(case=case).of(VALUE).standing().first()
    if again or stated is None:
        return
    ledger.void(by=by, entry=stated, reason=reason)
    former = stated.replaces
    while former and not Entry.objects.filter(case=former.case_id).of(CONFIRMED).standing().exists():
        former = former.replaces
    if former and former.case:
        state(by=by, case=former.case, entry=former)
