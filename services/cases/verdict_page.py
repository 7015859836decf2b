"""What the rule says of a case, for its page: the decision that was kept, or what it would be today."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.errors import RuleBroken
from services.cases import entitlement
from services.cases.models import Case, Decision
from services.policy.models import Policy

YUAN = {"text": gettext_lazy("金额（元）"), "number": True}


def tables(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    if case.of_kind.rule is None:
        return []
    if decision := case.decisions.first():
        return _decided(case, decision)
    return [] if case.is_closed else _expected(case)


def _decided(case: Case, decision: Decision) -> list[dict[str, Any]]:
    lines = entitlement.described(case.of_kind, decision.lines)
    rows = [[what, {"text": f"{amount:.2f}", "number": True}] for what, amount in lines]
    if len(rows) > 1:
        rows.append([_("合计"), {"text": f"{decision.amount:.2f}", "number": True}])
    caption = _("核定金额（%(day)s的决定）") % {"day": decision.decided_on}
    found = [{"caption": caption, "headers": [_("项目"), YUAN], "rows": rows, "id": "decision"}] if rows else []
    return [*found, terms_table(decision.terms)]


def terms_table(keys: list[int]) -> dict[str, Any]:
    """The policy rows that decided, with source, and whether somebody verified them."""
    rows = [
        [
            term.label,
            {"text": f"{term.value.normalize():f} {term.unit}", "number": True},
            term.source,
            {"text": _("已核对"), "tone": "good"} if term.verified_by else {"text": _("尚未核对"), "tone": "warn"},
        ]
        for term in Policy.objects.filter(pk__in=keys).order_by("code")
    ]
    headers = [_("条款"), {"text": _("数值"), "number": True}, _("依据"), _("核对")]
    return {"caption": _("所依据的政策条款"), "headers": headers, "rows": rows, "id": "terms"}


def explained(code: str) -> str:
    """Where help says what to do about a reason code."""
    return f"{reverse('admin:help_topic', args=['reasons'])}#{code}"


def _expected(case: Case) -> list[dict[str, Any]]:
    """What the rule would say today: every reason against, else the lines."""
    try:
        asked = entitlement.standing(case, timezone.localdate())
        verdict = entitlement.judge(asked)
    except RuleBroken:  # a text is missing; the step that decides will say so
        return []
    kind = case.of_kind
    rows: list[list[Any]] = [
        [{"text": r.code, "url": explained(r.code)}, entitlement.sentence(kind, r), {"text": "—", "number": True}]
        for r in verdict.refusals
    ]
    lines = entitlement.described(kind, entitlement.lines_of(verdict))
    rows += [["—", what, {"text": f"{amount:.2f}", "number": True}] for what, amount in lines]
    if not rows:
        rows = [["—", _("没有发现不符合规定的地方。"), {"text": "—", "number": True}]]
    headers = [_("原因代码"), _("说明"), YUAN]
    caption = _("按今天的规定和登记情况核对")
    return [{"caption": caption, "headers": headers, "rows": rows, "id": "expected"}]
