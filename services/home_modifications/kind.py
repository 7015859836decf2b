"""The life of a home modification (家庭无障碍改造): DOMAIN section C.7. The household is what counts (户).

applied -> assessed at home -> designed (plan accepted by the person) -> built -> accepted jointly.
Figures: V11 assessed, V12 built, V13 accepted, each by the date of its milestone.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import Kind, Status, Step, StepField, Subject, ordinary_exits
from services.cases.workflow import other_hand

CODE = "home_modification"
S = Status
BUILDER = StepField("organisation", _("施工单位"), "organisation")
COST = StepField("amount", _("改造费用（元）"), "money")

HOME_MODIFICATION = Kind(
    code=CODE,
    label=_("家庭无障碍改造"),
    prefix="HM",
    subject=Subject.HOUSEHOLD,
    model="home_modifications.HomeModification",
    opening=Step(f"{CODE}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(f"{CODE}.assessed", _("入户评估"), "case.assess", from_=(S.SUBMITTED,), to=S.ASSESSED),
        Step(f"{CODE}.designed", _("确定改造方案"), "case.assess", from_=(S.ASSESSED,), to=S.DESIGNED),
        Step(
            f"{CODE}.built",
            _("完成施工"),
            "case.assess",
            from_=(S.DESIGNED,),
            to=S.BUILT,
            fields=(StepField("on", _("完工日期"), "date"), BUILDER, COST),
        ),
        Step(
            f"{CODE}.accepted",
            _("验收"),
            "case.approve",
            from_=(S.BUILT,),
            to=S.ACCEPTED,
            guards=(other_hand("built"),),
        ),
        *ordinary_exits(CODE, (S.SUBMITTED, S.ASSESSED, S.DESIGNED)),
    ),
    claim=lambda case, details: f"{CODE}:{case.household_id}",
)
KINDS = (HOME_MODIFICATION,)
