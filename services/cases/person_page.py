"""What the person page says of cases: those there are, and a button for each kind that can be opened."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import may
from services.cases import history, kinds, unclaimed
from services.cases.addresses import admin_url
from services.cases.kinds import TONES, Subject
from services.cases.models import Case
from services.people.models import Person


def cases_of(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    rows = [
        [
            {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)},
            case.of_kind.label,
            case.opened_on,
            {"text": case.get_status_display(), "tone": TONES.get(case.status, "neutral")},
        ]
        for case in Case.objects.visible_to(request.user).of_person(person).order_by("-opened_on", "-serial")
    ]
    headers = [_("编号"), _("业务"), _("申请日期"), _("状态")]
    return [{"caption": _("案件"), "headers": headers, "rows": rows, "id": "cases"}]


def sections(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What happened in order of time, and what the person could have and has not applied for."""
    found = history.history_of(request, person) if may(request.scope, "case.view") else []
    return {
        "history": found[: history.SHOWN],
        "earlier": found[history.SHOWN :],
        "may_have": _may_have(request, person),
    }


def _may_have(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "unclaimed.view"):
        return []
    return [
        {
            "label": one.label,
            "amount": verdict.amount if verdict.lines else None,
            "url": f"{admin_url(one.kind, 'add')}?person={person.pk}"
            if one.kind and may(request.scope, one.kind.opening.right)
            else "",
        }
        for one, verdict in unclaimed.of_person(person, timezone.localdate())
    ]


def new_case_buttons(request: HttpRequest, person: Person) -> list[dict[str, Any]]:
    if not may(request.scope, "case.enter") or person.died_on:
        return []
    return [
        {
            "label": kind.label,
            "url": f"{admin_url(kind, 'add')}?person={person.pk}",
            "opens_case": True,
            "group": kind.detail_model._meta.app_config.verbose_name,
        }
        for kind in kinds.all_kinds()
        if kind.standalone and kind.subject in (Subject.PERSON, Subject.HOUSEHOLD)
    ]
