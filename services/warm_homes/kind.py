"""The lives of warm homes and of their rating: DOMAIN section A.5.

warm home:      planned -> opened -> closed                                   (H1, H2; a stock of open homes)
rating scheme:  drafted with its indicators -> adopted -> ended               (H4; the district's own)
rating sheet:   begun with a score per indicator -> handed in                 (one a rater, home and year)
home rating:    begun -> rated, appealed, decided ... -> published            (H3)
home activity:  held -> attended ... -> closed
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.spells import ends, still_ended
from services.cases.workflow import other_hand
from services.warm_homes import actions, guards

S = Status
REASON = StepField("reason", _("说明"))


def _on(label) -> StepField:
    return StepField("on", label, "date")


def _choice(label, *choices) -> StepField:
    return StepField("detail", label, "choice", choices=choices)


WARM_HOME = Kind(
    code="warm_home",
    label=_("温馨家园"),
    prefix="WH",
    subject=Subject.ORGANISATION,
    model="warm_homes.WarmHome",
    opening=Step("warm_home.planned", _("计划开办"), "case.enter", to=S.SUBMITTED, fields=(_on(_("计划日期")),)),
    steps=(
        Step(
            "warm_home.opened",
            _("开办"),
            "case.approve",
            from_=(S.SUBMITTED,),
            to=S.ACTIVE,
            fields=(
                _on(_("开办日期")),
                _choice(_("级别"), ("community", _("社区级")), ("street", _("街道级")), ("district", _("区级"))),
            ),
            amended=still_ended,
        ),
        Step(
            "warm_home.dropped",
            _("不再开办"),
            "case.enter",
            from_=(S.SUBMITTED,),
            to=S.WITHDRAWN,
            fields=(ON, REASON),
            quiet=True,
        ),
        Step(
            "warm_home.closed",
            _("停办"),
            "case.approve",
            from_=(S.ACTIVE,),
            to=S.ENDED,
            fields=(_on(_("停办日期")), REASON),
            effect=ends("opened"),
            quiet=True,
        ),
    ),
    claim=guards.home_claim,
)

RATING_SCHEME = Kind(
    code="rating_scheme",
    label=_("星级评估方案"),
    prefix="WS",
    subject=Subject.NONE,
    model="warm_homes.RatingScheme",
    details=("warm_homes.RatingIndicator",),
    whole=True,
    opening=Step("rating_scheme.drafted", _("拟定"), "register.enter", to=S.SUBMITTED, fields=(_on(_("拟定日期")),)),
    steps=(
        Step(
            "rating_scheme.adopted",
            _("印发"),
            "register.enter",
            from_=(S.SUBMITTED,),
            to=S.ACTIVE,
            fields=(_on(_("印发日期")),),
            guards=(other_hand("drafted"),),
            effect=actions.adopt_indicators,
        ),
        Step(
            "rating_scheme.ended",
            _("停止使用"),
            "register.enter",
            from_=(S.ACTIVE,),
            to=S.ENDED,
            fields=(_on(_("停用日期")), REASON),
            effect=ends("adopted_indicator"),
            quiet=True,
        ),
    ),
)

RATING_SHEET = Kind(
    code="rating_sheet",
    label=_("评估打分表"),
    prefix="WP",
    subject=Subject.ORGANISATION,
    model="warm_homes.RatingSheet",
    details=("warm_homes.RatingScore",),
    opening=Step("rating_sheet.begun", _("打分"), "register.enter", to=S.SUBMITTED, fields=(_on(_("打分日期")),)),
    steps=(
        Step(
            "rating_sheet.handed_in",
            _("提交打分表"),
            "register.enter",
            from_=(S.SUBMITTED,),
            to=S.COMPLETED,
            fields=(_on(_("提交日期")),),
            guards=(guards.rows_of_the_scheme,),
        ),
        Step(
            "rating_sheet.withdrawn",
            _("撤回"),
            "register.enter",
            from_=(S.SUBMITTED,),
            to=S.WITHDRAWN,
            fields=(ON, REASON),
            quiet=True,
        ),
    ),
    claim=guards.sheet_claim,
)

HOME_RATING = Kind(
    code="home_rating",
    label=_("星级评估"),
    prefix="WR",
    subject=Subject.ORGANISATION,
    model="warm_homes.HomeRating",
    opening=Step("home_rating.begun", _("开始评估"), "register.enter", to=S.SUBMITTED, fields=(_on(_("开始日期")),)),
    steps=(
        Step(
            "home_rating.rated",
            _("评定星级"),
            "register.enter",
            from_=(S.SUBMITTED,),
            to=S.ASSESSED,
            fields=(
                _on(_("评定日期")),
                _choice(
                    _("星级"),
                    ("five", _("五星级")),
                    ("four", _("四星级")),
                    ("three", _("三星级")),
                    ("two", _("二星级")),
                    ("one", _("一星级")),
                    ("none", _("未达到星级")),
                ),
            ),
            guards=(guards.every_rater_has_scored,),
        ),
        Step(
            "home_rating.appealed",
            _("登记申诉"),
            "case.review",
            from_=(S.ASSESSED,),
            fields=(_on(_("申诉日期")), StepField("reason", _("申诉理由"))),
            quiet=True,
        ),
        Step(
            "home_rating.appeal_decided",
            _("登记复核结果"),
            "register.enter",
            from_=(S.ASSESSED,),
            fields=(
                _on(_("复核日期")),
                _choice(_("结果"), ("upheld", _("维持原星级")), ("changed", _("改变星级，已更正评定记录"))),
                StepField("reason", _("复核意见")),
            ),
            guards=(guards.has_an_open_appeal, other_hand("rated")),
            quiet=True,
        ),
        Step(
            "home_rating.published",
            _("公布星级"),
            "register.enter",
            from_=(S.ASSESSED,),
            to=S.COMPLETED,
            fields=(_on(_("公布日期")),),
            guards=(guards.no_open_appeal, other_hand("rated")),
        ),
    ),
    claim=guards.rating_claim,
)

HOME_ACTIVITY = Kind(
    code="home_activity",
    label=_("温馨家园活动"),
    prefix="WA",
    subject=Subject.ORGANISATION,
    model="warm_homes.HomeActivity",
    opening=Step("home_activity.held", _("举办"), "case.enter", to=S.ACTIVE, fields=(_on(_("举办日期")),)),
    steps=(
        Step(
            "home_activity.attended",
            _("登记参加人次"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(
                ON,
                StepField("quantity", _("人次"), "integer"),
                _choice(
                    _("参加的人"),
                    ("disabled", _("残疾人")),
                    ("relatives", _("亲友和志愿者")),
                    ("mixed", _("未分开统计")),
                ),
            ),
        ),
        Step("home_activity.closed", _("办结"), "case.enter", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
    ),
    claim=guards.activity_claim,
)
KINDS = (WARM_HOME, RATING_SCHEME, RATING_SHEET, HOME_RATING, HOME_ACTIVITY)
