"""The life of rehabilitation (康复): DOMAIN section C.5.

Adults: submitted -> reviewed -> approved (the plan runs) -> sessions, each an entry (人次, V7) -> completed.
Children under 16, certificate or suspected: submitted -> checked by the street -> assessed -> enrolled ->
attended month by month -> completed. V8 counts distinct children (人) who attended in the period.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.rehabilitation import guards, words

S = Status
PROVIDER = StepField("organisation", _("康复机构"), "organisation")
ADULT, CHILD = "adult_rehab", "child_rehab"
RESULTS = (("suitable", _("适合训练")), ("needs_diagnosis", _("需进一步诊断")), ("not_suitable", _("不适合训练")))


def _paid(kind: str) -> Step:
    """The subsidy of a month, paid to the institution through a payment batch."""
    fields = (ON, StepField("for_month", _("所属月份"), "month"), StepField("amount", _("金额（元）"), "money"))
    statuses = (S.ACTIVE, S.COMPLETED)
    return Step(f"{kind}.paid", _("已发放补贴"), "payment.reconcile", from_=statuses, fields=fields, internal=True)


ADULT_REHAB = Kind(
    code=ADULT,
    label=_("成年残疾人康复"),
    prefix="RA",
    subject=Subject.PERSON,
    model="rehabilitation.AdultPlan",
    rule=guards.judge_adult,
    words=words.WORDS,
    claim=lambda case, details: f"{ADULT}:{case.person_id}",
    opening=Step(f"{ADULT}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(f"{ADULT}.reviewed", _("街道审核通过"), "case.review", from_=(S.SUBMITTED,), to=S.REVIEWED),
        Step(
            f"{ADULT}.approved",
            _("批准康复计划"),
            "case.approve",
            from_=(S.REVIEWED,),
            to=S.ACTIVE,
            guards=(other_hand("submitted", "reviewed"),),
            decides=True,
        ),
        Step(
            f"{ADULT}.session",
            _("登记一次训练"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(StepField("on", _("训练日期"), "date"), PROVIDER),
            guards=(guards.one_session_a_day_and_provider,),
        ),
        _paid(ADULT),
        Step(f"{ADULT}.completed", _("计划完成"), "case.review", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
        *ordinary_exits(ADULT, (S.SUBMITTED, S.REVIEWED)),
    ),
)
CHILD_REHAB = Kind(
    code=CHILD,
    label=_("残疾儿童康复（含疑似）"),
    prefix="RC",
    subject=Subject.PERSON,
    model="rehabilitation.ChildEnrolment",
    rule=guards.judge_child,
    words=words.WORDS,
    claim=lambda case, details: f"{CHILD}:{case.person_id}",
    opening=Step(f"{CHILD}.submitted", _("家长提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(f"{CHILD}.reviewed", _("街道核对"), "case.review", from_=(S.SUBMITTED,), to=S.REVIEWED),
        Step(
            f"{CHILD}.assessed",
            _("机构评估"),
            "case.assess",
            from_=(S.REVIEWED,),
            to=S.ASSESSED,
            fields=(
                ON,
                StepField("organisation", _("评估机构"), "organisation"),
                StepField("detail", _("评估结果"), "choice", choices=RESULTS),
            ),
        ),
        Step(
            f"{CHILD}.enrolled",
            _("批准并入训"),
            "case.approve",
            from_=(S.ASSESSED,),
            to=S.ACTIVE,
            fields=(StepField("on", _("入训日期"), "date"), PROVIDER),
            guards=(other_hand("submitted", "reviewed"), guards.was_assessed_suitable),
            decides=True,
        ),
        Step(
            f"{CHILD}.attended",
            _("登记一个月的训练"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(
                StepField("on", _("登记所依据的日期"), "date", help=_("该月最后一次训练的日期。")),
                StepField("for_month", _("所属月份"), "month"),
                StepField("quantity", _("训练次数"), "integer"),
                PROVIDER,
            ),
            guards=(guards.date_is_in_the_month,),
        ),
        _paid(CHILD),
        Step(f"{CHILD}.completed", _("结束训练"), "case.review", from_=(S.ACTIVE,), to=S.COMPLETED, quiet=True),
        *ordinary_exits(CHILD, (S.SUBMITTED, S.REVIEWED, S.ASSESSED)),
    ),
)
KINDS = (ADULT_REHAB, CHILD_REHAB)
