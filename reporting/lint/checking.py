"""A text in, its findings out. Nothing here knows of a database: what the ledger says comes as an argument."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Protocol

from reporting.lint.checks import ALL
from reporting.lint.draft import Draft
from reporting.lint.findings import Finding, Reported, reported
from reporting.lint.text import Text

# What the ledger itself explains: the definition rounds down; what was approved last year is delivered this year.
EXPLAINED = ("ratio.rounding", "stage.order")


class Known(Protocol):
    """What the ledger says (figures.Book)."""

    def check(self, draft: Draft) -> Iterable[Finding]: ...

    def confirmed(self, draft: Draft) -> set[int]:
        """Where numbers stand which are exactly the ledger's."""


def check_text(
    original: str, year: int, known: Known | None = None, waivers: Mapping[str, str] | None = None
) -> list[Reported]:
    """The findings in the order of the text. Offsets refer to `original`; `waivers`: reason by fingerprint."""
    draft = Draft(Text(original), year)
    found = internal(draft)
    if known is not None:
        sure = known.confirmed(draft)
        found = [one for one in found if not (one.rule in EXPLAINED and one.start in sure)]
        found += known.check(draft)
    answers = reported(draft.text, found)
    waived = waivers or {}
    return [replace(one, waived=waived[one.fingerprint]) if one.fingerprint in waived else one for one in answers]


def internal(draft: Draft) -> list[Finding]:
    """The contradictions of a text in itself."""
    return [finding for module in ALL for finding in module.check(draft)]
