"""“为什么变了”: a figure against an earlier reading, another year or another street, and the records of each reason."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.errors import Malformed
from accounts.pages import page
from accounts.roles import require
from reporting import catalogue, presenting
from reporting.explain import LABELS, MEANINGS, At, Bucket, Explained, Explanation, explain
from reporting.explain.telling import Told, contribution_share, name_of, paragraph, signed, spoken, told, what
from reporting.figures import areas_in_scope
from reporting.periods import year
from reporting.views import FIRST_YEAR, PER_PAGE, known_at_of, refuse_year
from services.ledger.reading import settle

MOMENT = "%Y-%m-%dT%H:%M:%S"
HALF = 100  # of the width of a bar's drawing


class AgainstForm(forms.Form):
    """With what the figure is compared; what is left empty is as in the figure."""

    since = forms.DateTimeField(
        label=gettext_lazy("较早的截至时间"),
        required=False,
        input_formats=[MOMENT, "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": 1}, format=MOMENT),
    )
    from_year = forms.TypedChoiceField(label=gettext_lazy("年度"), required=False, coerce=int, empty_value=None)
    from_area = forms.ChoiceField(label=gettext_lazy("区域"), required=False)

    def __init__(self, data: Any, at: At) -> None:
        super().__init__(data)
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        same = _("与本数相同")
        self.fields["from_year"].choices = [("", same), *((n, n) for n in years if n != at.period.year)]
        names = areas_in_scope()
        self.fields["from_area"].choices = [("", same), *((a, n) for a, n in names.items() if a != at.area)]
        if len(names) == 1:
            del self.fields["from_area"]


@require_safe
def why_page(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """?area, known_at, basis say which number; ?since, from_year, from_area against what; ?bucket opens its records."""
    require(request.scope, "figure.view")
    refuse_year(number)
    figure = catalogue.get(code, year(number))
    area = request.GET.get("area") or request.scope.area
    basis = request.GET.get("basis", "then")
    after = At(figure, year(number), area, settle(known_at_of(request.GET.get("known_at"))), basis)
    asked = any(request.GET.get(name) for name in ("since", "from_year", "from_area"))
    form = AgainstForm(request.GET if asked else {"from_year": number - 1}, after)
    found = explain(_before(form, after), after)
    audit.record(
        by=request.user, action="figure.explained", target=code, street=request.scope.street, year=number, area=area
    )
    names = areas_in_scope()
    title = _("%(area)s %(year)s年：%(label)s") % {"area": names[area], "year": number, "label": figure.label}
    own = {"area": area, "known_at": after.known_at.isoformat(), "basis": basis}
    query = own | {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    return page(
        request,
        "reporting/why.html",
        title=_("为什么变了"),
        figure=figure,
        form=form,
        own=own,
        before={"name": name_of(found.before, after), "value": _spoken(figure, found.value_before)},
        after={"name": name_of(after, found.before), "value": _spoken(figure, found.value_after)},
        text=paragraph(found),
        parts=[_part(name, part, found, query) for name, part in found.parts.items()],
        records=_records(request, found, query),
        crumbs=[
            {"label": _("%(year)s年汇总") % {"year": number}, "url": presenting.summary_url(number, own)},
            {"label": title, "url": f"{reverse('figure', args=[number, code])}?{urlencode(own)}"},
        ],
    )


def _before(form: AgainstForm, after: At) -> At:
    if not form.is_valid():
        raise Malformed(
            "explain.unreadable", _("比较的对象无法识别。请从数字的页面重新打开。"), next(iter(form.errors))
        )
    chosen = form.cleaned_data
    period = year(chosen["from_year"]) if chosen["from_year"] else after.period
    known_at = settle(chosen["since"]) if chosen["since"] else after.known_at
    figure = catalogue.get(after.figure.code, period)
    return At(figure, period, chosen.get("from_area") or after.area, known_at, after.basis)


def _spoken(figure: Any, value: Any) -> str:
    return "—" if value is None else f"{value:,} {figure.symbol}"


def _part(name: str, part: Explanation, found: Explained, query: dict[str, str]) -> dict[str, Any]:
    """One table of buckets, each with its bar and the link to its records."""
    rows = []
    for bucket, records in part.buckets.items():
        width = round(abs(contribution_share(part, bucket)) * HALF)
        change = part.contribution(bucket)
        rows.append(
            {
                "label": part.labels[bucket],
                "meaning": MEANINGS[bucket],
                "count": f"{len(records):,}",
                "url": f"?{urlencode(query | {'bucket': bucket, 'part': name})}#records",
                "change": signed(change),
                "bar": {"x": HALF if change > 0 else HALF - width, "width": width, "more": change > 0},
            }
        )
    return {
        "label": part.after.indicator.label,
        "unit": part.after.indicator.symbol,
        "before": spoken(part.value_before),
        "after": spoken(part.value_after),
        "change": signed(part.change) if part.change else "0",
        "rows": rows,
    }


def _records(request: HttpRequest, found: Explained, query: dict[str, str]) -> dict[str, Any] | None:
    """The records of the bucket that is asked for, a page of them by key."""
    part = found.parts.get(request.GET.get("part", ""))
    bucket = request.GET.get("bucket", "")
    if not bucket:
        return None
    if part is None or bucket not in LABELS:
        raise Malformed("explain.unreadable", _("比较的对象无法识别。请从数字的页面重新打开。"), "bucket")
    after = request.GET.get("after", "")
    rows = [record for record in part.buckets.get(Bucket(bucket), []) if record.key > after]
    shown = told(part, rows[:PER_PAGE])
    more = query | {
        "bucket": bucket,
        "part": request.GET.get("part", ""),
        "after": rows[:PER_PAGE][-1].key if rows else "",
    }
    number = {"number": True}
    headers: list[Any] = [
        _("对象"),
        _("日期"),
        _("街道"),
        _("案件"),
        *({"text": text, **number} for text in (_("变化前"), _("变化后"))),
        _("由什么引起"),
        _("登记人"),
        _("登记时间"),
    ]
    streets = areas_in_scope()
    return {
        "caption": _("%(bucket)s：%(label)s")
        % {"bucket": part.labels[Bucket(bucket)], "label": part.after.indicator.label},
        "headers": headers,
        "rows": [_row(one, streets) for one in shown],
        "next_url": f"?{urlencode(more)}#records" if len(rows) > PER_PAGE else "",
    }


def _row(one: Told, streets: dict[str, str]) -> list[Any]:
    entry, cause = one.entry, one.cause
    words = [what(cause), cause.reason] if cause else []
    return [
        one.subject,
        entry.happened_on.isoformat() if entry else "—",
        streets.get(entry.street_id, _("全区")) if entry else "—",
        presenting.case_cell(entry.case) if entry else "—",
        {"text": f"{one.record.before:,}", "number": True},
        {"text": f"{one.record.after:,}", "number": True},
        _("：").join(filter(None, words)) or "—",
        (cause.recorded_by or _("系统")) if cause else "—",
        timezone.localtime(cause.recorded_at).strftime("%Y-%m-%d %H:%M:%S") if cause else "—",
    ]
