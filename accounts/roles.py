"""The table of rights: action code -> roles. One place to read who may do what."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.errors import NotAllowed
from accounts.grants import covers, grant_of


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
# What an operation asks for where no right of the table applies.
PUBLIC, SIGNED_IN = "public", "signed_in"
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
        "circumstance.enter": {C, S, D, I},
        "circumstance.import": {D},
        "organisation.enter": {C, S, D, I},
        "case.view": {C, S, D, F, K, M, I},
        "case.enter": {C, S, D, I},
        "case.review": {S, D},
        "case.approve": {D},
        "case.assess": {S, D},
        "document.view": {C, S, D, I},
        "document.attach": {C, S, D, I},
        "payment.view": {C, S, D, F, K, M, I},
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
        "policy.view": {C, S, D, F, K, M, I},
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
        "feed.read": {D, M, I},
        "bulk.send": {D, I},
        "user.manage": {Role.SECURITY_ADMIN},
        "client.manage": {Role.SECURITY_ADMIN},
        "webhook.view": {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN},
        "webhook.manage": {Role.SYSTEM_ADMIN},
        "webhook.allow": {Role.SECURITY_ADMIN},
        "webhook.read": {I},  # its own
        "webhook.own": {I},
        "street.manage": {Role.SYSTEM_ADMIN},
        "audit.view": {Role.AUDIT_ADMIN},
    }.items()
}


def may(scope, action: str, kind: str = "") -> bool:
    """Whether somebody in this scope may do `action`, about a case of that kind if it is about one.

    An unknown action is a programming error (KeyError).
    """
    roles = RIGHTS[action]
    allowed = scope is not None and (scope.system or bool(roles & scope.roles))
    return allowed and (not kind or is_granted(scope, action, kind))


def holders(action: str) -> str:
    """The roles that may do `action`, in words."""
    return _("、").join(sorted(str(role.label) for role in RIGHTS[action]))


def is_granted(scope, action: str, kind: str = "") -> bool:
    """Whether a city system was given what `action` needs; true of everybody else.

    Asked at the door (accounts.api_base.Rights) and wherever the kind of a case is known. What else an action writes
    on its way, such as the household of somebody who lives alone, needs no grant of its own.
    """
    return scope.grants is None or covers(scope.grants, action, kind)


def require(scope, action: str, kind: str = "") -> None:
    """Raises NotAllowed with the roles that could do it, so that a person knows whom to ask."""
    if not may(scope, action):
        detail = _("您的角色不能进行这项操作。可以办理的角色：%(roles)s。请联系他们，或请安全管理员调整您的角色。")
        raise NotAllowed("role.not_allowed", detail % {"roles": holders(action)})
    if kind:
        require_grant(scope, action, kind)


def require_grant(scope, action: str, kind: str = "") -> None:
    """Raises NotAllowed with the scope that a city system's token lacks."""
    if is_granted(scope, action, kind):
        return
    grant = grant_of(action, kind)
    detail = _("这个令牌没有 %(scope)s 权限。请在换取令牌时申请，或请安全管理员给这个对接系统增加权限。")
    raise NotAllowed("client.scope_missing", detail % {"scope": grant}, members={"scope": grant})
