"""The life of a recovery (多付追回): DOMAIN section C.4, the audits.

overpaid (so much of one payment) -> recovered, waived or transferred, in any number of parts -> settled when nothing
is owed any more. Each part is an entry with its amount; the balance is their sum and stands nowhere else. A waiver
needs another person than the one who found the overpayment. May be opened after its person has died.
"""

from django.utils.translation import gettext_lazy as _

from services.cases.kinds import ON, REASON, Kind, Status, Step, StepField, Subject
from services.cases.workflow import other_hand
from services.recoveries import guards

CODE = "recovery"
S = Status
AMOUNT = StepField("amount", _("金额（元）"), "money")
TO_WHOM = (
    ("court", _("人民法院")),
    ("civil_affairs", _("民政部门")),
    ("heirs", _("继承人分期")),
    ("other", _("其他单位")),
)

RECOVERY = Kind(
    code=CODE,
    label=_("多付追回"),
    prefix="RV",
    subject=Subject.PERSON,
    model="recoveries.Recovery",
    posthumous=True,
    standalone=False,
    check=guards.is_of_a_payment,
    claim=lambda case, details: f"{CODE}:{details['payment'].pk}",
    opening=Step(
        f"{CODE}.overpaid",
        _("登记多付"),
        "recovery.open",
        to=S.ACTIVE,
        fields=(StepField("on", _("发现日期"), "date"), StepField("amount", _("多付金额（元）"), "money")),
        effect=guards.is_no_more_than_was_paid,
        amended=guards.balance_again,
    ),
    steps=(
        Step(
            f"{CODE}.recovered",
            _("登记追回"),
            "recovery.collect",
            from_=(S.ACTIVE,),
            fields=(StepField("on", _("到账日期"), "date"), AMOUNT),
            guards=(guards.no_more_than_owed,),
            effect=guards.settle_when_nothing_is_owed,
            amended=guards.balance_again,
        ),
        Step(
            f"{CODE}.transferred",
            _("移交其他单位处理"),
            "recovery.open",
            from_=(S.ACTIVE,),
            fields=(ON, AMOUNT, StepField("detail", _("移交给"), "choice", choices=TO_WHOM)),
            guards=(guards.no_more_than_owed,),
            effect=guards.settle_when_nothing_is_owed,
            amended=guards.balance_again,
            quiet=True,
        ),
        Step(
            f"{CODE}.waived",
            _("核销免予追回"),
            "recovery.waive",
            from_=(S.ACTIVE,),
            fields=(ON, AMOUNT, REASON),
            guards=(other_hand("overpaid"), guards.no_more_than_owed),
            effect=guards.settle_when_nothing_is_owed,
            amended=guards.balance_again,
            quiet=True,
        ),
        Step(f"{CODE}.settled", _("已结清"), "recovery.open", from_=(S.ACTIVE,), to=S.COMPLETED, internal=True),
    ),
)
KINDS = (RECOVERY,)
