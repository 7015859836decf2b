"""The only writers of waivers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.errors import Conflict, Malformed, NotAllowed, NotThere
from accounts.models import User
from accounts.roles import require
from accounts.scoping import scope_required
from reporting.lint.findings import Reported
from reporting.lint.models import Waiver


def require_checking() -> None:
    """Reports are the district's: NotAllowed in a street's scope, or without the right to export figures."""
    scope = scope_required()
    require(scope, "figure.export")
    if scope.street is not None:
        raise NotAllowed("report.needs_district", _("报告校对使用全区的数字，请由区残联的同事办理。"))


@transaction.atomic
def waive(*, by: User | None, finding: Reported, year: int, reason: str) -> Waiver:
    """Errors: NotAllowed; Malformed (no reason); Conflict (waived already)."""
    require_checking()
    if not (reason := reason.strip()):
        raise Malformed("waiver.needs_reason", _("请写明为什么这一处可以保留。"), "reason")
    if Waiver.objects.standing().filter(fingerprint=finding.fingerprint).exists():
        raise Conflict("waiver.exists", _("这一处已经豁免。请刷新页面查看。"))
    waiver = Waiver(
        fingerprint=finding.fingerprint,
        rule=finding.rule,
        year=year,
        found=finding.found[:100],
        sentence=finding.sentence[:400],
        reason=reason,
        waived_by=by,
    )
    waiver.save(force_insert=True)
    audit.record(by=by, action="waiver.given", target=waiver, rule=finding.rule, year=year)
    return waiver


@transaction.atomic
def withdraw(*, by: User | None, fingerprint: str) -> None:
    """The finding counts again. Errors: NotAllowed; NotThere."""
    require_checking()
    waiver = Waiver.objects.standing().select_for_update().filter(fingerprint=fingerprint).first()
    if waiver is None:
        raise NotThere("waiver.not_there", _("这一处没有豁免。请刷新页面查看。"))
    Waiver.objects.filter(pk=waiver.pk).update(withdrawn_by=by, withdrawn_at=timezone.now())
    audit.record(by=by, action="waiver.withdrawn", target=waiver, rule=waiver.rule, year=waiver.year)


def reasons() -> dict[str, str]:
    """The standing waivers: reason by fingerprint."""
    return dict(Waiver.objects.standing().values_list("fingerprint", "reason"))
