"""A text in, its findings out. Without figures nothing is asked of any database."""

from reporting.lint.checks import ALL
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding, Reported, reported
from reporting.lint.text import Text


def check_text(original: str, year: int) -> list[Reported]:
    """The contradictions of a text in itself. Offsets refer to `original`."""
    draft = Draft(Text(original), year)
    return reported(draft.text, internal(draft))


def internal(draft: Draft) -> list[Finding]:
    return [finding for module in ALL for finding in module.check(draft)]
