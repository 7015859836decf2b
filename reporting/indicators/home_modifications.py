"""Home modifications: households, each counted in the year of the milestone (relation R23)."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Funnel, Indicator
from reporting.units import HOUSEHOLDS, YUAN

SUBMITTED = Indicator(
    code="home_modifications.submitted",
    label=_("提出申请"),
    unit=HOUSEHOLDS,
    codes=("home_modification.submitted",),
    definition=_("当年提出无障碍改造申请的家庭，按户去重。"),
)
ASSESSED = Indicator(
    code="home_modifications.assessed",
    label=_("完成评估"),
    unit=HOUSEHOLDS,
    codes=("home_modification.assessed",),
    seed_fact="V11",
    definition=_("当年完成入户评估的家庭，按评估日期、按户去重，不论何时申请。"),
)
BUILT = Indicator(
    code="home_modifications.built",
    label=_("完成改造"),
    unit=HOUSEHOLDS,
    codes=("home_modification.built",),
    seed_fact="V12",
    definition=_("当年施工完成的家庭，按完工日期、按户去重，不论何时评估。"),
)
ACCEPTED = Indicator(
    code="home_modifications.accepted",
    label=_("通过验收"),
    unit=HOUSEHOLDS,
    codes=("home_modification.accepted",),
    seed_fact="V13",
    definition=_("当年通过验收的家庭，按验收日期、按户去重，不论何时改造。"),
)
AMOUNT = Indicator(
    code="home_modifications.amount",
    label=_("改造补贴发放金额"),
    unit=YUAN,
    codes=("home_modification.paid",),
    definition=_("当年发放的家庭无障碍改造补贴金额之和，按发放日期。"),
)

Funnel(code="home_modifications.funnel", label=_("家庭无障碍改造的进度"), indicators=(ASSESSED, BUILT, ACCEPTED))
LATER = _("三个数字是同一批案件先后的环节。多于前一环节时，应有上年评估或改造的家庭；请打开名单核对。")
AtMost(smaller=BUILT, larger=ASSESSED, because=LATER, relation="R23")
AtMost(smaller=ACCEPTED, larger=BUILT, because=LATER, relation="R23")
