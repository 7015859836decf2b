"""The life of a home modification (家庭无障碍改造): DOMAIN section C.7. The household is what counts (户).

applied -> assessed at home -> designed (plan accepted by the person; whether there is a claim is decided here) ->
built -> accepted jointly (the amount is decided here, from the cost); then paid through a payment batch.
Figures: V11 assessed, V12 built, V13 accepted, each by the date of its milestone.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.home_modifications import guards, words

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
    rule=guards.judge,
    words=words.WORDS,
    opening=Step(f"{CODE}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(f"{CODE}.assessed", _("入户评估"), "case.assess", from_=(S.SUBMITTED,), to=S.ASSESSED),
        Step(f"{CODE}.designed", _("确定改造方案"), "case.assess", from_=(S.ASSESSED,), to=S.DESIGNED, decides=True),
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
            decides=True,
        ),
        Step(
            f"{CODE}.paid",
            _("已发放补贴"),
            "payment.reconcile",
            from_=(S.ACCEPTED,),
            fields=(ON, StepField("amount", _("金额（元）"), "money")),
            internal=True,
        ),
        *ordinary_exits(CODE, (S.SUBMITTED, S.ASSESSED, S.DESIGNED)),
    ),
    claim=lambda case, details: f"{CODE}:{case.household_id}",
)
KINDS = (HOME_MODIFICATION,)
