"""A reading as the rows of a screen."""

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reporting.catalogue import PROGRAMMES, Figure, Funnel, Indicator
from reporting.figures import Cell, Reading
from reporting.findings import findings
from reporting.links import address, passport_path
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


def shown(reading: Reading, figure: Figure, area: str, **more: Any) -> dict[str, Any]:
    """A number of a screen and where its records open."""
    if not figure.covers(area):
        return {"value": "—", "url": ""}
    cell = reading.cell(figure, area)
    nothing = figure.stated and cell.value is None
    return {"value": spoken(cell), "url": "" if nothing else passport_path(reading, figure.code, area, **more)}


def why_link(reading: Reading, code: str, area: str, **more: Any) -> str:
    """The page that says why a figure differs from last year's or from another reading."""
    words = {"area": area, "known_at": reading.known_at.isoformat(), "basis": reading.basis, **more}
    return address(reverse("why", args=[reading.period.year, code]), words)


def summary_link(reading: Reading, **more: Any) -> str:
    words = {"known_at": reading.known_at.isoformat(), "basis": reading.basis, **more}
    return address(reverse("summary", args=[reading.period.year]), words)


def summary_url(number: int, words: dict[str, str]) -> str:
    kept: dict[str, str] = {name: words[name] for name in ("known_at", "basis") if name in words}
    return address(reverse("summary", args=[number]), kept)


def fates_link(reading: Reading, funnel: Funnel) -> str:
    words = {"area": reading.areas[0], "known_at": reading.known_at.isoformat()}
    return address(reverse("fates", args=[reading.period.year, funnel.code]), words)


def moment(known_at: dt.datetime) -> str:
    return timezone.localtime(known_at).strftime("%Y-%m-%d %H:%M:%S")


def finding_rows(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "area": reading.names[finding.area],
            "whole": finding.area == reading.areas[0],
            "text": str(finding),
            "links": [
                {"label": one.label, "url": passport_path(reading, one.code, finding.area)}
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


def several_streets_table(rows: list[tuple[Member, list[str]]], streets: dict[str, str]) -> dict[str, Any]:
    """Who was counted in two or more streets, and in which."""
    headers = [_("对象"), {"text": _("计入的街道数"), "number": True}, _("街道")]
    lines = [
        [member.subject, {"text": len(codes), "number": True}, _("、").join(streets[code] for code in codes)]
        for member, codes in rows
    ]
    return {"headers": headers, "rows": lines}


def case_cell(case: Case | None) -> dict[str, Any] | str:
    if case is None:
        return "—"
    options = case.of_kind.detail_model._meta
    try:
        url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[case.pk])
    except NoReverseMatch:
        url = ""
    return {"text": number_of(case), "url": url}
