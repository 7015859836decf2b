"""What a step of a target refuses, in words; and what a target's actual value is. Reads only."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import RuleBroken
from services.cases.models import Case
from services.ledger.models import Entry
from services.plans import figures, rules


def actual(case: Case, year: int) -> Decimal | None:
    """As the figure says, or as last measured by the end of `year`; None when neither is there."""
    target = case.of_kind.detail_model.objects.get(pk=case.pk)
    if target.figure:
        return figures.value_of(target.figure, year)
    rows = Entry.objects.filter(case=case, happened_on__year__lte=year).of(f"{case.kind}.measured").standing()
    last = rows.order_by("-happened_on", "-id").first()
    return last.amount if last else None


def only_without_a_figure(*, case: Case, **_kwargs: Any) -> None:
    if case.of_kind.detail_model.objects.get(pk=case.pk).figure:
        detail = _("这个指标的实际值由系统从记录统计，不需要登记。数字有误的，请打开统计指标核对记录。")
        raise RuleBroken("target.is_counted", detail)


def is_reached(*, case: Case, on: dt.date, **_kwargs: Any) -> None:
    target, found = case.of_kind.detail_model.objects.get(pk=case.pk), actual(case, on.year)
    if found is None:
        raise RuleBroken("target.not_measured", _("还没有实际值。请先登记实际值和依据。"))
    if not rules.is_met(found, target.comparison, target.target):
        detail = _("实际值 %(actual)s 没有达到目标（%(comparison)s %(target)s）。请核对实际值或目标。")
        words = {"actual": found, "comparison": target.get_comparison_display(), "target": target.target}
        raise RuleBroken("target.not_reached", detail % words)
