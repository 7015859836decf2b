"""Values as documents state them. Another document may state the same figure otherwise: that is another statement."""

from services.workbooks import books

BOOKS = (books.opening("statement", identity=("detail.figure", "detail.year", "detail.source")),)
