"""The registers of member units, associations and institutions; the organisations themselves are registered before."""

from services.workbooks import books

BOOKS = (books.opening("member_unit"), books.opening("association"), books.opening("institution"))
