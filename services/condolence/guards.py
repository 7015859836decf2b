"""What a condolence refuses, in words: the same campaign twice, more than the standard, nothing at all. Reads only."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, RuleBroken
from services.cases.kinds import Status
from services.cases.models import Case
from services.condolence.models import HouseholdCondolence, StudentCondolence
from services.ledger.models import Entry
from services.policy.models import Policy

CAME_TO_NOTHING = (Status.ANNULLED, Status.WITHDRAWN, Status.REJECTED, Status.ENDED)


def _claim(rows: Any, subject: Any, case: Case, details: dict[str, Any]) -> str:
    """One case for each subject and campaign, also after it was handed over."""
    year, occasion = details["year"], details["occasion"]
    twins = rows.filter(year=year, occasion=occasion).exclude(case__status__in=CAME_TO_NOTHING)
    if twin := twins.select_related("case").first():
        detail = _("这次慰问（%(campaign)s）已经登记过：%(number)s。请打开它，不要重复登记。")
        values = {"campaign": twin.campaign, "number": twin.case.number}
        raise Conflict("case.already_registered", detail % values, "person")
    return f"{case.kind}:{year}:{occasion}:{subject}"


def household_claim(case: Case, details: dict[str, Any]) -> str:
    rows = HouseholdCondolence.objects.filter(case__household=case.household_id)
    return _claim(rows, case.household_id, case, details)


def student_claim(case: Case, details: dict[str, Any]) -> str:
    rows = StudentCondolence.objects.filter(case__person=case.person_id)
    return _claim(rows, case.person_id, case, details)


def goods_of(case: Case) -> Any:
    return Entry.objects.filter(case=case).standing().of(f"{case.kind}.goods")


def within_standard(term: str) -> Callable[..., None]:
    """A guard: the cash is at most the standard of that day, and something is handed over at all."""

    def guard(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
        standard = Policy.objects.texts(on).yuan(term)
        amount = data.get("amount") or 0
        if amount > standard:
            detail = _("慰问金标准是每次%(standard)s元，不能超过它。请核对金额；标准有变的，请先修改政策条款。")
            raise RuleBroken("condolence.above_standard", detail % {"standard": standard}, "amount")
        if not amount and not goods_of(case).exists():
            detail = _("慰问金和慰问品都没有登记。请填写金额，或先登记慰问品。")
            raise RuleBroken("condolence.nothing_given", detail, "amount")

    return guard
