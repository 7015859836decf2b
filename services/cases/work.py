"""What lies with me: open cases whose next step this user's role takes, the longest waiting first."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts.pages import page
from accounts.roles import may, require
from accounts.scoping import Scope
from services.cases import kinds, presenting
from services.cases.kinds import TONES, Status
from services.cases.models import Case, CaseQuerySet
from services.cases.person_page import admin_url

MOST = 100
# Sessions, months and payments can be recorded at any time; only what moves a case forward is waiting work.
WAITING = (Status.SUBMITTED, Status.RETURNED, Status.REVIEWED, Status.ASSESSED, Status.DESIGNED, Status.BUILT)


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


def work_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "case.view")
    rows = waiting_for(request.scope).select_related("person", "street", "household", "organisation")
    if status := request.GET.get("status"):
        rows = rows.filter(status=status)
    cases = list(rows.order_by("opened_on", "serial")[: MOST + 1])
    lines = [
        [
            {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)},
            presenting.subject(case),
            case.of_kind.label,
            case.street,
            case.opened_on,
            {"text": case.get_status_display(), "tone": TONES.get(case.status, "neutral")},
        ]
        for case in cases[:MOST]
    ]
    lead = _("由您办理下一步的案件，等待最久的在前。")
    if len(cases) > MOST:
        lead += _("只显示前%(most)s件。") % {"most": MOST}
    return page(
        request,
        "taizhang/table.html",
        title=_("待我办理"),
        lead=lead,
        caption=_("待我办理的案件"),
        headers=[_("编号"), _("对象"), _("业务"), _("街道"), _("申请日期"), _("状态")],
        rows=lines,
        empty=_("没有等您办理的案件。"),
    )


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Counts by status, each a link to exactly these cases."""
    if not may(request.scope, "case.view"):
        return []
    counts = dict(waiting_for(request.scope).order_by().values_list("status").annotate(count=Count("pk")))
    url = reverse("admin:work")
    return [
        {
            "label": _("%(status)s，待我办理") % {"status": Status(status).label},
            "value": counts[status],
            "url": f"{url}?status={status}",
            "tone": TONES.get(status, "neutral"),
        }
        for status in Status.values
        if status in counts
    ]


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("待我办理"), "url": reverse("admin:work")}] if may(request.scope, "case.view") else []


def pages(site: Any) -> list:
    return [path("work/", site.admin_view(work_view), name="work")]
