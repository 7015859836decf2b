"""A report that prints the ledger's numbers is clean; each number that is changed is found."""

import re

import pytest

from accounts.scoping import enter, system_scope
from reporting.documents.annual import annual_text
from reporting.lint.book import book
from reporting.lint.checking import check_text
from reporting.lint.draft import Draft
from reporting.lint.figures import Book
from reporting.lint.findings import Severity
from reporting.lint.text import Text


@pytest.fixture(scope="module")
def known(district) -> Book:
    with enter(system_scope()):
        found = book(2023)
        assert found.figures
        return found


@pytest.fixture(scope="module")
def report(district) -> str:
    with enter(system_scope()):
        return annual_text(2023)


def errors(text: str, known: Book, year: int = 2023) -> list:
    return [one for one in check_text(text, year, known) if one.severity is Severity.ERROR]


def test_our_own_report_has_no_error(report, known):
    wrong = [f"{one.rule} {one.found} {one.expected} {one.relation} | {one.sentence}" for one in errors(report, known)]
    assert not wrong, "\n".join(wrong)


def test_each_changed_number_is_found(report, known):
    """Every number of the report that the ledger confirms, plus one: an error at its place."""
    text = Text(report)
    places = sorted(known.confirmed(Draft(text, 2023)))
    missed = []
    for place in places:
        offset, _length = text.span(place, place + 1)
        match = re.match(r"\d+", report[offset:])
        changed = report[:offset] + str(int(match[0]) + 1) + report[offset + len(match[0]) :]
        if not any(one.offset == offset for one in errors(changed, known)):
            missed.append(report[offset - 20 : offset + 10])
    assert missed == []
    assert len(places) >= 30
