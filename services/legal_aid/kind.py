"""The life of legal aid (法律援助): DOMAIN sections A.6 and C.9.

applied -> accepted (V17 counts the persons, by the day of acceptance) or refused -> a law firm and lawyer assigned,
another one if need be -> closed with its result.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.exits import ordinary_exits
from services.cases.kinds import ON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand

CODE = "legal_aid"
S = Status
RESULTS = (
    ("won", _("请求得到支持")),
    ("partly", _("请求部分得到支持")),
    ("settled", _("调解或和解")),
    ("lost", _("请求没有得到支持")),
    ("advised", _("已答复咨询或交付文书")),
    ("stopped", _("终止援助")),
)

LEGAL_AID = Kind(
    code=CODE,
    label=_("法律援助"),
    prefix="LA",
    subject=Subject.PERSON,
    model="legal_aid.LegalAid",
    opening=Step(f"{CODE}.submitted", _("提出申请"), "case.enter", to=S.SUBMITTED),
    steps=(
        Step(
            f"{CODE}.accepted",
            _("受理"),
            "case.approve",
            from_=(S.SUBMITTED,),
            to=S.TAKEN,
            fields=(StepField("on", _("受理日期"), "date"),),
            guards=(other_hand("submitted"),),
        ),
        Step(
            f"{CODE}.assigned",
            _("指派律师"),
            "case.approve",
            from_=(S.TAKEN, S.ACTIVE),
            to=S.ACTIVE,
            fields=(
                StepField("on", _("指派日期"), "date"),
                StepField("organisation", _("律师事务所"), "organisation"),
                StepField("reason", _("承办律师")),
            ),
        ),
        Step(
            f"{CODE}.closed",
            _("结案"),
            "case.approve",
            from_=(S.ACTIVE,),
            to=S.COMPLETED,
            fields=(ON, StepField("detail", _("结果"), "choice", choices=RESULTS)),
        ),
        *ordinary_exits(CODE, (S.SUBMITTED, S.TAKEN)),
    ),
    claim=lambda case, details: f"{CODE}:{case.person_id}:{details['matter']}",
)
KINDS = (LEGAL_AID,)
