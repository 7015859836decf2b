"""The workbook of applications for legal aid."""

from services.workbooks import books

BOOKS = (books.opening("legal_aid", identity=("case.on", "detail.matter")),)
