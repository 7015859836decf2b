"""Applications for legal aid. What happened is sealed on its way in (services.cases.sealed)."""

from services.workbooks import books

BOOKS = (books.opening("legal_aid", identity=("case.on", "detail.matter")),)
