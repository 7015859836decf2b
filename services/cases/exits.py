"""What every application has beside its own steps: the ways out, and the clock that can be stopped."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict
from services.cases import deadlines
from services.cases.kinds import ON, REASON, Status, Step, StepField
from services.cases.models import Case

S: Any = Status
WAITS_FOR = (("papers", _("等待补充材料")), ("assessment", _("等待评估")), ("public_notice", _("公示期间")))


def _runs(*, case: Case, **_kwargs: Any) -> None:
    if deadlines.is_paused(case):
        raise Conflict("case.already_paused", _("已经暂停计时。请先恢复，再登记新的暂停。"))


def _stands_still(*, case: Case, **_kwargs: Any) -> None:
    if not deadlines.is_paused(case):
        raise Conflict("case.not_paused", _("现在没有暂停计时，不需要恢复。请刷新页面查看。"))


def _pauses(kind: str, open_statuses: tuple[str, ...]) -> tuple[Step, ...]:
    """The clock stands still while papers, an assessment or a public notice are waited for."""
    why = StepField("detail", _("暂停原因"), "choice", choices=WAITS_FOR)
    options: dict[str, Any] = {"from_": open_statuses, "quiet": True}
    return (
        Step(f"{kind}.paused", _("暂停计时"), "case.review", fields=(ON, why), guards=(_runs,), **options),
        Step(f"{kind}.resumed", _("恢复计时"), "case.review", guards=(_stands_still,), **options),
    )


def ordinary_exits(kind: str, open_statuses: tuple[str, ...]) -> tuple[Step, ...]:
    """Returned for papers, handed in again, rejected, withdrawn; and the clock stopped and started again."""
    return (
        *_pauses(kind, open_statuses),
        Step(
            f"{kind}.returned",
            _("退回补正"),
            "case.review",
            from_=open_statuses,
            to=S.RETURNED,
            fields=(ON, REASON),
            quiet=True,
        ),
        Step(f"{kind}.resubmitted", _("补正后重新提交"), "case.enter", from_=(S.RETURNED,), to=S.SUBMITTED),
        Step(
            f"{kind}.rejected",
            _("不予批准"),
            "case.approve",
            from_=open_statuses,
            to=S.REJECTED,
            fields=(ON, REASON),
            quiet=True,
        ),
        Step(
            f"{kind}.withdrawn",
            _("本人撤回"),
            "case.enter",
            from_=(*open_statuses, S.RETURNED),
            to=S.WITHDRAWN,
            fields=(ON, REASON),
            quiet=True,
        ),
    )
