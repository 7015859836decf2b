"""The managers' pages: the summary of a year, and the records behind each of its numbers."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.errors import Malformed, NotThere
from accounts.pages import page
from accounts.roles import may, require
from reporting import catalogue, exports, presenting, saved_views
from reporting.catalogue import Indicator, Ratio
from reporting.figures import Reading, areas_in_scope, passports, refuse_basis, summaries
from reporting.links import address, passport_path
from reporting.members import members
from reporting.narrowing import Narrowing, narrowed, narrowing_of
from reporting.outside_xlsx import JOB as OUTSIDE
from reporting.overview import YEARS, Overview, is_recorded, last_full_year
from reporting.periods import year
from reporting.publishing import as_passport, is_same_number, published, published_figure
from reporting.streets import meeting, members_of_several_streets
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
def last_summary(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("summary", args=[last_full_year()]))


@require_safe
def summary_page(request: HttpRequest, number: int) -> HttpResponse:
    """The year on one screen; narrowed by ?programme, category, grade, age, sex; ?chart= names the figure drawn."""
    require(request.scope, "figure.view")
    refuse_year(number)
    basis, narrowing = request.GET.get("basis", "then"), narrowing_of(request.GET)
    years = [number - back for back in range(YEARS)]
    moment = known_at_of(request.GET.get("known_at"))
    readings = summaries(years, moment, basis, patience=PATIENCE, filters=narrowing.filters)
    overview = Overview(readings, narrowing)
    now, charted = overview.now, overview.charted(request.GET.get("chart", ""))
    found = presenting.finding_rows(now)
    return page(
        request,
        "reporting/summary.html",
        title=_("%(year)s年汇总") % {"year": number},
        overview=overview,
        notices=_unrecorded(overview),
        reading=now,
        caption=_("%(year)s年各项指标") % {"year": number},
        columns=list(now.names.values()),
        charted=charted,
        by_street=overview.by_street(charted) if charted else None,
        over_years=overview.over_years(charted) if charted else None,
        findings=found,
        in_streets=sum(not finding["whole"] for finding in found),
        years=[
            {"year": n, "url": address(reverse("summary", args=[n]), narrowing.query)}
            for n in range(number - 2, number + 3)
            if FIRST_YEAR <= n <= timezone.localdate().year
        ],
        number=number,
        is_district=request.scope.street is None,
        may_export=may(request.scope, "figure.export"),
        published=published(number),
        forms=EXPORTED,
        more=_more(request),
        **saved_views.context(request, number, narrowing),
    )


def _unrecorded(overview: Overview) -> list[dict[str, Any]]:
    """A year without records must not look like a year in which nobody was served."""
    now, before = overview.readings[:2]
    if not is_recorded(now) and not overview.narrowing.query:
        return [{"text": _("台账里没有这一年的业务记录。表中的0指没有登记，不表示没有发生。"), "tone": "warn"}]
    if not is_recorded(before) and not overview.narrowing.query:
        text = _("台账里没有%(year)s年的业务记录，“比上年”一栏不表示增长。")
        return [{"text": text % {"year": before.period.year}, "tone": "info"}]
    return []


EXPORTED = [
    {"value": "summary xlsx", "label": gettext_lazy("汇总表 xlsx")},
    {"value": "summary csv", "label": gettext_lazy("汇总表 csv")},
    {"value": "report docx", "label": gettext_lazy("年度报告 Word")},
    {"value": "report pdf", "label": gettext_lazy("年度报告 PDF")},
]


def _more(request: HttpRequest) -> list[dict[str, Any]]:
    """Where a manager goes from here."""
    places = [
        ("figure.schedule", _("定时报送"), "admin:reporting_schedule_changelist"),
        ("report.template", _("年度报告模板"), "admin:reporting_reporttemplate_changelist"),
    ]
    return [{"label": label, "url": reverse(name)} for right, label, name in places if may(request.scope, right)]


@require_safe
def figure_page(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Exactly the records of one number: by area, moment and basis as its link says; ?after= pages on by key."""
    require(request.scope, "figure.view")
    refuse_year(number)
    area = request.GET.get("area") or request.scope.area
    basis = request.GET.get("basis", "then")
    known_at, narrowing = settle(known_at_of(request.GET.get("known_at"))), narrowing_of(request.GET)
    (passport,) = passports(number, known_at, basis, area=area, code=code, filters=narrowing.filters)
    figure = catalogue.get(code, year(number))
    names = areas_in_scope()
    reading = Reading(year(number), known_at, basis, names, {}, narrowing.filters)
    audit.record(
        by=request.user, action="figure.opened", target=code, street=request.scope.street, year=number, area=area
    )
    context = {
        "title": _("%(area)s %(year)s年：%(label)s") % {"area": names[area], "year": number, "label": figure.label},
        "figure": figure,
        "passport": passport,
        "known_at": known_at,
        "narrowing": narrowing if narrowing.people else "",
        "why_url": "" if narrowing.people else presenting.why_link(reading, code, area),
        "crumbs": [_summary_crumb(reading, narrowing)],
    }
    if basis == "then" and not narrowing.people and (row := published_figure(number, code, area)):
        same = is_same_number(as_passport(row), passport)
        context["published"] = {"row": row, "same": same, "url": reverse("passport", args=[row.pk])}
    if "instead" in passport:
        context["instead_url"] = passport_path(reading, passport["instead"], area)
    if isinstance(figure, Ratio):
        parts = catalogue.parts_of(figure, instead="instead" in passport)
        context["parts"] = [
            {
                "label": part.label,
                "value": passport[name],
                "url": passport_path(reading, part.code, area, **narrowing.people),
            }
            for name, part in parts.items()
        ]
    else:
        context |= _listed(request, figure, reading, area, narrowing)
    return page(request, "reporting/figure.html", **context)


