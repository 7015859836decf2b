"""The annual text: our own wording, in which every number is a token bound to a figure."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scoping import scope_required
from reporting import catalogue
from reporting.catalogue import Figure, Precision, Ratio
from reporting.figures import passports, summary
from reporting.findings import findings
from services.payments.models import Payment
from services.policy.models import Policy

TEMPLATE = Path(__file__).with_name("annual.md")
TOKEN = re.compile(r"\{\{([a-z_]+(?:\.[a-z_]+)?)\}\}")


def in_words(figure: Figure, value: Any) -> str:
    """A value as the text prints it. 余: rounded down to the figure's step, where something is left over."""
    if value is None:
        return _("（无数据）")
    if isinstance(figure, Ratio):
        return f"{value}%" if figure.symbol == "%" else str(value)
    if figure.precision == Precision.AT_LEAST and isinstance(value, int):
        rounded = value - value % figure.step
        if rounded and rounded != value:
            return _("%(value)s余") % {"value": rounded}
    return str(value)


def annual_text(year: int, known_at: dt.datetime | None = None) -> str:
    """Markdown. An unknown token is an error: nothing is printed that no figure stands behind."""
    area = scope_required().area
    found = {one["code"]: one for one in passports(year, known_at, area=area)}
    reading = summary(year, dt.datetime.fromisoformat(next(iter(found.values()))["known_at"]))
    words = {"year": str(year), "known_at": timezone.localtime(reading.known_at).strftime("%Y-%m-%d %H:%M:%S")}
    used: dict[str, None] = {}

    def word(match: re.Match[str]) -> str:
        name = match[1]
        if name in words:
            return words[name]
        used[name] = None
        figure = catalogue.get(name, reading.period)
        return in_words(figure, reading.cell(figure, area).value)

    text = TOKEN.sub(word, TEMPLATE.read_text(encoding="utf-8"))
    return "\n".join(
        [text.rstrip(), "", *_checks(reading), *_unverified(year), *_sources([found[name] for name in used]), ""]
    )


def _checks(reading: Any) -> list[str]:
    found = findings(reading)
    if not found:
        return []
    return [_("## 发布前请核对"), "", *(f"- {reading.names[one.area]}：{one}" for one in found), ""]


def _unverified(year: int) -> list[str]:
    """Policy terms behind payments of the year that nobody has compared with their source yet."""
    keys = Payment.objects.filter(state=Payment.State.PAID, result_on__year=year).values_list("terms", flat=True)
    used = {key for terms in keys.order_by().distinct() for key in terms}
    rows = Policy.objects.filter(pk__in=used, verified_by="").order_by("code", "valid_from")
    if not rows:
        return []
    lines = [f"- {one.label}：{one.value.normalize():f}{one.unit}（{one.source}）" for one in rows]
    return ["## 发放所依据、尚未核对的政策条款", "", *lines, ""]


def _sources(used: list[dict[str, Any]]) -> list[str]:
    rows = [_("## 数字来源"), "", _("| 指标 | 代码 | 版本 | 准确值 | 单位 | 名单核对码 |"), "|---|---|---|---|---|---|"]
    for one in used:
        value = "—" if one["value"] is None else one["value"]
        if "numerator" in one:
            value = f"{value}（{one['numerator']} / {one['denominator']}）"
        cells = [one["label"], one["code"], one["version"], value, one["unit"], one["member_hash"][:16]]
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows
