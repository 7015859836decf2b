"""What became of those whose first milestone lies in the year: every number opens its list."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.errors import Malformed
from accounts.pages import page
from accounts.roles import require
from reporting import catalogue, fates, presenting
from reporting.fates import BANDS, Cohort, Fate
from reporting.figures import areas_in_scope
from reporting.periods import year
from reporting.views import PER_PAGE, known_at_of, refuse_year
from services.ledger.reading import settle

NUMBER = {"number": True}


@require_safe
def fates_page(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """?area, known_at; a number's link adds what it counts: reached, or reason and band, and part=records."""
    require(request.scope, "figure.view")
    refuse_year(number)
    area = request.GET.get("area") or request.scope.area
    known_at = settle(known_at_of(request.GET.get("known_at")))
    found = fates.cohort(catalogue.funnel(code), year(number), area, known_at)
    audit.record(
        by=request.user, action="figure.opened", target=code, street=request.scope.street, year=number, area=area
    )
    query = {"area": area, "known_at": known_at.isoformat()}
    names = areas_in_scope()
    steps = found.funnel.indicators
    title = _("%(area)s %(year)s年%(step)s的去向") % {"area": names[area], "year": number, "step": steps[0].label}
    return page(
        request,
        "reporting/fates.html",
        title=title,
        lead=_("%(year)s年“%(first)s”的%(count)s%(unit)s，截至 %(moment)s 办到哪一步；不论后面的环节发生在哪一年。")
        % {
            "year": number,
            "first": steps[0].label,
            "count": f"{len(found.fates):,}",
            "unit": steps[0].symbol,
            "moment": presenting.moment(known_at),
        },
        unit=steps[0].symbol,
        steps=_steps(found, query),
        remainder=_remainder(found, query),
        records=_records(request, found, names, query),
        crumbs=[
            {"label": _("%(year)s年汇总") % {"year": number}, "url": presenting.summary_url(number, query)},
        ],
    )


def _steps(found: Cohort, query: dict[str, str]) -> list[dict[str, Any]]:
    total = len(found.fates)
    return [
        {
            "label": indicator.label,
            "value": f"{(count := len(found.reached(place))):,}",
            "url": _link(query, reached=place),
            "share": f"{count * 100 / total:.1f}%" if total else "—",
        }
        for place, indicator in enumerate(found.funnel.indicators)
    ]


def _remainder(found: Cohort, query: dict[str, str]) -> dict[str, Any]:
    """A table of reason by age; the last column and row are the sums, which are exact: each member is in one cell."""
    rest = found.remainder
    bands = range(len(BANDS) + 1)
    reasons = sorted({fate.reason for fate in rest}, key=fates.said)

    def cell(reason: str | None, band: int | None) -> Any:
        count = sum(_matches(fate, reason, band) for fate in rest)
        words = {"reason": reason, "band": band}
        url = _link(query, **{name: value for name, value in words.items() if value is not None})
        return {"text": f"{count:,}", "url": url if count else "", **NUMBER}

    columns = [*bands, None]
    return {
        "headers": [_("现在的情况"), *({"text": fates.band_label(band), **NUMBER} for band in bands), _total()],
        "rows": [[fates.said(reason), *(cell(reason, band) for band in columns)] for reason in reasons]
        + ([[_("合计"), *(cell(None, band) for band in columns)]] if reasons else []),
    }


def _total() -> dict[str, Any]:
    return {"text": _("合计"), **NUMBER}


def _matches(fate: Fate, reason: str | None, band: int | None) -> bool:
    return reason in (None, fate.reason) and band in (None, fate.band)


def _link(query: dict[str, str], **words: Any) -> str:
    return f"?{urlencode(query | words | {'part': 'records'})}#records"


def _records(request: HttpRequest, found: Cohort, names: dict[str, str], query: dict[str, str]) -> Any:
    """The list behind the number that was followed, a page of it by key."""
    if request.GET.get("part") != "records":
        return None
    words: dict[str, Any] = {name: request.GET[name] for name in ("reached", "reason", "band") if name in request.GET}
    chosen, caption = _chosen(found, words)
    after = request.GET.get("after", "")
    matching = [fate for fate in found.fates if chosen(fate) and fate.key > after]
    shown = fates.listed(found, matching[:PER_PAGE])
    more = _link(query, **words, after=shown[-1].key) if len(matching) > PER_PAGE else ""
    return presenting.member_table(found.funnel.indicators[0], shown, names) | {"next_url": more, "caption": caption}


def _chosen(found: Cohort, words: dict[str, str]) -> tuple[Callable[[Fate], bool], str]:
    """Which members a number counts, and how it is called."""
    places = [str(place) for place in range(max(len(BANDS), found.last) + 1)]
    if any(words[name] not in places for name in ("reached", "band") if name in words):
        raise Malformed("fates.unreadable", _("要查看的名单无法识别。请从进度统计重新打开。"))
    if "reached" in words:
        place = min(int(words["reached"]), found.last)
        label = found.funnel.indicators[place].label
        return lambda fate: fate.furthest >= place, _("到达“%(step)s”") % {"step": label}
    reason, band = words.get("reason"), int(words["band"]) if "band" in words else None
    if reason is not None and reason not in {fate.reason for fate in found.remainder}:
        raise Malformed("fates.unreadable", _("要查看的名单无法识别。请从进度统计重新打开。"), "reason")
    parts = [_("未到最后一步")]
    parts += [fates.said(reason)] if reason is not None else []
    parts += [fates.band_label(band)] if band is not None else []
    return lambda fate: fate.furthest < found.last and _matches(fate, reason, band), _("、").join(parts)
