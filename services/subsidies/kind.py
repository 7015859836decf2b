"""The life of a subsidy: social insurance (C.1), fuel (C.2), home help (C.3 of DOMAIN).

submitted -> reviewed by the street -> approved by the district (the entitlement runs) -> paid month by month or
year by year, through payment batches -> ended. Figures: V4, V5, V6 count distinct persons with a payment dated in
the period. Three dates are kept apart: the month of entitlement (for_month), the decision (approved), the payment.
"""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.subsidies import guards, words

S = Status
PAID = (
    StepField("on", _("发放日期"), "date"),
    StepField("for_month", _("所属月份"), "month", help=_("补贴是为哪个月发的，不是发放的日期。")),
    StepField("amount", _("金额（元）"), "money"),
)
PREMIUM = (
    StepField("on", _("核对日期"), "date"),
    StepField("for_month", _("自哪个月起"), "month"),
    StepField("amount", _("每月实缴保险费（元）"), "money", help=_("按缴费凭证填写。")),
)
ENDED_BECAUSE = (
    ("employed", _("已就业")),
    ("retired", _("达到年龄")),
    ("moved_out", _("户籍迁出")),
    ("certificate", _("残疾人证失效")),
    ("vehicle", _("车辆不再符合条件")),
    ("died", _("死亡")),
    ("own_request", _("本人申请")),
)


def subsidy(code: str, label: object, prefix: str, model: str, rule: Callable, *further: Step) -> Kind:
    return Kind(
        code=code,
        label=label,
        prefix=prefix,
        subject=Subject.PERSON,
        model=f"subsidies.{model}",
        rule=rule,
        words=words.WORDS,
        claim=lambda case, details: f"{code}:{case.person_id}",
        opening=Step(f"{code}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
        steps=(
            Step(f"{code}.reviewed", _("街道审核通过"), "case.review", from_=(S.SUBMITTED,), to=S.REVIEWED),
            Step(
                f"{code}.approved",
                _("区残联批准"),
                "case.approve",
                from_=(S.REVIEWED,),
                to=S.ACTIVE,
                guards=(other_hand("submitted", "reviewed"),),
                decides=True,
            ),
            *further,
            Step(
                f"{code}.paid",
                _("已发放"),
                "payment.reconcile",
                from_=(S.ACTIVE, S.ENDED),
                fields=PAID,
                internal=True,
            ),
            Step(
                f"{code}.ended",
                _("停发"),
                "case.approve",
                from_=(S.ACTIVE,),
                to=S.ENDED,
                fields=(ON, StepField("detail", _("停发原因"), "choice", choices=ENDED_BECAUSE)),
                quiet=True,
            ),
            *ordinary_exits(code, (S.SUBMITTED, S.REVIEWED)),
        ),
    )


SOCIAL_INSURANCE = subsidy(
    "social_insurance",
    _("自主创业就业社会保险补贴"),
    "SI",
    "SocialInsuranceGrant",
    guards.judge_social_insurance,
    Step(
        "social_insurance.premium",
        _("登记缴费变动"),
        "case.enter",
        from_=(S.SUBMITTED, S.REVIEWED, S.ACTIVE),
        fields=PREMIUM,
        quiet=True,
    ),
)
FUEL = subsidy("fuel", _("机动轮椅车燃油补贴"), "FU", "FuelGrant", guards.judge_fuel)
HOME_HELP = subsidy("home_help", _("居家助残服务补贴"), "HH", "HomeHelpGrant", guards.judge_home_help)
KINDS = (SOCIAL_INSURANCE, FUEL, HOME_HELP)
