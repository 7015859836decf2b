"""The lives of condolences (慰问): DOMAIN section C.9. Households (V2, 户) and students (V3, 人) are never added.

listed -> approved by another hand -> goods made ready, if any -> handed over, with cash or without, against a
signature: this is what counts, on its day. The cash is given by hand, not through a payment batch. Whoever is in a
campaign already is refused.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, REASON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.condolence import guards

HOUSEHOLD, STUDENT = "condolence_household", "condolence_student"
S = Status
CASH = _("当面交付；只有慰问品的填0。")
SIGNED_BY = (("self", _("本人签收")), ("family", _("家属签收")), ("committee", _("社区代收并转交")))


def _steps(code: str, standard: str) -> tuple[Step, ...]:
    """`standard`: the policy term that the cash may not exceed."""
    return (
        Step(
            f"{code}.approved",
            _("审定名单"),
            "case.review",
            from_=(S.SUBMITTED,),
            to=S.APPROVED,
            guards=(other_hand("listed"),),
        ),
        Step(
            f"{code}.goods",
            _("登记慰问品"),
            "case.enter",
            from_=(S.APPROVED,),
            fields=(
                ON,
                StepField("quantity", _("件数"), "integer"),
                StepField("reason", _("品名"), help=_("例如：米、面、油。")),
            ),
            quiet=True,
        ),
        Step(
            f"{code}.handed_over",
            _("送达慰问"),
            "case.enter",
            from_=(S.APPROVED,),
            to=S.DELIVERED,
            fields=(
                StepField("on", _("送达日期"), "date"),
                StepField("amount", _("慰问金（元）"), "money", help=CASH),
                StepField("detail", _("签收"), "choice", choices=SIGNED_BY),
            ),
            guards=(guards.within_standard(standard),),
        ),
        Step(
            f"{code}.ended",
            _("未能送达"),
            "case.enter",
            from_=(S.APPROVED,),
            to=S.ENDED,
            fields=(ON, REASON),
            quiet=True,
        ),
        *ordinary_exits(code, (S.SUBMITTED,)),
    )


def _listed(code: str) -> Step:
    on = StepField("on", _("列入日期"), "date")
    return Step(f"{code}.listed", _("列入慰问名单"), "case.enter", to=S.SUBMITTED, fields=(on,))


CONDOLENCE_HOUSEHOLD = Kind(
    code=HOUSEHOLD,
    label=_("慰问困难残疾人家庭"),
    prefix="CH",
    subject=Subject.HOUSEHOLD,
    model="condolence.HouseholdCondolence",
    check=guards.household_once_a_campaign,
    claim=guards.campaign_claim,
    opening=_listed(HOUSEHOLD),
    steps=_steps(HOUSEHOLD, "condolence.household_cash"),
)
CONDOLENCE_STUDENT = Kind(
    code=STUDENT,
    label=_("慰问残疾学生"),
    prefix="CS",
    subject=Subject.PERSON,
    model="condolence.StudentCondolence",
    check=guards.student_once_a_campaign,
    claim=guards.campaign_claim,
    opening=_listed(STUDENT),
    steps=_steps(STUDENT, "condolence.student_cash"),
)
KINDS = (CONDOLENCE_HOUSEHOLD, CONDOLENCE_STUDENT)
