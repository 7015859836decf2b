"""Hotline work orders: assessed from January to October (relation R29), so that every figure says its months."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Filter, Funnel, Indicator, Ratio
from reporting.periods import Span
from reporting.rates import Mean
from reporting.units import ORDERS, WORKING_DAYS

ASSESSED = Span(first=1, last=10)
RESOLVED_OUTCOMES = ("resolved_satisfied", "resolved_unsatisfied")
SATISFIED_OUTCOMES = ("resolved_satisfied", "unresolved_satisfied")

HOTLINE_ORDERS = Indicator(
    code="hotline.orders",
    label=_("接诉即办工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_order.received",),
    span=ASSESSED,
    seed_fact="V16",
    definition=_("考核期（1月1日至10月31日）市级派来的工单，按市级派单日期。"),
)
YEAR_ORDERS = Indicator(
    code="hotline.year_orders",
    label=_("接诉即办工单（全年）"),
    unit=ORDERS,
    codes=("hotline_order.received",),
    definition=_("全年市级派来的工单，按市级派单日期。与考核期的数字期间不同，不能比较。"),
)
RESPONDED_IN_TIME = Indicator(
    code="hotline.responded_in_time",
    label=_("按时响应的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_time.responded",),
    span=ASSESSED,
    definition=_("考核期派来的工单中，在时限内首次联系反映人的，按市级派单日期。"),
)
RESPONSE_RATE = Ratio(
    code="hotline.response_rate",
    label=_("工单响应率（1—10月）"),
    numerator=RESPONDED_IN_TIME,
    denominator=HOTLINE_ORDERS,
    definition=_("考核期按时响应的工单除以派来的工单，百分数截取两位小数。"),
)
ANSWERED_IN_TIME = Indicator(
    code="hotline.answered_in_time",
    label=_("按时答复的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_time.answered",),
    span=ASSESSED,
    definition=_("考核期派来的工单中，在时限内答复的，按市级派单日期。"),
)
ANSWER_RATE = Ratio(
    code="hotline.answer_rate",
    label=_("工单按时答复率（1—10月）"),
    numerator=ANSWERED_IN_TIME,
    denominator=HOTLINE_ORDERS,
    definition=_("考核期按时答复的工单除以派来的工单，百分数截取两位小数。"),
)
ANSWERED = Indicator(
    code="hotline.answered",
    label=_("答复的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_time.taken",),
    span=ASSESSED,
    definition=_("考核期内答复的工单，按答复日期；退回重办的按最后一次答复。"),
)
ANSWER_DAYS = Indicator(
    code="hotline.answer_days",
    label=_("答复用时合计（1—10月）"),
    unit=WORKING_DAYS,
    codes=("hotline_time.taken",),
    span=ASSESSED,
    definition=_("考核期内答复的工单，从市级派单次日到答复当日的工作日之和。"),
)
MEAN_ANSWER_TIME = Mean(
    code="hotline.answer_time",
    label=_("平均答复用时（1—10月）"),
    numerator=ANSWER_DAYS,
    denominator=ANSWERED,
    digits=1,
    definition=_("考核期内答复用时合计除以答复的工单，截取一位小数。"),
)
CLOSED = Indicator(
    code="hotline.closed",
    label=_("回访办结的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_order.closed",),
    span=ASSESSED,
    definition=_("考核期内回访办结的工单，按回访日期。"),
)
RESOLVED = Indicator(
    code="hotline.resolved",
    label=_("反映人认为已解决的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_order.closed",),
    filters=(Filter("detail", "in", RESOLVED_OUTCOMES),),
    span=ASSESSED,
    definition=_("考核期内回访办结的工单中，反映人认为已解决的。"),
)
SATISFIED = Indicator(
    code="hotline.satisfied",
    label=_("反映人满意的工单（1—10月）"),
    unit=ORDERS,
    codes=("hotline_order.closed",),
    filters=(Filter("detail", "in", SATISFIED_OUTCOMES),),
    span=ASSESSED,
    definition=_("考核期内回访办结的工单中，反映人表示满意的。"),
)
RESOLUTION_RATE = Ratio(
    code="hotline.resolution_rate",
    label=_("工单解决率（1—10月）"),
    numerator=RESOLVED,
    denominator=CLOSED,
    definition=_("考核期反映人认为已解决的工单除以回访办结的工单，百分数截取两位小数。"),
)
SATISFACTION_RATE = Ratio(
    code="hotline.satisfaction_rate",
    label=_("工单满意率（1—10月）"),
    numerator=SATISFIED,
    denominator=CLOSED,
    definition=_("考核期反映人表示满意的工单除以回访办结的工单，百分数截取两位小数。"),
)

Funnel(
    code="hotline.funnel",
    label=_("接诉即办工单的进度（1—10月派单）"),
    indicators=(HOTLINE_ORDERS, ANSWERED, CLOSED),
)
AtMost(smaller=RESPONDED_IN_TIME, larger=HOTLINE_ORDERS, because=_("按时响应的工单是派来的工单的一部分。"))
AtMost(smaller=ANSWERED_IN_TIME, larger=HOTLINE_ORDERS, because=_("按时答复的工单是派来的工单的一部分。"))
AtMost(smaller=HOTLINE_ORDERS, larger=YEAR_ORDERS, because=_("考核期的工单是全年工单的一部分。"), relation="R29")
