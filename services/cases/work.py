"""What must I do today: open cases whose next step this user's role takes, the overdue first; and what waits for
somebody outside."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import OuterRef, Q, Subquery
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
from services.cases.kinds import TONES, Origin, Status
from services.cases.models import Case, CaseQuerySet
from services.ledger.models import Entry

MOST, FIRST = 100, 8
STREET, WHY = 3, 6  # columns of a list
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
Row = tuple[Case, Clock | None]


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


def waiting_for_papers(scope: Scope) -> CaseQuerySet:
    """Open cases whose clock stands still until the applicant brings papers."""
    codes = [f"{kind.code}.{slug}" for kind in kinds.all_kinds() for slug in ("paused", "resumed")]
    last = Entry.objects.filter(case=OuterRef("pk")).standing().of(*codes).order_by("-happened_on", "-id")
    paused = Entry.objects.standing().of(*codes[::2]).filter(detail="papers")
    cases = Case.objects.visible_to(scope.user).open().filter(pk__in=paused.values("case"))
    return cases.annotate(pause=Subquery(last.values("detail")[:1])).filter(pause="papers")


def new_from_platform(scope: Scope) -> CaseQuerySet:
    """What the city's platform handed in and nobody has looked at; nothing for those who do not handle cases."""
    if not may(scope, "case.enter"):
        return Case.objects.none()
    return Case.objects.visible_to(scope.user).filter(origin=Origin.PLATFORM, status=Status.SUBMITTED)


# In this order; the last one also holds what has no limit.
GROUPS = {
    Standing.OVERDUE: gettext_lazy("已逾期"),
    Standing.SOON: gettext_lazy("即将到期"),
    Standing.RUNNING: gettext_lazy("未到期"),
    Standing.SUSPENDED: gettext_lazy("暂停计时"),
    None: gettext_lazy("没有时限"),
}
TONE_OF = {Standing.OVERDUE: "stop", Standing.SOON: "warn"}
RETURNED, PAPERS, PLATFORM = "returned", "papers", "platform"
LISTS = {
    RETURNED: gettext_lazy("退回补正，待重新提交"),
    PAPERS: gettext_lazy("等待申请人补充材料"),
    PLATFORM: gettext_lazy("市级平台新转来"),
}


def _name(group: Standing | None) -> str:
    return group.value if group else "unlimited"


def lists_of(request: HttpRequest) -> dict[str, list[Row]]:
    """Every list of the work page by its name in the address, the most urgent rows first; read once for a request.

    A case stands in one list by its clock when this scope takes its next step; besides in those of LISTS.
    """
    if not hasattr(request, "work_lists"):
        scope = request.scope
        mine = list(waiting_for(scope).order_by("opened_on", "serial"))
        outside = [*waiting_for_papers(scope), *new_from_platform(scope)]
        clocks = deadlines.clocks_of({case.pk: case for case in [*mine, *outside]}.values(), timezone.localdate())

        def rows(cases: list[Case]) -> list[Row]:
            found = [(case, clocks.get(case.pk)) for case in cases]
            return sorted(found, key=lambda row: (row[1].left if row[1] else 0, row[0].opened_on, row[0].serial))

        lists: dict[str, list[Row]] = {_name(group): [] for group in GROUPS}
        for row in rows(mine):
            lists[_name(row[1].standing if row[1] else None)].append(row)
        lists[RETURNED] = rows([case for case in mine if case.status == Status.RETURNED])
        lists[PAPERS] = rows([case for case in outside if hasattr(case, "pause")])
        lists[PLATFORM] = rows([case for case in outside if not hasattr(case, "pause")])
        request.work_lists = lists
    return request.work_lists


def work_view(request: HttpRequest) -> HttpResponse:
    require(request.scope, "case.view")
    lists, wanted = lists_of(request), request.GET.get("list")
    labels = _labels()
    names = [wanted] if wanted in labels else [_name(group) for group in GROUPS]
    tables = [_table(labels[name], lists[name], name) for name in names if lists[name]]
    lead = _("最急的在前。办理后，案件自己从这里消失。") if tables else _("没有等您办理的案件。")
    title = labels[wanted] if wanted in labels else _("待我办理")
    return page(request, "taizhang/tables.html", title=title, lead=lead, tables=tables)


