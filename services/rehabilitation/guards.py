"""Between the workflow and the pure rules: fetches values and terms, and says no in words, every reason at once."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, Malformed, Problem, RuleBroken
from services.cases.models import Case
from services.ledger.models import Entry
from services.people.models import Person
from services.policy.models import Policy
from services.rehabilitation import rules

SENTENCES = {
    ("adult", "RC04"): _("成年残疾人康复要求申请时满%(limit)s岁。未满的请办理儿童康复。"),
    ("adult", "RC02"): _("此人在申请日期没有有效的残疾人证。请先登记残疾人证。"),
    ("child", "RC04"): _("儿童康复要求申请时不满%(limit)s岁。已满的请办理成年康复。"),
    ("child", "RC02"): _("此儿童没有有效的残疾人证，也没有标明疑似。请先在“更正资料”里勾选疑似残疾儿童。"),
}


def _refuse(group: str, codes: list[str], limit: Any) -> None:
    if codes:
        sentences = [(code, SENTENCES[group, code] % {"limit": int(limit)}) for code in codes]
        problems = [Problem("person", f"refusal.{code.lower()}", sentence) for code, sentence in sentences]
        raise RuleBroken(problems[0].code, sentences[0][1], "person", problems)


def is_adult_with_certificate(*, on: dt.date, person: Person, **_kwargs: Any) -> None:
    limit = Policy.objects.term("adult_rehab.age_from", on)
    certificate = person.certificate_on(on)
    _refuse(
        "adult",
        rules.adult_refusals(age=person.age_on(on), age_from=limit, has_certificate=certificate is not None),
        limit,
    )


def is_child_with_certificate_or_suspected(*, on: dt.date, person: Person, **_kwargs: Any) -> None:
    limit = Policy.objects.term("child_rehab.age_below", on)
    codes = rules.child_refusals(
        age=person.age_on(on),
        age_below=limit,
        has_certificate=person.certificate_on(on) is not None,
        suspected=person.suspected,
    )
    _refuse("child", codes, limit)


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
