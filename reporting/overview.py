"""The year on one screen: headlines, charts with their findings, the course over the years, filters as links."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import DISTRICT
from reporting import charts
from reporting.catalogue import FUNNELS, PROGRAMMES, Figure, Funnel, Indicator, Nature, Ratio
from reporting.charts import Point
from reporting.comparing import change
from reporting.figures import Reading
from reporting.links import passport_path, streets_path
from reporting.narrowing import Narrowing, narrowed_figures
from reporting.presenting import fates_link, named, shown, spoken, why_link
from reporting.streets import meeting
from reporting.units import YUAN
from services.cases import kinds

# What a manager is asked about first; a figure that is not counted here (a narrowed view) is left out.
HEADLINES = (
    "people.certificate_holders",
    "employment.employment_rate",
    "employment.placed",
    "subsidies.home_help_persons",
    "rehabilitation.adult_sessions",
    "devices.applications_approved",
    "home_modifications.built",
    "subsidies.social_insurance_amount",
)
YEARS = 5  # of a trend, the last one included
LARGE = Decimal(100_000)  # yuan, from which a headline says 万元


@dataclass(frozen=True)
class Overview:
    """`readings`: the year and those before it, the latest first, as known at one moment."""

    readings: Sequence[Reading]
    narrowing: Narrowing

    @property
    def now(self) -> Reading:
        return self.readings[0]

    @property
    def figures(self) -> list[Figure]:
        chosen = self.narrowing.programme
        return [figure for figure in self.now.figures if not chosen or figure.programme == chosen]

    def url(self, figure: Figure, area: str | None = None) -> str:
        return passport_path(self.now, figure.code, area or self.now.areas[0], **self.narrowing.people)

    def course(self, figure: Figure) -> list[Point]:
        """The whole area year by year under one definition; years of which no work is recorded are left out."""
        found: list[Point] = []
        for reading in reversed([one for one in self.readings if is_recorded(one)]):
            same = next((f for f in reading.figures if (f.code, f.version) == (figure.code, figure.version)), None)
            cell = reading.cell(same, reading.areas[0]) if same else None
            if cell and cell.value is not None:
                found.append(Point(str(reading.period), cell.value, spoken(cell)))
        return found

    def tiles(self) -> list[dict[str, Any]]:
        by_code = {figure.code: figure for figure in self.figures}
        wanted = [by_code[code] for code in HEADLINES if code in by_code] or self.figures[:4]
        return [self._tile(figure) for figure in wanted]

    def _tile(self, figure: Figure) -> dict[str, Any]:
        cell = self.now.cell(figure, self.now.areas[0])
        value, unit = spoken(cell), _unit(figure)
        if isinstance(figure, Indicator) and figure.unit == YUAN and cell.value and cell.value >= LARGE:
            value, unit = f"{cell.value / 10_000:,.0f}", _("万元")
        compared = change(figure, self.now.areas[0], self.now, self.readings[1])
        return {
            "programme": PROGRAMMES[figure.programme],
            "label": figure.label,
            "value": value,
            "unit": unit,
            "parts": parts_of_rate(cell),
            "change": (compared.percent if unit == _("万元") else "") or compared.text,
            "url": self.url(figure),
        }

    def rows(self) -> list[dict[str, Any]]:
        """Rows: {section}, {label, unit, cells, parts, change, spark}, or {note, url} (streets and district)."""
        rows: list[dict[str, Any]] = []
        programme = None
        for figure in self.figures:
            if figure.programme != programme:
                programme = figure.programme
                rows.append({"section": PROGRAMMES[programme]})
            whole = self.now.cell(figure, self.now.areas[0])
            rows.append(
                {
                    "label": figure.label,
                    "stated": figure.stated,
                    "unit": figure.symbol,
                    "cells": [shown(self.now, figure, area, **self.narrowing.people) for area in self.now.areas],
                    "parts": parts_of_rate(whole),
                    "change": change(figure, self.now.areas[0], self.now, self.readings[1]),
                    "why_url": why_link(self.now, figure.code, self.now.areas[0], from_year=self.now.period.year - 1),
                    "spark": self.spark(figure),
                }
            )
            if found := meeting(self.now, figure):
                rows.append({"note": found, "url": streets_path(self.now, figure.code, **self.narrowing.people)})
        return rows

    def spark(self, figure: Figure) -> str:
        points = self.course(figure)
        return charts.spark(_("、").join(f"{point.label}{_('：')}{point.said}" for point in points), points)

    @property
    def choices(self) -> list[tuple[Any, list[Figure]]]:
        """The figures that can be drawn, by programme."""
        return [(PROGRAMMES[p], list(group)) for p, group in groupby(self.figures, lambda figure: figure.programme)]

    def charted(self, code: str) -> Figure | None:
        """The figure that the charts show: the chosen one, else the first headline."""
        return next((f for wanted in (code, *HEADLINES) for f in self.figures if f.code == wanted), None)

    def by_street(self, figure: Figure) -> dict[str, Any] | None:
        """Bars of the streets with the finding as title; None where there is one area alone."""
        streets = [area for area in self.now.areas if area != DISTRICT]
        cells = sorted((self.now.cell(figure, area) for area in streets), key=lambda c: (-(c.value or 0), c.area))
        if len(cells) < 2 or not cells[0].value:
            return None
        points = [Point(self.now.names[c.area], c.value or 0, spoken(c)) for c in cells]
        words = {"label": named(figure), "most": points[0].label, "value": points[0].said, "unit": _unit(figure)}
        title = _("%(label)s：%(most)s最多，%(value)s%(unit)s") % words
        if isinstance(figure, Ratio):
            title = _("%(label)s：%(most)s最高，%(value)s") % words
        about = _("从多到少列出%(number)s个街道。数字见旁边的表。") % {"number": len(points)}
        whole = sum(point.value for point in points)
        rows = [
            [
                point.label,
                {"text": point.said, "url": self.url(figure, cell.area), "number": True},
                {"text": parts_of_rate(cell) or f"{point.value * 100 / (whole or 1):.1f}%", "number": True},
            ]
            for point, cell in zip(points, cells, strict=True)
        ]
        heads = [
            _("街道"),
            {"text": _unit(figure) or "%", "number": True},
            {"text": _("分子／分母") if isinstance(figure, Ratio) else _("占各街道之和"), "number": True},
        ]
        return {"title": title, "svg": charts.bars("streets", title, about, points), "headers": heads, "rows": rows}

    def over_years(self, figure: Figure) -> dict[str, Any] | None:
        """The trend with the finding as title; None for a single year."""
        points = self.course(figure)
        if len(points) < 2 or not any(point.value for point in points):
            return None
        first, last = points[0], points[-1]
        words = {"label": named(figure), "first": first.label, "from": first.said, "last": last.label, "to": last.said}
        if last.value > first.value:
            title = _("%(label)s：从%(first)s年的%(from)s增加到%(last)s年的%(to)s") % words
        elif last.value < first.value:
            title = _("%(label)s：从%(first)s年的%(from)s减少到%(last)s年的%(to)s") % words
        else:
            title = _("%(label)s：%(last)s年与%(first)s年相同，为%(to)s") % words
        heads = [_("年度"), {"text": _unit(figure) or "%", "number": True}]
        urls = {
            str(r.period): passport_path(r, figure.code, r.areas[0], **self.narrowing.people) for r in self.readings
        }
        rows = [[p.label, {"text": p.said, "url": urls[p.label], "number": True}] for p in points]
        about = _("纵轴从零开始。数字见旁边的表。")
        return {"title": title, "svg": charts.trend("years", title, about, points), "headers": heads, "rows": rows}

    def funnels(self) -> list[dict[str, Any]]:
        """Of one programme: milestones of the same cases in order, with the share of the first that reached them."""
        return [self._drawn(*one) for one in self._counted_funnels()] if self.narrowing.programme else []

    def funnel_table(self) -> dict[str, Any] | None:
        """Of all programmes: a line for each funnel, every number a link, and what became of those of the year."""
        found = [] if self.narrowing.programme else self._counted_funnels()
        rows = []
        for funnel, steps, values in found:
            numbers: list[Any] = [
                {"text": f"{value:,}", "url": self.url(step), "number": True}
                for step, value in zip(steps, values, strict=True)
            ]
            between = numbers[1:-1] or [{"text": "—", "number": True}]
            way = " → ".join(str(step.label) for step in steps)
            rows.append([str(funnel.label), way, numbers[0], *between, numbers[-1], self._fates(funnel) or "—"])
        counted = [{"text": text, "number": True} for text in (_("起点"), _("中间"), _("终点"))]
        heads = [_("工作"), _("环节"), *counted, _("当年起步的一批")]
        return {"headers": heads, "rows": rows} if rows else None

    def _counted_funnels(self) -> list[tuple[Funnel, list[Any], list[Any]]]:
        """Each funnel of which something is counted, with its steps and their numbers."""
        found = []
        for funnel in FUNNELS:
            steps = narrowed_figures(list(funnel.indicators), self.now.filters)
            if self.narrowing.programme not in ("", funnel.code.partition(".")[0]) or len(steps) < 2:
                continue
            values = [self.now.cell(step, self.now.areas[0]).value or 0 for step in steps]
            if any(values):
                found.append((funnel, steps, values))
        return found

    def _drawn(self, funnel: Funnel, steps: list[Any], values: list[Any]) -> dict[str, Any]:
        points = [Point(str(step.label), value, f"{value:,}") for step, value in zip(steps, values, strict=True)]
        shares = [_share(value, values[0]) for value in values]
        rows = [
            [p.label, {"text": p.said, "url": self.url(s), "number": True}, {"text": share, "number": True}]
            for p, s, share in zip(points, steps, shares, strict=True)
        ]
        words = {
            "label": funnel.label,
            "last": points[-1].label,
            "first": points[0].label,
            "share": shares[-1],
            "from": points[0].said,
            "to": points[-1].said,
        }
        title = _("%(label)s：%(last)s的是%(first)s的%(share)s") % words
        if values[-1] > values[0]:  # of work that began in years before
            title = _("%(label)s：当年%(first)s %(from)s，%(last)s %(to)s") % words
        heads = [_("环节"), {"text": _unit(steps[0]), "number": True}, {"text": _("占第一环节"), "number": True}]
        about = _("各环节按发生当年统计，不能相加。数字见旁边的表。")
        svg = charts.funnel(funnel.code.replace(".", "-"), title, about, points)
        found = {"title": title, "svg": svg, "headers": heads, "rows": rows, "quiet": about}
        if more := self._fates(funnel):
            found["more"] = {"label": more["text"], "url": more["url"]}
        return found

    def _fates(self, funnel: Funnel) -> dict[str, Any] | None:
        """The link to what became of the cohort; none for a narrowed view, whose cohort would be another."""
        if not funnel.has_cohort or self.now.filters:
            return None
        return {"text": _("后来怎样"), "url": fates_link(self.now, funnel)}


def is_recorded(reading: Reading) -> bool:
    """Whether any work of that year stands in the ledger (certificates and employment begin long before the system)."""
    work = {kind.code for kind in kinds.all_kinds()}
    return any(
        count and indicator.nature == Nature.FLOW and indicator.codes[0].partition(".")[0] in work
        for (indicator, _area), count in reading.counts.items()
    )


def _share(value: Any, first: Any) -> str:
    return f"{value * 100 / first:.1f}%" if first else "—"


def _unit(figure: Figure) -> str:
    return "" if figure.symbol == "%" else figure.symbol


def parts_of_rate(cell: Any) -> str:
    """Both numbers of a rate (E1); empty for anything else."""
    if not isinstance(cell.figure, Ratio) or cell.value is None:
        return ""
    unit = cell.figure.numerator.symbol
    return _("%(above)s／%(below)s%(unit)s") % {
        "above": f"{cell.numerator:,}",
        "below": f"{cell.denominator:,}",
        "unit": unit,
    }


def last_full_year() -> int:
    """The latest year that has ended and of which something is recorded; else last year."""
    this = timezone.localdate().year
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM max(happened_on))::int FROM ledger_entry"
            " WHERE happened_on < make_date(%s, 1, 1) AND case_id IS NOT NULL",
            [this],
        )
        (found,) = cursor.fetchone()
    return found or this - 1
