"""What the declared assertions say about a reading. A failing one is shown, never hidden or repaired."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.catalogue import ASSERTIONS, AtMost
from reporting.figures import Count, Reading


@dataclass(frozen=True)
class Finding:
    assertion: AtMost
    area: str
    smaller: Count
    larger: Count

    def __str__(self) -> str:
        """Without the area, which the reader names."""
        return _("“%(a)s”（%(x)s%(ua)s）多于“%(b)s”（%(y)s%(ub)s）。%(because)s") % {
            "a": self.assertion.smaller.label,
            "x": self.smaller,
            "ua": self.assertion.smaller.symbol,
            "b": self.assertion.larger.label,
            "y": self.larger,
            "ub": self.assertion.larger.symbol,
            "because": self.assertion.because,
        }


def findings(reading: Reading) -> list[Finding]:
    """Assertions that fail, the district first, then street by street."""
    return [
        Finding(assertion, area, smaller, larger)
        for area in reading.areas
        for assertion in ASSERTIONS
        if assertion.smaller.covers(area) and assertion.larger.covers(area)
        for smaller, larger in [(reading.count(assertion.smaller, area), reading.count(assertion.larger, area))]
        if smaller is not None and larger is not None and smaller > larger
    ]
