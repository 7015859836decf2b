"""The life of a statement: entered -> confirmed by somebody else | withdrawn. The district's own.

Its value is one ledger entry `stated.value`, with the figure's code as detail, so that a reading as known on any day,
the trail of what replaced what, and the list behind the number are those of every other figure.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, REASON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.statements import actions

S = Status
STATEMENT = Kind(
    code="statement",
    label=_("填报数据"),
    prefix="ST",
    subject=Subject.NONE,
    model="statements.Statement",
    whole=True,
    opening=Step(
        "statement.entered",
        _("填报"),
        "statement.enter",
        to=S.SUBMITTED,
        fields=(StepField("on", _("填报日期"), "date"),),
    ),
    steps=(
        Step(
            "statement.confirmed",
            _("核对并确认"),
            "statement.confirm",
            from_=(S.SUBMITTED,),
            to=S.COMPLETED,
            fields=(StepField("on", _("确认日期"), "date"),),
            guards=(other_hand("entered"),),
            effect=actions.state,
            amended=actions.unstate,
        ),
        Step(
            "statement.withdrawn",
            _("撤回"),
            "statement.enter",
            from_=(S.SUBMITTED,),
            to=S.WITHDRAWN,
            fields=(ON, REASON),
            quiet=True,
        ),
    ),
    check=actions.check,
)
KINDS = (STATEMENT,)
