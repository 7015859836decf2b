"""Indicators of plans: how many there are, how many are reached."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Indicator, Nature, Ratio
from reporting.units import PLAN_INDICATORS


def _stock(code: str, label, ledger_code: str, fact: str, definition) -> Indicator:
    return Indicator(
        code=code,
        label=label,
        unit=PLAN_INDICATORS,
        codes=(ledger_code,),
        nature=Nature.STOCK,
        whole=True,
        seed_fact=fact,
        definition=definition,
    )


PLAN_MET = _stock(
    "plans.plan_met",
    _("已达标的规划指标"),
    "plan_target.met",
    "G8/1",
    _("期末已认定达标的五年规划指标。有统计指标的按统计数认定，没有的按文件认定。"),
)
PLAN_TOTAL = _stock(
    "plans.plan_total", _("规划指标"), "plan_target.set", "G8/2", _("期末在考核的五年规划指标，含已达标的。")
)
NATIONAL_MET = _stock(
    "plans.national_met",
    _("已达标的国家任务指标"),
    "national_target.met",
    "G11/1",
    _("期末已认定达标的国家任务指标。有统计指标的按统计数认定，没有的按文件认定。"),
)
NATIONAL_TOTAL = _stock(
    "plans.national_total",
    _("国家任务指标"),
    "national_target.set",
    "G11/2",
    _("期末在考核的国家任务指标，含已达标的。"),
)
PLAN_SHARE = Ratio(
    code="plans.plan_share",
    label=_("规划指标达标率"),
    numerator=PLAN_MET,
    denominator=PLAN_TOTAL,
    definition=_("期末已达标的规划指标除以在考核的规划指标，百分数截取两位小数。"),
)
NATIONAL_SHARE = Ratio(
    code="plans.national_share",
    label=_("国家任务指标达标率"),
    numerator=NATIONAL_MET,
    denominator=NATIONAL_TOTAL,
    definition=_("期末已达标的国家任务指标除以在考核的指标，百分数截取两位小数。"),
)

MET = _("达标的指标是在考核的指标的一部分。已不再考核的请核对。")
AtMost(smaller=PLAN_MET, larger=PLAN_TOTAL, because=MET)
AtMost(smaller=NATIONAL_MET, larger=NATIONAL_TOTAL, because=MET)
