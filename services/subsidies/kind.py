"""The life of a subsidy: social insurance (C.1), fuel (C.2), home help (C.3 of DOMAIN).

submitted -> reviewed by the street -> approved by the district (the entitlement runs) -> paid month by month or
year by year -> ended. Figures: V4, V5, V6 count distinct persons with a payment dated in the period.
Three dates are kept apart: the month of entitlement (for_month), the decision (approved), the payment (paid).
"""

from functools import partial

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject, ordinary_exits
from services.cases.workflow import other_hand
from services.subsidies import guards

S = Status
AMOUNT = StepField("amount", _("金额（元）"), "money")
PAID_ON = StepField("on", _("发放日期"), "date")
MONTH = StepField("for_month", _("所属月份"), "month", help=_("补贴是为哪个月发的，不是发放的日期。"))
YEAR = StepField("for_month", _("所属年度（填该年1月）"), "month", help=_("每人每年一次，填该年1月。"))
ENDED_BECAUSE = (
    ("employed", _("已就业")),
    ("retired", _("达到年龄")),
    ("moved_out", _("户籍迁出")),
    ("certificate", _("残疾人证失效")),
    ("vehicle", _("车辆不再符合条件")),
    ("died", _("死亡")),
    ("own_request", _("本人申请")),
)


def subsidy(code: str, label: object, prefix: str, model: str, month: StepField, check=None, paid_guards=()) -> Kind:
    return Kind(
        code=code,
        label=label,
        prefix=prefix,
        subject=Subject.PERSON,
        model=f"subsidies.{model}",
        check=check,
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
            ),
            Step(
                f"{code}.paid",
                _("登记发放"),
                "case.pay",
                from_=(S.ACTIVE,),
                fields=(PAID_ON, month, AMOUNT),
                guards=(guards.not_in_future, other_hand("approved"), *paid_guards),
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
    "social_insurance", _("自主创业就业社会保险补贴"), "SI", "SocialInsuranceGrant", MONTH, check=guards.has_certificate
)
FUEL = subsidy(
    "fuel",
    _("机动轮椅车燃油补贴"),
    "FU",
    "FuelGrant",
    YEAR,
    check=guards.has_certificate,
    paid_guards=(guards.january,),
)
HOME_HELP = subsidy(
    "home_help",
    _("居家助残服务补贴"),
    "HH",
    "HomeHelpGrant",
    MONTH,
    check=partial(guards.of_home_help_age, then=guards.has_certificate),
)
KINDS = (SOCIAL_INSURANCE, FUEL, HOME_HELP)
