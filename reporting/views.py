"""The managers' pages: the summary of a year, and the records behind each of its numbers."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.errors import Malformed, NotThere
from accounts.pages import page
from accounts.roles import may, require
from reporting import catalogue, presenting
from reporting.catalogue import Indicator, Ratio
from reporting.figures import Reading, areas_in_scope, passports, summaries
from reporting.members import members
from reporting.outside_xlsx import JOB as OUTSIDE
from reporting.periods import year
from reporting.xlsx import JOB
from services.jobs import actions as jobs
from services.ledger.reading import settle

PER_PAGE = 100
PATIENCE = dt.timedelta(minutes=5)  # how old the numbers of a page may be where counting takes long
FIRST_YEAR = 2000


def known_at_of(text: str | None) -> dt.datetime | None:
    if not text:
        return None
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise Malformed("known_at.unreadable", _("“截至时间”无法识别。请从年度汇总重新打开。"), "known_at")
    return found


def refuse_year(number: int) -> None:
    if not FIRST_YEAR <= number <= timezone.localdate().year:
        raise NotThere("year.not_there", _("没有这一年的汇总。请选择已经开始的年份。"))


@require_safe
def last_full_year(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("summary", args=[timezone.localdate().year - 1]))


@require_safe
def summary_page(request: HttpRequest, number: int) -> HttpResponse:
    require(request.scope, "figure.view")
    refuse_year(number)
    basis = request.GET.get("basis", "then")
    moment = known_at_of(request.GET.get("known_at"))
    now, before = summaries([number, number - 1], moment, basis, patience=PATIENCE)
    return page(
        request,
        "reporting/summary.html",
        title=_("%(year)s年汇总") % {"year": number},
        reading=now,
        caption=_("%(year)s年各项指标") % {"year": number},
        columns=list(now.names.values()),
        rows=presenting.summary_rows(now, before),
        funnels=presenting.funnels(now),
        findings=(findings := presenting.finding_rows(now)),
        in_streets=sum(not finding["whole"] for finding in findings),
        whole=now.names[now.areas[0]],
        years=[n for n in range(number - 2, number + 3) if FIRST_YEAR <= n <= timezone.localdate().year],
        number=number,
        is_district=request.scope.street is None,
        may_export=may(request.scope, "figure.export"),
    )


@require_safe
def figure_page(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Exactly the records of one number: by area, moment and basis as its link says; ?after= pages on by key."""
    require(request.scope, "figure.view")
    refuse_year(number)
    area = request.GET.get("area") or request.scope.area
    basis = request.GET.get("basis", "then")
    known_at = settle(known_at_of(request.GET.get("known_at")))
    (passport,) = passports(number, known_at, basis, area=area, code=code)
    figure = catalogue.get(code, year(number))
    names = areas_in_scope()
    reading = Reading(year(number), known_at, basis, names, {})
    audit.record(
        by=request.user, action="figure.opened", target=code, street=request.scope.street, year=number, area=area
    )
    context = {
        "title": _("%(area)s %(year)s年：%(label)s") % {"area": names[area], "year": number, "label": figure.label},
        "figure": figure,
        "passport": passport,
        "known_at": known_at,
        "why_url": presenting.why_link(reading, code, area),
        "crumbs": [{"label": _("%(year)s年汇总") % {"year": number}, "url": presenting.summary_link(reading)}],
    }
    if "instead" in passport:
        context["instead_url"] = presenting.link(reading, passport["instead"], area)
    if isinstance(figure, Ratio):
        parts = catalogue.parts_of(figure)
        context["parts"] = [
            {"label": part.label, "value": passport[name], "url": presenting.link(reading, part.code, area)}
            for name, part in parts.items()
        ]
    else:
        context |= _listed(request, figure, reading, area)
    return page(request, "reporting/figure.html", **context)


def _listed(request: HttpRequest, indicator: Indicator, reading: Reading, area: str) -> dict[str, Any]:
    after = request.GET.get("after")
    if after is not None and not is_key(indicator, after):
        raise Malformed("page.unreadable", _("页码无法识别。请从第一页重新打开。"), "after")
    found = members(
        indicator.code,
        reading.period.year,
        area,
        reading.known_at,
        reading.basis,
        after=after,
        limit=PER_PAGE + 1,
    )
    shown = found[:PER_PAGE]
    more = presenting.link(reading, indicator.code, area, after=shown[-1].key) if len(found) > PER_PAGE else ""
    return presenting.member_table(indicator, shown, reading.names) | {"next_url": more, "caption": indicator.label}


def is_key(indicator: Indicator, text: str) -> bool:
    """Whether `text` can be the key of a member."""
    if indicator.unit.counting in ("person", "household"):
        return len(text) == 36 and set(text) <= set("0123456789abcdef-")
    return text.isdigit() and len(text) < 19


@require_POST
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Starts the job that writes the workbook of what the page shows; with `outside` the one for other readers."""
    require(request.scope, "figure.export")
    refuse_year(number)
    known_at = settle(known_at_of(request.POST.get("known_at")))
    args = {"year": number, "known_at": known_at.isoformat(), "basis": request.POST.get("basis", "then")}
    if request.POST.get("outside"):
        job = jobs.start(
            by=request.user, name=OUTSIDE, args={"year": number, "known_at": args["known_at"]}, street=None
        )
    else:
        job = jobs.start(by=request.user, name=JOB, args=args, street=request.scope.street)
    return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
