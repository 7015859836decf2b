"""Findings as a page shows them: the sentence with its spot marked, in words and shape."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.lint.findings import Reported, Severity

SEVERITIES: dict[Severity, Any] = {
    Severity.ERROR: _("错误"),
    Severity.WARNING: _("请核对"),
    Severity.INFO: _("无来源"),
}
TONES = {Severity.ERROR: "stop", Severity.WARNING: "warn", Severity.INFO: "info"}
AROUND = 90  # characters shown on either side of the spot


def shown(found: list[Reported]) -> list[dict[str, Any]]:
    """Errors first, then what to look at, then numbers without a source; in each the order of the text."""
    order = list(Severity)
    ordered = sorted(found, key=lambda one: (order.index(one.severity), one.offset))
    return [{"finding": one, **_sentence(one)} for one in ordered]


def _sentence(one: Reported) -> dict[str, Any]:
    at = one.offset - one.sentence_offset
    before, after = one.sentence[:at], one.sentence[at + one.length :]
    return {
        "before": ("…" if len(before) > AROUND else "") + before[-AROUND:],
        "spot": one.found,
        "after": after[:AROUND] + ("…" if len(after) > AROUND else ""),
        "word": SEVERITIES[one.severity],
        "tone": TONES[one.severity],
    }


def counts(found: list[Reported]) -> dict[str, int]:
    """How many of each severity stand, and how many are waived."""
    standing = Counter(str(one.severity) for one in found if not one.waived)
    return {**{str(one): standing[str(one)] for one in Severity}, "waived": sum(bool(one.waived) for one in found)}
