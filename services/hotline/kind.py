"""The life of a hotline work order (接诉即办, 12345): DOMAIN sections A.6 and D. V16 counts orders of January-October.

Three levels: the city gives it to the district (received, on the day of the city's dispatch) -> the district to the
street (dispatched; sent back where it is not the street's) -> whoever called is contacted and, if it is known, named
-> worked on -> answered -> closed by the district's return call: resolved or not, satisfied or not. What is in time
is counted from these by the effects (actions.py).
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, REASON, Kind, Status, Step, StepField, Subject
from services.hotline import actions, guards

CODE = "hotline_order"
S = Status
WORK = (
    ("talked", _("电话沟通")),
    ("visited", _("上门或到现场")),
    ("coordinated", _("协调有关单位")),
    ("served", _("已安排服务")),
)
OUTCOMES = (
    ("resolved_satisfied", _("已解决，满意")),
    ("resolved_unsatisfied", _("已解决，不满意")),
    ("unresolved_satisfied", _("未解决，满意")),
    ("unresolved_unsatisfied", _("未解决，不满意")),
)


def _on(label) -> StepField:
    return StepField("on", label, "date")


HOTLINE_ORDER = Kind(
    code=CODE,
    label=_("接诉即办工单"),
    prefix="HL",
    subject=Subject.NONE,
    model="hotline.HotlineOrder",
    check=guards.is_a_new_order,
    claim=lambda case, details: f"{CODE}:{details['order_number']}",
    opening=Step(
        f"{CODE}.received",
        _("接到市级派单"),
        "case.enter",
        to=S.TAKEN,
        fields=(_on(_("市级派单日期")),),
        amended=actions.keep_time,
    ),
    steps=(
        Step(
            f"{CODE}.dispatched",
            _("派给街道"),
            "case.approve",
            from_=(S.TAKEN,),
            to=S.ACTIVE,
            fields=(_on(_("派单日期")),),
        ),
        Step(
            f"{CODE}.responded",
            _("首次联系反映人"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(_on(_("联系日期")),),
            guards=(guards.once,),
            effect=actions.keep_time,
            amended=actions.keep_time,
        ),
        Step(
            f"{CODE}.handled",
            _("办理"),
            "case.enter",
            from_=(S.ACTIVE,),
            fields=(ON, StepField("detail", _("办理方式"), "choice", choices=WORK)),
        ),
        Step(
            f"{CODE}.answered",
            _("答复反映人"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.ANSWERED,
            fields=(_on(_("答复日期")),),
            guards=(guards.was_responded,),
            effect=actions.keep_time,
            amended=actions.keep_time,
        ),
        Step(
            f"{CODE}.closed",
            _("回访办结"),
            "case.approve",
            from_=(S.ANSWERED,),
            to=S.COMPLETED,
            fields=(_on(_("回访日期")), StepField("detail", _("回访结果"), "choice", choices=OUTCOMES)),
        ),
        Step(
            f"{CODE}.concerns",
            _("登记反映人"),
            "case.enter",
            from_=(S.TAKEN, S.ACTIVE, S.ANSWERED),
            fields=(ON, StepField("person", _("反映人"), "person")),
            guards=(guards.new_person,),
            quiet=True,
        ),
        Step(
            f"{CODE}.sent_back",
            _("不属本街道，退回区残联"),
            "case.enter",
            from_=(S.ACTIVE,),
            to=S.TAKEN,
            fields=(ON, REASON),
            quiet=True,
        ),
        Step(
            f"{CODE}.reworked",
            _("退回重新办理"),
            "case.approve",
            from_=(S.ANSWERED,),
            to=S.ACTIVE,
            fields=(ON, REASON),
            quiet=True,
        ),
        Step(
            f"{CODE}.rejected",
            _("不予受理"),
            "case.approve",
            from_=(S.TAKEN,),
            to=S.REJECTED,
            fields=(ON, REASON),
            quiet=True,
        ),
    ),
)
KINDS = (HOTLINE_ORDER,)
