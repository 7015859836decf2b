"""Between the workflow and the pure rules, and what a step refuses besides, in words."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed, RuleBroken
from services.cases.entitlement import Application
from services.cases.models import Case
from services.ledger.models import Entry
from services.policy.verdict import Verdict
from services.rehabilitation import rules


def judge_adult(asked: Application) -> Verdict:
    return rules.adult_rehab(person=asked.who, applied_on=asked.applied_on, day=asked.day, texts=asked.texts)


def judge_child(asked: Application) -> Verdict:
    return rules.child_rehab(person=asked.who, applied_on=asked.applied_on, day=asked.day, texts=asked.texts)


def _entries(case: Case, slug: str) -> Any:
    return Entry.objects.filter(case=case).standing().of(f"{case.kind}.{slug}")


def one_session_a_day_and_provider(*, case: Case, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    if _entries(case, "session").filter(happened_on=on, organisation=data["organisation"]).exists():
        detail = _("这一天在这家机构的训练已经登记过。请核对日期，不要重复登记。")
        raise Conflict("session.already_recorded", detail, "on")


def was_assessed_suitable(*, case: Case, **_kwargs: Any) -> None:
    if _entries(case, "assessed").exclude(detail="suitable").exists():
        raise RuleBroken("assessment.negative", _("评估结果不是“适合训练”，不能入训。请退回重新评估或不予批准。"))


def date_is_in_the_month(*, on: dt.date, data: dict[str, Any], **_kwargs: Any) -> None:
    month = data["for_month"]
    if (on.year, on.month) != (month.year, month.month):
        raise Malformed("month.disagrees", _("日期不在所属月份之内，请核对。"), "on")
