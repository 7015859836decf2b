"""The kinds of workbook, registered at start by the kinds' apps (their `imports.py`)."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import NotThere
from accounts.roles import may
from accounts.scoping import Scope
from services.workbooks.openings import OpeningBook
from services.workbooks.steps import StepBook
from services.workbooks.units import Book

opening = OpeningBook  # what a kind's imports.py says: BOOKS = (opening("fuel"), sheet("fuel", "premium"))
sheet = StepBook

_registry: dict[str, Book] = {}


def register(*books: Book) -> None:
    """Called from the AppConfig.ready of a kind's app."""
    for book in books:
        _registry[book.code] = book


def get(code: str) -> Book:
    """NotThere when no app registered it."""
    if code not in _registry:
        raise NotThere("workbook.unknown", _("没有这种表格。请从列表里选择。"), "book")
    return _registry[code]


def all_books() -> list[Book]:
    return sorted(_registry.values(), key=lambda book: book.code)


def offered(scope: Scope) -> list[Book]:
    """What may be imported in this scope."""
    return [book for book in all_books() if may(scope, book.right)]
