"""The workbook of applications for home modifications: the household of the person who applies."""

from services.workbooks import books

BOOKS = (books.opening("home_modification"),)
