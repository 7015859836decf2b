"""Charts drawn on the server as SVG: bars, a trend, a funnel, a spark. Colours come from the style sheet, so that dark
and high contrast work; a title says the finding, a description says what is drawn. Sizes are in units of 1/360 width.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

WIDTH = 360
LABEL, NUMBER = 88, 64  # room left of a bar for its name, right of it for its number
ROW, BAR = 22, 14
HEIGHT, BASE, TOP = 170, 140, 26  # of a trend
SPARK_WIDTH, SPARK_HEIGHT = 64, 20


@dataclass(frozen=True)
class Point:
    """`said` is how the number is printed."""

    label: str
    value: int | Decimal
    said: str


def _svg(name: str, width: int, height: int, title: str, about: str, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-about">'
        '<title id="{}-title">{}</title><desc id="{}-about">{}</desc>{}</svg>',
        *(width, height, name, name, name, title, name, about, body),
    )


def _part(value: int | Decimal, whole: int | Decimal, length: float) -> float:
    return round(float(value) / float(whole) * length, 1) if whole else 0.0


def bars(name: str, title: str, about: str, points: Sequence[Point]) -> SafeString:
    """One bar a row, the largest marked."""
    most = max((point.value for point in points), default=0)
    body = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="end">{}</text><rect class="chart__bar{}" x="{}" y="{}" width="{}" height="{}"'
        ' rx="2"/><text class="chart__number" x="{}" y="{}">{}</text>',
        (
            (
                *(LABEL - 6, row * ROW + 15, point.label),
                *(" chart__bar--most" if most and point.value == most else "", LABEL, row * ROW + 4),
                *(max(_part(point.value, most, WIDTH - LABEL - NUMBER), 1), BAR),
                *(LABEL + _part(point.value, most, WIDTH - LABEL - NUMBER) + 6, row * ROW + 15, point.said),
            )
            for row, point in enumerate(points)
        ),
    )
    return _svg(name, WIDTH, len(points) * ROW + 4, title, about, body)


def _line(
    points: Sequence[Point], left: float, right: float, top: float, base: float, least: int | Decimal = 0
) -> list[tuple[float, float]]:
    """Where the points stand: evenly across, from `least` at the base to the largest at the top."""
    most = max(point.value for point in points) - least
    step = (right - left) / max(len(points) - 1, 1)
    return [
        (round(left + n * step, 1), round(base - _part(p.value - least, most, base - top), 1))
        for n, p in enumerate(points)
    ]


def trend(name: str, title: str, about: str, points: Sequence[Point]) -> SafeString:
    """A line over the years with its numbers; the base is zero."""
    places = _line(points, 40, WIDTH - 40, TOP, BASE)
    drawn = " ".join(f"{x},{y}" for x, y in places)
    body = format_html(
        '<path class="chart__axis" d="M10 {} H{}"/><polyline class="chart__line" points="{}"/>{}',
        *(BASE, WIDTH - 10, drawn),
        format_html_join(
            "",
            '<circle class="chart__dot" cx="{}" cy="{}" r="4"/><text class="chart__number" x="{}" y="{}"'
            ' text-anchor="middle">{}</text><text x="{}" y="{}" text-anchor="middle">{}</text>',
            (
                (x, y, x, y - 10, point.said, x, BASE + 20, point.label)
                for (x, y), point in zip(places, points, strict=True)
            ),
        ),
    )
    return _svg(name, WIDTH, HEIGHT, title, about, body)


def funnel(name: str, title: str, about: str, points: Sequence[Point]) -> SafeString:
    """Milestones one below the other, each as wide as its share of the largest, centred."""
    most, height = max((point.value for point in points), default=0), 46
    body = format_html_join(
        "",
        '<rect class="chart__bar" x="{}" y="{}" width="{}" height="24" rx="3"/>'
        '<text x="{}" y="{}" text-anchor="middle">{} <tspan class="chart__number">{}</tspan></text>',
        (
            (
                *((WIDTH - max(_part(point.value, most, WIDTH - 20), 2)) / 2, row * height + 18),
                max(_part(point.value, most, WIDTH - 20), 2),
                *(WIDTH / 2, row * height + 13, point.label, point.said),
            )
            for row, point in enumerate(points)
        ),
    )
    return _svg(name, WIDTH, len(points) * height + 4, title, about, body)


def spark(about: str, points: Sequence[Point]) -> SafeString:
    """The course over the years, as small as a word, from the least to the most; `about` says its numbers. Empty for
    a single year."""
    if len(points) < 2 or not any(point.value for point in points):
        return mark_safe("")
    places = _line(points, 3, SPARK_WIDTH - 3, 3, SPARK_HEIGHT - 3, min(point.value for point in points))
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline class="chart__line" points="{}"/>'
        '<circle class="chart__dot" cx="{}" cy="{}" r="2.5"/></svg>',
        *(SPARK_WIDTH, SPARK_HEIGHT, about, " ".join(f"{x},{y}" for x, y in places), *places[-1]),
    )
