"""The life of an assistive-device application (辅助器具): DOMAIN section C.6.

submitted -> reviewed by the street -> fitting assessed -> approved by the district -> delivered and signed for;
then the subsidy is paid through a payment batch.
One application may carry several items and a further applicant. Five counters are kept apart (relation R1):
applicants, applications, items requested, approved, delivered. V9 = approved applicants, V10 = approved applications.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.devices import actions, guards, words

CODE = "device"
S = Status
RESULTS = (("suitable", _("适合")), ("not_suitable", _("不适合")))

DEVICE = Kind(
    code=CODE,
    label=_("辅助器具申请"),
    prefix="AD",
    subject=Subject.PERSON,
    model="devices.DeviceApplication",
    details=("devices.DeviceItem",),
    joint=True,
    check=guards.check,
    rule=guards.judge,
    words=words.WORDS,
    claim=lambda case, details: f"{CODE}:{case.person_id}:{details['purpose']}:{case.opened_on}",
    opening=Step(
        f"{CODE}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED, effect=actions.count_all("requested")
    ),
    steps=(
        Step(f"{CODE}.reviewed", _("街道审核通过"), "case.review", from_=(S.SUBMITTED,), to=S.REVIEWED),
        Step(
            f"{CODE}.assessed",
            _("适配评估"),
            "case.assess",
            from_=(S.REVIEWED,),
            to=S.ASSESSED,
            fields=(ON, StepField("detail", _("评估结果"), "choice", choices=RESULTS)),
        ),
        Step(
            f"{CODE}.approved",
            _("区残联批准"),
            "case.approve",
            from_=(S.ASSESSED,),
            to=S.APPROVED,
            guards=(other_hand("submitted", "reviewed"), guards.was_assessed_suitable),
            decides=True,
            effect=actions.count_all("approved"),
        ),
        Step(
            f"{CODE}.delivered",
            _("交付签收"),
            "case.enter",
            from_=(S.APPROVED,),
            to=S.DELIVERED,
            effect=actions.count_items,
        ),
        Step(
            f"{CODE}.paid",
            _("已发放补贴"),
            "payment.reconcile",
            from_=(S.DELIVERED,),
            fields=(ON, StepField("amount", _("金额（元）"), "money")),
            internal=True,
        ),
        *ordinary_exits(CODE, (S.SUBMITTED, S.REVIEWED, S.ASSESSED)),
    ),
)
KINDS = (DEVICE,)
