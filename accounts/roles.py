"""The table of rights: action code -> roles. One place to read who may do what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotAllowed


class Role(models.TextChoices):
    CLERK = "clerk", _("街道经办人")
    STREET_REVIEWER = "street_reviewer", _("街道审核人")
    DISTRICT_OFFICER = "district_officer", _("区残联审批人")
    FINANCE = "finance", _("财务")
    CASHIER = "cashier", _("出纳")
    MANAGER = "manager", _("主管领导")
    INTEGRATOR = "integrator", _("对接系统")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


STREET_ROLES = {Role.CLERK, Role.STREET_REVIEWER, Role.INTEGRATOR, Role.MANAGER}
DISTRICT_ROLES = set(Role) - {Role.CLERK, Role.STREET_REVIEWER}

C, S, D, F, K, M, I = (  # noqa: E741
    Role.CLERK,
    Role.STREET_REVIEWER,
    Role.DISTRICT_OFFICER,
    Role.FINANCE,
    Role.CASHIER,
    Role.MANAGER,
    Role.INTEGRATOR,
)
RIGHTS: dict[str, frozenset[Any]] = {
    action: frozenset(roles)
    for action, roles in {
        "person.view": {C, S, D, F, K, M, I},
        "person.register": {C, S, D, I},
        "person.correct": {C, S, D},
        "person.reveal": {C, S, D},
        "person.merge": {D},
        "person.hand_over": {D},
        "person.ask_handover": {C, S},
        "certificate.register": {C, S, D, I},
        "certificate.end": {S, D},
        "household.enter": {C, S, D, I},
        "circumstance.enter": {C, S, D},
        "circumstance.import": {D},
        "organisation.enter": {C, S, D, I},
        "case.view": {C, S, D, F, K, M, I},
        "case.enter": {C, S, D, I},
        "case.review": {S, D},
        "case.approve": {D},
        "case.assess": {S, D},
        "document.view": {C, S, D},
        "document.attach": {C, S, D},
        "payment.view": {C, S, D, F, K, M},
        "payment.district": {D, F, K, M},
        "payment.prepare": {F},
        "payment.check": {D},
        "payment.approve": {M},
        "payment.release": {K},
        "payment.reconcile": {F},
        "payment.propose": {C, S, D, F},
        "payment.decide": {D},
        "account.enter": {C, S, D, F},
        "recovery.open": {D, F},
        "recovery.collect": {F},
        "recovery.waive": {M},
        "case.correct": {C, S, D},
        "register.view": {D, F, M, I},
        "register.enter": {D},
        "statement.enter": {D, F},
        "statement.confirm": {D, M},
        "unclaimed.view": {C, S, D, M},
        "override.ask": {C, S, D},
        "override.decide": {D},
        "policy.view": {C, S, D, F, K, M},
        "policy.change": {D},
        "policy.adopt": {D},
        "holiday.change": {D},
        "figure.view": {S, D, F, M, I},
        "publication.confirm": {S, M},
        "publication.check": {D},
        "publication.freeze": {M},
        "difference.explain": {D},
        "difference.decide": {M},
        "figure.export": {S, D, F, M},
        "figure.schedule": {D, M},
        "report.template": {D, M},
        "budget.view": {D, F, M},
        "budget.enter": {F},
        "budget.confirm": {M},
        "workbook.import": {C, S, D, F},
        "job.view": {C, S, D, F, K, M, I},
        "user.manage": {Role.SECURITY_ADMIN},
        "street.manage": {Role.SYSTEM_ADMIN},
        "audit.view": {Role.AUDIT_ADMIN},
    }.items()
}


def may(scope, action: str) -> bool:
    """Whether somebody in this scope may do `action`; an unknown action is a programming error (KeyError)."""
    roles = RIGHTS[action]
    return scope is not None and (scope.system or bool(roles & scope.roles))


def require(scope, action: str) -> None:
    """Raises NotAllowed with the roles that could do it, so that a person knows whom to ask."""
    if may(scope, action):
        return
    labels = _("、").join(str(role.label) for role in sorted(RIGHTS[action]))
    detail = _("您的角色不能进行这项操作。可以办理的角色：%(roles)s。请联系他们，或请安全管理员调整您的角色。")
    raise NotAllowed("role.not_allowed", detail % {"roles": labels})
