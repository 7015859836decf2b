"""This year against last year: refused where the definition has changed, otherwise in words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.errors import RuleBroken
from reporting import catalogue
from reporting.catalogue import Figure
from reporting.figures import Reading


@dataclass(frozen=True)
class Change:
    """`text` says it; `tone` is for the screen only (nothing here says that more is better)."""

    text: str
    tone: str = "neutral"


def change(figure: Figure, area: str, now: Reading, before: Reading) -> Change:
    """From `before` to `now` in one area."""
    former = next((f for f in before.figures if f.code == figure.code), None)
    if former is None:
        return Change(_("上年无此指标"))
    try:
        catalogue.refuse_unlike(figure, former)
    except RuleBroken:
        return Change(_("口径已改，不可比"), "warn")
    value, base = now.cell(figure, area).value, before.cell(former, area).value
    if value is None or base is None:
        return Change(_("上年无数据") if base is None else "—")
    difference = value - base
    if not difference:
        return Change(_("持平"))
    if figure.symbol == "%":
        return Change(_("%(points)s 个百分点") % {"points": f"{difference:+}"})
    if not base:
        return Change(f"{difference:+,}")
    percent = (Decimal(difference) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Change(_("%(difference)s（%(percent)s%%）") % {"difference": f"{difference:+,}", "percent": f"{percent:+}"})
