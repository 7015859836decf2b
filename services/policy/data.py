"""The policy terms, exclusions and reason codes as the product is delivered: for migrations and golden examples, pure.

They stand in CSV files which the office can read. Rows with a verifier were read in the source that is named; the
others (DOMAIN section H, and what no source gives) are used, and shown as not verified, until somebody confirms them.
"""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from services.policy.texts import Text, Texts

HERE = Path(__file__).resolve().parent
FIRST = 10  # so many terms were delivered before the others; a migration adds the rest
EXCLUSIONS_SINCE = "2007-01-01"


class Term(NamedTuple):
    """`since` and `after` (the first day on which it no longer holds; empty: in force) as 2016-01-01."""

    code: str
    label: str
    value: str
    unit: str
    since: str
    after: str
    source: str
    verified_by: str


class ExclusionRow(NamedTuple):
    """The double-claim matrix (DOMAIN C.11): two programmes which nobody has at the same time."""

    a: str
    b: str
    severity: str
    source: str
    verified_by: str


class Reason(NamedTuple):
    """A reason code (DOMAIN C.12); `correctable`: yes or no; `help`: what to do next."""

    code: str
    label: str
    correctable: str
    help: str


def _rows(name: str) -> list[list[str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


TERMS = [Term(*row) for row in _rows("terms.csv")]
EXCLUSIONS = [ExclusionRow(*row) for row in _rows("exclusions.csv")]
REASONS = [Reason(*row) for row in _rows("reasons.csv")]


def texts_on(day: dt.date) -> Texts:
    """The delivered texts in force on `day`, without a database; the key of a text is its place in TERMS."""
    iso = day.isoformat()
    return Texts(
        day,
        {
            term.code: Text(n, Decimal(term.value), term.unit, bool(term.verified_by))
            for n, term in enumerate(TERMS)
            if term.since <= iso and (not term.after or iso < term.after)
        },
    )