def _summary_crumb(reading: Reading, narrowing: Narrowing) -> dict[str, Any]:
    label = _("%(year)s年汇总") % {"year": reading.period.year}
    return {"label": label, "url": presenting.summary_link(reading, **narrowing.query)}


@require_safe
def streets_page(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Why the streets' numbers add up to more than the district's: who was counted in two or more of them."""
    require(request.scope, "figure.view")
    refuse_year(number)
    narrowing, known_at = narrowing_of(request.GET), settle(known_at_of(request.GET.get("known_at")))
    (reading,) = summaries([number], known_at, filters=narrowing.filters)
    figure = narrowed(catalogue.get(code, reading.period), narrowing.filters)
    if isinstance(figure, Ratio):
        raise Malformed("figure.part", _("比率没有自己的名单。请打开它的分子或分母。"), "code")
    rows = members_of_several_streets(figure, known_at, reading.period)
    audit.record(by=request.user, action="figure.opened", target=code, street=None, year=number, area="streets")
    return page(
        request,
        "reporting/streets.html",
        title=_("%(year)s年：%(label)s，在多个街道计入的对象") % {"year": number, "label": figure.label},
        meeting=meeting(reading, figure),
        whole_url=passport_path(reading, code, reading.areas[0], **narrowing.people),
        streets=[
            {
                "label": reading.names[area],
                "value": presenting.spoken(reading.cell(figure, area)),
                "url": passport_path(reading, code, area, **narrowing.people),
            }
            for area in reading.areas[1:]
            if reading.cell(figure, area).value
        ],
        caption=_("在两个以上街道计入的对象"),
        crumbs=[_summary_crumb(reading, narrowing)],
        **presenting.several_streets_table(rows, reading.names),
    )


def _listed(
    request: HttpRequest, indicator: Indicator, reading: Reading, area: str, narrowing: Narrowing
) -> dict[str, Any]:
    after = request.GET.get("after")
    if after is not None and not is_key(indicator, after):
        raise Malformed("page.unreadable", _("页码无法识别。请从第一页重新打开。"), "after")
    found = members(
        indicator.code,
        reading.period.year,
        area,
        reading.known_at,
        reading.basis,
        filters=narrowing.filters,
        after=after,
        limit=PER_PAGE + 1,
    )
    shown = found[:PER_PAGE]
    words = {**narrowing.people, "after": shown[-1].key} if len(found) > PER_PAGE else {}
    more = passport_path(reading, indicator.code, area, **words) if words else ""
    return presenting.member_table(indicator, shown, reading.names) | {"next_url": more, "caption": indicator.label}


def is_key(indicator: Indicator, text: str) -> bool:
    """Whether `text` can be the key of a member."""
    if indicator.unit.counting in ("person", "household"):
        return len(text) == 36 and set(text) <= set("0123456789abcdef-")
    return text.isdigit() and len(text) < 19


@require_POST
def export(request: HttpRequest, number: int) -> HttpResponse:
    """Starts the job that writes what the page shows, `form` being document and format as in EXPORTED; with `outside`
    the workbook for other readers."""
    require(request.scope, "figure.export")
    refuse_year(number)
    document, _space, form = request.POST.get("form", "summary xlsx").partition(" ")
    known_at, basis = settle(known_at_of(request.POST.get("known_at"))), request.POST.get("basis", "then")
    refuse_basis(basis)
    if request.POST.get("outside"):
        args: dict[str, Any] = {"year": number, "known_at": known_at.isoformat()}
        job = jobs.start(by=request.user, name=OUTSIDE, args=args, street=None)
        return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
    args = exports.arguments(document, form, number, known_at, basis, narrowing_of(request.POST).query)
    job = jobs.start(by=request.user, name=exports.JOB, args=args, street=request.scope.street)
    return HttpResponseRedirect(reverse("admin:job", args=[job.pk]))
