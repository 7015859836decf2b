"""What the database refused, in words. Constraints are named as sentences; their message stands on the constraint."""

from django.apps import apps
from django.db import Error as DatabaseError
from django.db import IntegrityError, ProgrammingError
from django.db.models import BaseConstraint, CheckConstraint
from django.utils.translation import gettext_lazy as _

from accounts.errors import Conflict, DomainError, NotThere, RuleBroken

# Walls that stand in triggers and policies rather than on a model.
WALLS: dict[str, tuple[type[DomainError], object]] = {
    "row_stands_beside_its_own_street": (NotThere, _("所选的人员或案件不属于您的街道。请从查找结果中重新选择。")),
    "number_lookups_are_limited": (RuleBroken, _("一小时内查询外街道证件号的次数已达上限。请稍后再试或联系区残联。")),
    "one_person_holds_no_incompatible_roles": (
        RuleBroken,
        _("此人已有不相容的岗位（见“不相容岗位”），不能再担任这个角色。请改派另一位同事。"),
    ),
    "payment_says_for_ever_who_gets_what": (Conflict, _("发放记录不能修改。请取消批次后重新编制。")),
    "checked_payment_stays_as_it_was_checked": (Conflict, _("批次已经复核，内容不能修改。请取消批次后重新编制。")),
    "checked_batch_stays_as_it_was_checked": (Conflict, _("批次已经复核，内容不能修改。请取消批次后重新编制。")),
    "payment_takes_its_states_in_order": (Conflict, _("这笔发放的状态刚刚改变。请刷新页面查看。")),
    "batch_takes_its_states_in_order": (Conflict, _("批次的状态刚刚改变。请刷新页面查看。")),
    "batch_is_the_sum_of_its_payments": (RuleBroken, _("批次的笔数或金额与明细不一致，不能继续。请重新编制。")),
    "frozen_publication_is_for_ever": (Conflict, _("已发布的数字不能修改。记录有变化时，请说明差异并发布更正。")),
    "reporting_figure_is_append_only": (Conflict, _("已发布的数字不能修改。记录有变化时，请说明差异并发布更正。")),
    "publication_takes_its_states_in_order": (Conflict, _("发布的状态刚刚改变。请刷新页面查看。")),
    "publication_freezes_what_was_checked": (Conflict, _("发布的数字必须与核对的一致。请退回并重新核对。")),
    "difference_is_decided_once": (Conflict, _("这项差异已经有了决定。请刷新页面查看。")),
    "one_stated_value_stands_for_a_year": (
        Conflict,
        _("这个年度的这一数据项刚刚由别人确认。请刷新页面，核对后再决定是否取代它。"),
    ),
    "entry_is_voided_once": (Conflict, _("这条记录已经作废。请刷新页面查看最新情况。")),
}


def constraint_of(error: DatabaseError) -> str:
    """The name of the constraint that refused ("" when none did). Never the values: they may be personal."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


def declared(name: str) -> BaseConstraint | None:
    return next((c for model in apps.get_models() for c in model._meta.constraints if c.name == name), None)


def explained(error: DatabaseError) -> DomainError | None:
    """The refusal behind a database error, or None when it is a fault of ours."""
    name = constraint_of(error)
    if isinstance(error, ProgrammingError) and getattr(error.__cause__, "sqlstate", "") == "42501":
        if "row-level security" in str(error):
            return NotThere("street.not_yours", _("这条记录不属于您的街道，没有保存。"))
        return None
    if not isinstance(error, IntegrityError) or not name:
        return None
    code = f"constraint.{name}"
    if name in WALLS:
        kind, message = WALLS[name]
        return kind(code, message)
    if "_in_street_of_its_" in name:
        return NotThere(code, WALLS["row_stands_beside_its_own_street"][1])
    if name.endswith("_is_append_only"):
        return Conflict(code, _("台账只能追加，不能修改或删除。请用“更正”登记一条新的记录。"))
    constraint = declared(name)
    if constraint is None:
        return None
    custom = constraint.violation_error_message != constraint.default_violation_error_message
    message = (
        constraint.violation_error_message if custom else _("内容违反了一条登记规则，没有保存。请核对后重新填写。")
    )
    refusal = RuleBroken if isinstance(constraint, CheckConstraint) else Conflict
    return refusal(code, message)
