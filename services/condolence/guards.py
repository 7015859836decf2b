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
from services.people.models import Person
from services.policy.models import Policy

CAME_TO_NOTHING = (Status.ANNULLED, Status.WITHDRAWN, Status.REJECTED, Status.ENDED)


def campaign_claim(case: Case, details: dict[str, Any]) -> str:
    return f"{case.kind}:{details['year']}:{details['occasion']}:{case.household_id or case.person_id}"


def _refuse_twin(rows: Any, details: dict[str, Any]) -> None:
    """The claim refuses a twin that is still open; this one also a twin that was handed over."""
    twins = rows.filter(year=details["year"], occasion=details["occasion"]).exclude(case__status__in=CAME_TO_NOTHING)
    if twin := twins.select_related("case").first():
        detail = _("这次慰问（%(campaign)s）已经登记过：%(number)s。请打开它，不要重复登记。")
        values = {"campaign": twin.campaign, "number": twin.case.number}
        raise Conflict("case.already_registered", detail % values, "person")


def household_once_a_campaign(*, on: dt.date, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    if household := person.household_on(on):
        _refuse_twin(HouseholdCondolence.objects.filter(case__household=household), details)


def student_once_a_campaign(*, person: Person, details: dict[str, Any], **_kwargs: Any) -> None:
    _refuse_twin(StudentCondolence.objects.filter(case__person=person), details)


def goods_of(case: Case) -> Any:
    return Entry.objects.filter(case=case).standing().of(f"{case.kind}.goods")


def within_standard(term: str) -> Callable[..., None]:
    """A guard: the cash is at most the standard of that day, and something is handed over at all."""

    def guard(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
        standard = Policy.objects.texts(on).yuan(term)
        amount = data["amount"]
        if amount > standard:
            detail = _("慰问金标准是每次%(standard)s元，不能超过它。请核对金额；标准有变的，请先修改政策条款。")
            raise RuleBroken("condolence.above_standard", detail % {"standard": standard}, "amount")
        if not amount and not goods_of(case).exists():
            detail = _("慰问金和慰问品都没有登记。请填写金额，或先登记慰问品。")
            raise RuleBroken("condolence.nothing_given", detail, "amount")

    return guard
