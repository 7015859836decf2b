"""Warm homes: opened, open, rated; the indicators by which they are rated; activities."""

from django.utils.translation import gettext_lazy as _

from reporting.catalogue import AtMost, Indicator, Nature
from reporting.units import INDICATORS, ORGANISATIONS, PERSON_TIMES_AT_EVENTS, TIMES

OPENED_COMMUNITY = Indicator(
    code="warm_homes.opened_community",
    label=_("新建社区级温馨家园"),
    unit=ORGANISATIONS,
    codes=("warm_home.opened",),
    detail="community",
    seed_fact="H1",
    definition=_("当年开办的社区级温馨家园，按开办日期、按家去重。"),
)
OPENED_DISTRICT = Indicator(
    code="warm_homes.opened_district",
    label=_("新建区级温馨家园"),
    unit=ORGANISATIONS,
    codes=("warm_home.opened",),
    detail="district",
    seed_fact="H2",
    definition=_("当年开办的区级温馨家园，按开办日期、按家去重。"),
)
OPEN = Indicator(
    code="warm_homes.open",
    label=_("开办中的温馨家园"),
    unit=ORGANISATIONS,
    codes=("warm_home.opened",),
    nature=Nature.STOCK,
    definition=_("期末已开办、没有停办的温馨家园，按家去重。"),
)
RATED = Indicator(
    code="warm_homes.rated",
    label=_("完成星级评估的温馨家园"),
    unit=ORGANISATIONS,
    codes=("home_rating.rated",),
    seed_fact="H3",
    definition=_("当年评定星级的温馨家园，按家去重。"),
)
RATING_INDICATORS = Indicator(
    code="warm_homes.rating_indicators",
    label=_("星级评估指标"),
    unit=INDICATORS,
    codes=("rating_scheme.adopted_indicator",),
    nature=Nature.STOCK,
    whole=True,
    seed_fact="H4",
    definition=_("期末正在使用的评估方案里的指标，一项一条。"),
)
ACTIVITIES = Indicator(
    code="warm_homes.activities",
    label=_("温馨家园活动"),
    unit=TIMES,
    codes=("home_activity.held",),
    definition=_("当年温馨家园举办的活动次数。"),
)
ATTENDANCE = Indicator(
    code="warm_homes.attendance",
    label=_("参加温馨家园活动"),
    unit=PERSON_TIMES_AT_EVENTS,
    codes=("home_activity.attended",),
    definition=_("当年参加温馨家园活动的人次，包括亲友和志愿者；同一人参加几次计几次。"),
)

AtMost(smaller=RATED, larger=OPEN, because=_("只有开办中的温馨家园参加评估；当年停办的请核对。"))
