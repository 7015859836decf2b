"""This year against last year: refused where the definition has changed, otherwise in words."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from accounts.errors import RuleBroken
from reporting.catalogue import Figure
from reporting.figures import Reading


@dataclass(frozen=True)
class Change:
    """`text` says it; `tone` is for the screen only (nothing here says that more is better)."""

    text: str
    tone: str = "neutral"
    percent: str = ""


def refuse_unlike(one: Figure, other: Figure) -> None:
    """Two readings are comparable only under one definition."""
    if (one.code, one.version) != (other.code, other.version):
        raise RuleBroken(
            "figure.other_definition",
            _("“%(label)s”的统计口径已经改变（第%(one)s版与第%(other)s版），不能直接比较。")
            % {"label": one.label, "one": one.version, "other": other.version},
        )


def change(figure: Figure, area: str, now: Reading, before: Reading) -> Change:
    """From `before` to `now` in one area."""
    former = next((f for f in before.figures if f.code == figure.code), None)
    if former is None:
        return Change(_("无此指标"))
    try:
        refuse_unlike(figure, former)
    except RuleBroken:
        return Change(_("口径已改，不可比"), "warn")
    value, base = now.cell(figure, area).value, before.cell(former, area).value
    if value is None or base is None:
        return Change(_("无数据") if base is None else "—")
    difference = value - base
    if not difference:
        return Change(_("持平"))
    if figure.symbol == "%":
        return Change(_("%(points)s 个百分点") % {"points": f"{difference:+}"})
    if not base:
        return Change(f"{difference:+,}")
    percent = (Decimal(difference) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = _("%(difference)s（%(percent)s%%）") % {"difference": f"{difference:+,}", "percent": f"{percent:+}"}
    return Change(text, percent=f"{percent:+}%")


def change_in_words(figure: Figure, area: str, now: Reading, before: Reading) -> str:
    """The same as a part of a sentence: 比上年增加12人（3.1%）."""
    former = next((f for f in before.figures if f.code == figure.code), None)
    if former is None or former.version != figure.version:
        return _("口径已改，不与上年比较")
    value, base = now.cell(figure, area).value, before.cell(former, area).value
    if value is None or not base:
        return _("上年无数据，不作比较")
    difference = Decimal(value) - Decimal(base)
    if not difference:
        return _("与上年持平")
    if figure.symbol == "%":
        words = _("比上年提高%(points)s个百分点") if difference > 0 else _("比上年降低%(points)s个百分点")
        return words % {"points": abs(difference)}
    percent = (abs(difference) * 100 / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    words = (
        _("比上年增加%(number)s%(unit)s（%(percent)s%%）")
        if difference > 0
        else _("比上年减少%(number)s%(unit)s（%(percent)s%%）")
    )
    return words % {"number": abs(difference), "unit": figure.symbol, "percent": percent}
