"""Between the workflow and the pure rules: fetches the values and terms that a rule needs, and says no in words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.errors import Malformed, RuleBroken
from services.people.models import Person
from services.policy.models import Policy
from services.subsidies import rules


def has_certificate(*, on: dt.date, person: Person, **_kwargs: Any) -> None:
    """RC02: a valid certificate on the day of application."""
    if person.certificate_on(on) is None:
        detail = _("此人在申请日期没有有效的残疾人证。请先登记残疾人证，或核对申请日期。")
        raise RuleBroken("certificate.not_valid", detail, "person")


def of_home_help_age(*, on: dt.date, person: Person, then: Callable, **kwargs: Any) -> None:
    low, high = (Policy.objects.term(f"home_help.age_{edge}", on) for edge in ("from", "below"))
    if rules.home_help_refusals(age=person.age_on(on), age_from=low, age_below=high):
        detail = _("申请时年龄应满%(low)s岁、不满%(high)s岁；此人为%(age)s岁。")
        values = {"low": int(low), "high": int(high), "age": person.age_on(on)}
        raise RuleBroken("age.outside", detail % values, "person")
    then(on=on, person=person, **kwargs)


def not_in_future(*, data: dict[str, Any], **_kwargs: Any) -> None:
    """A month that has not begun is not paid for."""
    if data["for_month"] > timezone.localdate():
        raise Malformed("month.in_future", _("所属月份还没有到，请核对。"), "for_month")


def january(*, data: dict[str, Any], **_kwargs: Any) -> None:
    """A yearly subsidy carries the January of its year, so that a year is paid once."""
    if data["for_month"].month != 1:
        raise Malformed("month.not_january", _("按年发放的补贴请填写该年1月，例如 2023-01。"), "for_month")