def _labels() -> dict[str, Any]:
    return {_name(group): label for group, label in GROUPS.items()} | LISTS


def _table(label: Any, rows: list[Row], name: str) -> dict[str, Any]:
    caption = _("%(group)s：%(count)s件") % {"group": label, "count": len(rows)}
    if len(rows) > MOST:
        caption += _("，只显示前%(most)s件") % {"most": MOST}
    headers = [_("编号"), _("对象"), _("业务"), _("街道"), _("状态"), _("时限"), _("说明")]
    lines = _lines(rows[:MOST])
    # One's own street, and explanations that nobody gave, tell nothing.
    told = [n for n in range(len(headers)) if n not in (STREET, WHY) or len({str(line[n]) for line in lines}) > 1]
    if WHY not in told and any(line[WHY] for line in lines):
        told.append(WHY)
    lines = [[line[n] for n in told] for line in lines]
    return {"caption": caption, "headers": [headers[n] for n in told], "rows": lines, "id": name}


def _lines(rows: list[Row]) -> list[list[Any]]:
    shown = Case.objects.select_related("person", "street", "household", "organisation")
    cases = shown.in_bulk([case.pk for case, _clock in rows])
    reasons = _reasons([case for case, _clock in rows if case.status == Status.RETURNED])
    return [
        [
            {"text": case.number, "url": admin_url(case.of_kind, "change", case.pk)},
            presenting.subject(cases[case.pk]),
            case.of_kind.label,
            cases[case.pk].street,
            {"text": case.get_status_display(), "tone": TONES.get(case.status, "neutral")},
            deadlines.pill(clock),
            reasons.get(case.pk, ""),
        ]
        for case, clock in rows
    ]


def _reasons(cases: list[Case]) -> dict[Any, str]:
    """Case -> why it was returned."""
    rows = Entry.objects.filter(case__in=cases, to_status=Status.RETURNED).standing().order_by("happened_on", "id")
    return {case: _("退回理由：%(reason)s") % {"reason": reason} for case, reason in rows.values_list("case", "reason")}


def tiles(request: HttpRequest) -> list[dict[str, Any]]:
    """Counts, each a link to exactly these cases."""
    if not may(request.scope, "case.view"):
        return []
    url, lists = reverse("admin:work"), lists_of(request)
    tones = {_name(group): TONE_OF.get(group, "info") if group else "neutral" for group in GROUPS} | {RETURNED: "warn"}
    order = [_name(Standing.OVERDUE), _name(Standing.SOON), *LISTS, *(_name(group) for group in list(GROUPS)[2:])]
    return [
        {
            "label": LISTS.get(name) or _("%(group)s，待我办理") % {"group": _labels()[name]},
            "value": len(lists[name]),
            "url": f"{url}?list={name}",
            "tone": tones.get(name, "info"),
        }
        for name in order
        if lists[name]
    ]


def first(request: HttpRequest) -> dict[str, Any] | None:
    """The few to begin with: what is late, then what came back, then what is soon due."""
    if not may(request.scope, "case.view"):
        return None
    lists = lists_of(request)
    urgent = [*lists[_name(Standing.OVERDUE)], *lists[RETURNED], *lists[_name(Standing.SOON)]]
    rows = list({case.pk: (case, clock) for case, clock in urgent}.values())[:FIRST]
    if not rows:
        return None
    more = {"label": _("全部待办"), "url": reverse("admin:work")}
    return {**_table(_("先办这些"), rows, "first"), "caption": _("先办这些"), "more": more}


def links(request: HttpRequest) -> list[dict[str, Any]]:
    return [{"label": _("待我办理"), "url": reverse("admin:work")}] if may(request.scope, "case.view") else []


def pages(site: Any) -> list:
    return [path("work/", site.admin_view(work_view), name="work")]
