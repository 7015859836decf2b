"""What a person is told about a job: how it stands, and what to do next. Made from codes when it is shown."""

from typing import Any

from django.utils.translation import gettext_lazy as _

BY_STATE: dict[str, Any] = {
    "queued": _("任务已登记，正在排队。可以离开本页，任务会自动进行，结果在“我的任务”里。"),
    "running": _("可以离开本页，任务会继续进行，结果在“我的任务”里。"),
    "done": _("任务已完成。"),
    "cancelled": _("任务已取消，没有完成的部分不会保存。需要时请按“重新进行”。"),
}
WAITING_AGAIN = _("上一次没有成功，稍后会自动再试。可以离开本页，不需要做什么。")
BY_ERROR: dict[str, Any] = {
    "scope.gone": _(
        "您已不在提交任务时的街道或岗位任职，任务没有进行。请联系安全管理员核对您的任职，或请现任同事重新提交。"
    ),
    "role.not_allowed": _("您现在的角色不能进行这项任务，任务没有进行。请联系安全管理员，或请有权限的同事提交。"),
    "worker.lost": _("处理任务的程序多次中断，没有完成的部分没有保存。请稍后按“重新进行”；仍不成功请联系运维人员。"),
    "job.unknown": _("系统已经没有这种任务。请从原来的页面重新提交；仍不成功请联系运维人员。"),
}
REFUSED = _("任务不符合规定，没有完成（代码 %(error)s）。请核对提交的内容，改正后按“重新进行”或重新提交。")
BROKEN = _(
    "系统多次尝试仍没有完成，没有完成的部分没有保存。请稍后按“重新进行”；仍不成功请把代码 %(error)s 告诉运维人员。"
)


def advice_on(state: str, error: str) -> Any:
    """`error` is the class name of an exception or a code `noun.reason`."""
    if state == "failed":
        return BY_ERROR.get(error) or (REFUSED if "." in error else BROKEN) % {"error": error}
    return WAITING_AGAIN if error and state == "queued" else BY_STATE[state]
