"""A reading as the rows of a screen."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.catalogue import FUNNELS, PROGRAMMES, Figure, Funnel, Indicator
from reporting.comparing import change
from reporting.figures import Cell, Reading
from reporting.findings import findings
from reporting.members import Member, number_of
from reporting.units import Counting
from services.cases.models import Case


def spoken(cell: Cell) -> str:
    """A value as it is printed."""
    if cell.value is None:
        return "—"
    return f"{cell.value}%" if cell.figure.symbol == "%" else f"{cell.value:,}"


def named(figure: Figure) -> str:
    """The label with its programme, for lists of figures of several programmes."""
    programme = PROGRAMMES[figure.programme]
    if str(programme) == str(figure.label):
        return str(programme)
    return _("%(programme)s：%(label)s") % {"programme": programme, "label": figure.label}


def link(reading: Reading, code: str, area: str, **more: Any) -> str:
    """The page of a figure's records, as known when the number was read."""
    words = {"area": area, "known_at": reading.known_at.isoformat(), "basis": reading.basis, **more}
    return f"{reverse('figure', args=[reading.period.year, code])}?{urlencode(words)}"


def why_link(reading: Reading, code: str, area: str, **more: Any) -> str:
    """The page that says why a figure differs from last year's or from another reading."""
    words = {"area": area, "known_at": reading.known_at.isoformat(), "basis": reading.basis, **more}
    return f"{reverse('why', args=[reading.period.year, code])}?{urlencode(words)}"


def summary_link(reading: Reading) -> str:
    return summary_url(reading.period.year, {"known_at": reading.known_at.isoformat(), "basis": reading.basis})


def summary_url(number: int, words: dict[str, str]) -> str:
    kept: dict[str, str] = {name: words[name] for name in ("known_at", "basis") if name in words}
    return f"{reverse('summary', args=[number])}?{urlencode(kept)}"


def summary_rows(now: Reading, before: Reading) -> list[dict[str, Any]]:
    """Rows: either {section} or {label, definition, unit, cells, change}; the first cell is the scope's whole."""
    rows: list[dict[str, Any]] = []
    programme = None
    for figure in now.figures:
        if figure.programme != programme:
            programme = figure.programme
            rows.append({"section": PROGRAMMES[programme]})
        rows.append(
            {
                "label": figure.label,
                "stated": figure.stated,
                "unit": figure.symbol,
                "cells": [_cell(now, figure, area) for area in now.areas],
                "change": change(figure, now.areas[0], now, before),
                "why_url": why_link(now, figure.code, now.areas[0], from_year=now.period.year - 1),
            }
        )
    return rows


def _cell(reading: Reading, figure: Figure, area: str) -> dict[str, Any]:
    if not figure.covers(area):
        return {"value": "—", "url": ""}
    cell = reading.cell(figure, area)
    nothing = figure.stated and cell.value is None
    return {"value": spoken(cell), "url": "" if nothing else link(reading, figure.code, area)}


def funnels(reading: Reading) -> list[dict[str, Any]]:
    """Each with its milestones in order and the share of the first that reached them."""
    found = []
    for funnel in FUNNELS:
        first = reading.count(funnel.indicators[0], reading.areas[0])
        steps = []
        for indicator in funnel.indicators:
            value = reading.count(indicator, reading.areas[0])
            share = f"{value * 100 / first:.1f}%" if first and value is not None else "—"
            steps.append({"label": indicator.label, **_cell(reading, indicator, reading.areas[0]), "share": share})
        found.append(
            {
                "label": funnel.label,
                "unit": funnel.indicators[0].symbol,
                "steps": steps,
                "fates_url": _fates_link(reading, funnel) if funnel.has_cohort else "",
            }
        )
    return found


def _fates_link(reading: Reading, funnel: Funnel) -> str:
    words = {"area": reading.areas[0], "known_at": reading.known_at.isoformat()}
    return f"{reverse('fates', args=[reading.period.year, funnel.code])}?{urlencode(words)}"


def moment(known_at: dt.datetime) -> str:
    return timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M:%S")


def finding_rows(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "area": reading.names[finding.area],
            "whole": finding.area == reading.areas[0],
            "text": str(finding),
            "links": [
                {"label": one.label, "url": link(reading, one.code, finding.area)}
                for one in (finding.assertion.smaller, finding.assertion.larger)
            ],
        }
        for finding in findings(reading)
    ]


def member_table(indicator: Indicator, members: list[Member], streets: dict[str, str]) -> dict[str, Any]:
    """Headers and rows for taizhang/table_part.html."""
    counting = indicator.unit.counting
    last = {
        Counting.ENTRY: None,
        Counting.QUANTITY: {"text": _("数量"), "number": True},
        Counting.AMOUNT: {"text": _("金额（元）"), "number": True},
    }.get(counting, {"text": _("记录数"), "number": True})
    subject = pgettext("机构", "单位") if counting == Counting.ORGANISATION else _("对象")
    headers = [subject, _("首次日期") if counting.is_distinct else _("日期"), _("街道"), _("案件")]
    rows = []
    for member in members:
        entry = member.entry
        street = streets.get(entry.street_id, _("全区"))
        row: list[Any] = [member.subject, entry.happened_on.isoformat(), street, case_cell(entry.case)]
        value = {Counting.QUANTITY: entry.quantity, Counting.AMOUNT: entry.amount}.get(counting, member.entries)
        rows.append(row + ([{"text": value, "number": True}] if last else []))
    return {"headers": headers + ([last] if last else []), "rows": rows}


def case_cell(case: Case | None) -> dict[str, Any] | str:
    if case is None:
        return "—"
    options = case.of_kind.detail_model._meta
    try:
        url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[case.pk])
    except NoReverseMatch:
        url = ""
    return {"text": number_of(case), "url": url}
