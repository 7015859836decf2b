"""What must I do today: open cases whose next step this user's role takes, the overdue first."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages import page
from accounts.roles import may, require
from accounts.scoping import Scope
from services.cases import deadlines, kinds, presenting
from services.cases.addresses import admin_url
from services.cases.clock import Clock, Standing
from services.cases.kinds import TONES, Status
from services.cases.models import Case, CaseQuerySet

MOST = 100
# Sessions, months and payments can be recorded at any time; only what moves a case forward is waiting work.
WAITING = (
    Status.SUBMITTED,
    Status.RETURNED,
    Status.REVIEWED,
    Status.ASSESSED,
    Status.DESIGNED,
    Status.BUILT,
    Status.APPROVED,
)


def waiting_for(scope: Scope) -> CaseQuerySet:
    """Cases in a waiting status with a way forward that somebody in this scope may take."""
    lies_here = [
        Q(kind=kind.code, status__in=[s for s in step.from_ if s in WAITING])
        for kind in kinds.all_kinds()
        for step in kind.steps
        if not step.quiet and may(scope, step.right)
    ]
    cases = Case.objects.visible_to(scope.user)
    return cases.filter(reduce(or_, lies_here)) if lies_here else cases.none()


# In this order; the last one also holds what has no limit.
GROUPS = {
    Standing.OVERDUE: gettext_lazy("已逾期"),
    Standing.SOON: gettext_lazy("即将到期"),
    Standing.RUNNING: gettext_lazy("未到期"),
    Standing.SUSPENDED: gettext_lazy("暂停计时"),
    None: gettext_lazy("没有时限"),
}
TONE_OF = {Standing.OVERDUE: "stop", Standing.SOON: "warn"}


def grouped(scope: Scope) -> dict[Standing | None, list[tuple[Case, Clock | None]]]:
    """What waits for this scope, by its clock: the one that is due first stands first."""
    cases = list(waiting_for(scope).order_by("opened_on", "serial"))
    clocks = deadlines.clocks_of(cases, timezone.localdate())
    found: dict[Standing | None, list[tuple[Case, Clock | None]]] = {group: [] for group in GROUPS}
    for case in cases:
        clock = clocks.get(case.pk)
        found[clock.standing if clock else None].append((case, clock))
    for rows in found.values():
        rows.sort(key=lambda row: (row[1].left if row[1] else 0, row[0].opened_on, row[0].serial))
    return found


def work_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "case.view")
    groups = grouped(request.scope)
    wanted = request.GET.get("due")
    shown = {group: rows for group, rows in groups.items() if rows and wanted in (None, _name(group))}
    tables = [_table(group, rows) for group, rows in shown.items()]
    lead = _("由您办理下一步的案件，最急的在前。") if tables else _("没有等您办理的案件。")
    return page(request, "taizhang/tables.html", title=_("待我办理"), lead=lead, tables=tables)


def _name(group: Standing | None) -> str:
    return group.value if group else "unlimited"


def _table(group: Standing | None, rows: list[tuple[Case, Clock | None]]) -> dict[str, Any]:
    shown = Case.objects.select_related("person", "street", "household", "organisation")
    cases = shown.in_bulk([case.pk for case, _clock in rows[:MOST]])
    lines = [
        [
            {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)},
            presenting.subject(cases[case.pk]),
            case.of_kind.label,
            cases[case.pk].street,
            {"text": case.get_status_display(), "tone": TONES.get(case.status, "neutral")},
            deadlines.pill(clock),
        ]
        for case, clock in rows[:MOST]
    ]
    caption = _("%(group)s：%(count)s件") % {"group": GROUPS[group], "count": len(rows)}
    if len(rows) > MOST:
        caption += _("，只显示前%(most)s件") % {"most": MOST}
    headers = [_("编号"), _("对象"), _("业务"), _("街道"), _("状态"), _("时限")]
    return {"caption": caption, "headers": headers, "rows": lines, "id": _name(group)}


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Counts by how urgent it is, each a link to exactly these cases."""
    if not may(request.scope, "case.view"):
        return []
    url = reverse("admin:work")
    return [
        {
            "label": _("%(group)s，待我办理") % {"group": GROUPS[group]},
            "value": len(rows),
            "url": f"{url}?due={_name(group)}",
            "tone": TONE_OF.get(group, "info") if group else "neutral",
        }
        for group, rows in grouped(request.scope).items()
        if rows
    ]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("待我办理"), "url": reverse("admin:work")}] if may(request.scope, "case.view") else []


def pages(site: Any) -> list:
    return [path("work/", site.admin_view(work_view), name="work")]
